"""Overrides: how people's word changes the forecast, and what it was worth."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make.files import brought_in, sales_csv
from tests.make.goods import events_of, item, rows_of
from tests.make.people import owner, people
from tests.make.told import override

from stockwright.catalog.queries import variant_ids
from stockwright.forecasting.actions.overrides import end_override, make_override
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.models import ItemForecast
from stockwright.forecasting.queries.override_values import OverrideValue, override_values, value_of_all
from stockwright.forecasting.queries.overrides import override_of, overrides_frame, overrides_page
from stockwright.forecasting.queries.runs import base_mean_of, current_forecast
from stockwright.forecasting.rules.overrides import (
    NOBODY,
    InvalidOverride,
    OverrideOver,
    OverrideState,
    OverrideTold,
    Way,
    followed_quantiles,
    overridden,
)
from stockwright.inventory.actions.locations import add_location
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope

AS_OF = date(2026, 3, 1)
TODAY = date(2026, 3, 2)
ITEMS = pl.DataFrame({"variant_id": ["shirt", "shirt", "hat"], "location_id": ["north", "south", "north"]})
MEAN = np.array([[3.0, 0.0, 2.0], [1.0, 0.0, 2.0], [5.0, 5.0, 5.0]])
SCHEMA = {
    "override_id": pl.String,
    "variant_id": pl.String,
    "location_id": pl.String,
    "way": pl.String,
    "amount": pl.Float64,
    "starts_on": pl.Date,
    "last_on": pl.Date,
}
WISH = st.tuples(
    st.sampled_from(["shirt", "hat", "nothing"]),
    st.sampled_from([None, "north", "south"]),
    st.sampled_from(list(Way)),
    st.sampled_from([0.0, 0.5, 3.0, 12.0]),
    st.integers(-3, 4),
    st.integers(0, 5),
)


def frame(*told: tuple[str, str | None, Way, float, int, int]) -> pl.DataFrame:
    """Overrides: item, place, way, amount, first and last day after AS_OF."""
    rows = [
        (str(n), what, where, way, amount, AS_OF + timedelta(days=first), AS_OF + timedelta(days=last))
        for n, (what, where, way, amount, first, last) in enumerate(told)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def mean_after(*told: tuple[str, str | None, Way, float, int, int]) -> list[list[float]]:
    return overridden(MEAN, ITEMS, frame(*told), as_of=AS_OF).mean.tolist()  # type: ignore[no-any-return]


def test_pieces_a_day_for_all_places_are_divided_as_the_forecast_is() -> None:
    assert mean_after(("shirt", None, Way.FIXED, 8, 1, 3)) == [[6, 5, 4], [2, 3, 4], [5, 5, 5]]


def test_a_factor_and_an_addition_change_the_forecast_of_their_place() -> None:
    assert mean_after(("shirt", "north", Way.TIMES, 2, 1, 2)) == [[6, 0, 2], [1, 0, 2], [5, 5, 5]]
    assert mean_after(("hat", "north", Way.PLUS, -6, 2, 9)) == [[3, 0, 2], [1, 0, 2], [5, 0, 0]]
    assert mean_after(("shirt", None, Way.PLUS, 4, 1, 1)) == [[6, 0, 2], [2, 0, 2], [5, 5, 5]]


def test_of_two_for_one_day_the_later_told_counts() -> None:
    assert mean_after(("hat", None, Way.FIXED, 9, 1, 3), ("hat", "north", Way.TIMES, 2, 2, 2)) == [
        *MEAN[:2].tolist(),
        [9, 10, 9],
    ]


@given(st.lists(WISH, max_size=6))
def test_what_nobody_spoke_of_stays_and_nothing_falls_below_zero(
    wishes: list[tuple[str, str | None, Way, float, int, int]],
) -> None:
    told = [(what, where, way, amount, first, first + width) for what, where, way, amount, first, width in wishes]
    found = overridden(MEAN, ITEMS, frame(*told), as_of=AS_OF)
    untouched = found.by == NOBODY
    assert (found.mean[untouched] == MEAN[untouched]).all()
    assert (found.mean >= 0).all()
    for row, (what, where) in enumerate(ITEMS.iter_rows()):
        for day in range(3):
            heard = [n for n, one in enumerate(told) if one[0] == what and one[1] in (None, where)
                     and one[4] <= day + 1 <= one[5]]  # fmt: skip
            assert found.by[row, day] == (heard[-1] if heard else NOBODY)


def test_the_doubt_follows_the_mean_and_stays_where_nobody_spoke() -> None:
    levels = np.array([0.1, 0.5, 0.9])
    quantiles = np.array([[[1.0, 2.0, 4.0], [0.0, 0.0, 0.0]]])
    base, mean = np.array([[2.0, 0.01]]), np.array([[2.0, 9.0]])
    found = followed_quantiles(quantiles, levels, base, mean, mean * 2)
    assert found[0, 0].tolist() == [1, 2, 4]
    assert (np.diff(found[0, 1]) > 0).all()
    assert found[0, 1, 1] == pytest.approx(9, rel=0.15)
    assert followed_quantiles(quantiles, levels, base, base, base) is quantiles


@pytest.mark.parametrize(
    ("way", "amount", "expires_on", "note", "field"),
    [
        (Way.FIXED, "-1", date(2026, 3, 8), "Why", "amount"),
        (Way.TIMES, "1", date(2026, 3, 8), "Why", "amount"),
        (Way.TIMES, "-2", date(2026, 3, 8), "Why", "amount"),
        (Way.PLUS, "0", date(2026, 3, 8), "Why", "amount"),
        (Way.FIXED, "5", date(2026, 3, 1), "Why", "expires_on"),
        (Way.FIXED, "5", date(2028, 3, 1), "Why", "expires_on"),
        (Way.FIXED, "5", date(2026, 3, 8), "  ", "note"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused_and_nothing_changes(
    way: Way, amount: str, expires_on: date, note: str, field: str
) -> None:
    alice = owner()
    told = OverrideTold(item(alice), None, way, Decimal(amount), TODAY, expires_on, note)
    with pytest.raises(InvalidOverride) as refused:
        make_override(alice, told=told, now=now(), today=TODAY, source="one")
    assert refused.value.fields["field"] == field
    assert rows_of(alice, "select 1 from forecasting_override") == []


def test_an_override_is_made_once_ended_once_and_never_gone() -> None:
    alice = owner()
    told = OverrideTold(item(alice), None, Way.FIXED, Decimal(5), TODAY, date(2026, 3, 9), "Fair")
    made = [make_override(alice, told=told, now=now(), today=TODAY, source="one") for _ in range(2)]
    assert made[0].pk == made[1].pk
    with scope(alice.company_id):
        assert override_of(alice, made[0].pk, today=TODAY).state is OverrideState.ACTIVE
        assert override_of(alice, made[0].pk, today=date(2026, 3, 10)).state is OverrideState.EXPIRED
        assert overrides_frame(alice, AS_OF)["last_on"].to_list() == [date(2026, 3, 9)]
    end_override(alice, override_id=made[0].pk, now=now(), today=date(2026, 3, 5))
    with pytest.raises(OverrideOver):
        end_override(alice, override_id=made[0].pk, now=now(), today=date(2026, 3, 6))
    with scope(alice.company_id):
        assert overrides_frame(alice, AS_OF)["last_on"].to_list() == [date(2026, 3, 4)]
        assert overrides_frame(alice, date(2026, 3, 4)).is_empty()
        assert [one.state for one in overrides_page(alice, today=TODAY).items] == [OverrideState.ENDED]
    assert [name for name in events_of(alice) if name.startswith("override.")] == [
        "override.made",
        "override.ended",
    ]


def test_nobody_overrides_or_ends_what_is_another_companys() -> None:
    three = people()
    shirt, place = item(three.alice), add_location(three.alice, name="North").pk
    made = override(three.alice, shirt)
    with pytest.raises(NotFound):
        override(three.mallory, shirt)
    with pytest.raises(NotFound):
        override(three.mallory, item(three.mallory), location_id=place)
    with pytest.raises(NotFound):
        end_override(three.mallory, override_id=made.pk, now=now(), today=TODAY)
    with pytest.raises(NotAllowed):
        override(three.bob, shirt)
    with pytest.raises(NotAllowed):
        end_override(three.bob, override_id=made.pk, now=now(), today=TODAY)
    assert rows_of(three.alice, "select count(*), count(ended_at) from forecasting_override") == [(1, 0)]
    assert rows_of(three.mallory, "select count(*) from forecasting_override") == [(0,)]


def shop_with(*skus: str) -> tuple[Actor, list[UUID]]:
    alice = owner()
    brought_in(alice, sales_csv(days=60, skus=3))
    with scope(alice.company_id):
        found = variant_ids(alice, skus)
    return alice, [found[sku] for sku in skus]


def test_a_run_keeps_what_people_said_beside_what_it_said_itself() -> None:
    alice, [first, second] = shop_with("SKU-0", "SKU-1")
    made = override(alice, first)
    run_forecast(alice, today=TODAY)
    with scope(alice.company_id):
        row = ItemForecast.objects.of(alice).get(variant_id=first)
        other = ItemForecast.objects.of(alice).get(variant_id=second)
        told = current_forecast(alice)
        days = rows_of(
            alice, "select override_id, count(*), min(day), max(day) from forecasting_overrideday group by 1"
        )
    base = base_mean_of(row)
    assert row.mean[:7] == [20.0] * 7
    assert row.mean[7:] == base[7:]
    assert max(base[:7]) < 10
    assert (other.base_mean, base_mean_of(other)) == (None, list(other.mean))
    assert days == [(made.pk, 7, TODAY, date(2026, 3, 8))]
    assert told is not None
    at = told.items["variant_id"].to_list().index(str(first))
    assert told.told.window_moments(np.full(len(told.items), 7.0))[0][at] == pytest.approx(140)
    middle = told.told.quantiles[at, :7, told.told.levels.index(0.5)]
    assert (middle > 10).all()


def test_a_day_is_judged_by_the_first_forecast_that_knew_the_override() -> None:
    alice, [first] = shop_with("SKU-0")
    override(alice, first)
    run_forecast(alice, today=TODAY)
    before = rows_of(alice, "select day, base, told, run_id from forecasting_overrideday order by 1")
    run_forecast(alice, today=TODAY)
    assert rows_of(alice, "select day, base, told, run_id from forecasting_overrideday order by 1") == before


def test_later_it_is_told_who_was_nearer_in_pieces_and_money() -> None:
    alice, [first] = shop_with("SKU-0")
    made = override(alice, first, way=Way.FIXED, amount="4")
    run_forecast(alice, today=TODAY)
    with scope(alice.company_id):
        assert override_values(alice) == {}
    lines = [f"{TODAY + timedelta(days=at)},n{at},SKU-0,Item 0,5,1.50" for at in range(4)]
    brought_in(alice, "\n".join(["date,order,sku,name,quantity,price", *lines]).encode(), "later.csv",
               today=date(2026, 3, 6))  # fmt: skip
    run_forecast(alice, today=date(2026, 3, 6))
    with scope(alice.company_id):
        value = override_values(alice)[made.pk]
        assert override_values(alice, [made.pk]) == {made.pk: value}
        assert override_values(alice, []) == {}
    assert [value.days, value.came, value.told] == [4, 20, 16]
    assert [value.told_error, value.told_bias] == [4, -4]
    assert value.base_error > 4
    assert value.saved == value.base_error - 4
    assert value.saved_money is None or value.saved_money > 0
    second = override(alice, first, way=Way.TIMES, amount="2", today=TODAY)
    end_override(alice, override_id=second.pk, now=now(), today=TODAY)
    with scope(alice.company_id):
        assert value_of_all(alice) == value


def test_values_add_up_and_money_is_left_out_where_none_is_known() -> None:
    one = OverrideValue(1, 0, Decimal(5), Decimal(3), Decimal(4), Decimal(2), Decimal(1))
    two = OverrideValue(2, 1, Decimal(5), Decimal(3), Decimal(4), Decimal(2), Decimal(1), Decimal(6), Decimal(2))
    both = one + two
    assert [both.days, both.days_out, both.saved, both.saved_money] == [3, 1, 2, 4]
    assert one.saved_money is None
