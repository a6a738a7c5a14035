"""Planned prices: the forecast is given only what was told before its day."""

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make.goods import events_of, item, rows_of
from tests.make.people import owner, people
from tests.make.told import price

from stockwright.catalog.actions.items import change_item
from stockwright.forecasting.actions.prices import cancel_price, plan_prices
from stockwright.forecasting.queries.prices import planned_frame, prices_page
from stockwright.forecasting.rules.calendar import Span
from stockwright.forecasting.rules.prices import (
    InvalidPrice,
    PriceCancelled,
    PriceInForce,
    PriceTold,
    prices_by_day,
)
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)
MONTH = Span(date(2026, 3, 1), date(2026, 3, 31))
TOLD = st.tuples(st.integers(0, 1), st.integers(-8, 30), st.integers(0, 20), st.sampled_from([None, 4.0, 5.0]))
SCHEMA = {
    "series": pl.Int32,
    "number": pl.Int64,
    "told_on": pl.Date,
    "from_on": pl.Date,
    "price": pl.Float64,
    "price_before": pl.Float64,
}


def rows(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(
        actor, "select price, price_before, from_on, told_on, cancelled_at from forecasting_plannedprice"
    )


def known_before(
    day: date, told: list[tuple[int, int, date, date, float, float | None]], series: int
) -> float | None:
    """The price of a day as somebody who reads everything told before it would say; slow and obvious."""
    heard = [one for one in told if one[0] == series and one[2] < day]
    due = [one for one in heard if one[3] <= day]
    if due:
        return max(due, key=lambda one: (one[3], one[1]))[4]
    return min(heard, key=lambda one: one[1])[5] if heard else None


@given(st.lists(TOLD, max_size=8))
def test_no_day_knows_a_price_that_was_told_on_it_or_later(
    wishes: list[tuple[int, int, int, float | None]],
) -> None:
    ordered = sorted(wishes, key=lambda wish: wish[1])
    told = [
        (series, n, TODAY + timedelta(days=at), TODAY + timedelta(days=at + ahead), float(n + 10), before)
        for n, (series, at, ahead, before) in enumerate(ordered)
    ]
    found = {
        (series, day): price
        for series, day, price in prices_by_day(pl.DataFrame(told, schema=SCHEMA, orient="row"), MONTH).iter_rows()
    }
    days = [MONTH.first + timedelta(days=at) for at in range(31)]
    slow = {(series, day): known_before(day, told, series) for series in (0, 1) for day in days}
    assert found == {key: price for key, price in slow.items() if price is not None}


def frame(actor: Actor, variant_id: object) -> dict[date, float]:
    series = pl.DataFrame({"series": [0], "variant_id": [str(variant_id)]})
    with scope(actor.company_id):
        found = planned_frame(actor, series, MONTH)
    return {} if found is None else {day: price for _, day, price in found.iter_rows()}


def test_a_price_told_ahead_is_known_with_the_price_of_before_and_the_next_one_follows_it() -> None:
    alice = owner()
    shirt = item(alice)
    change_item(alice, variant_id=shirt, price=Decimal(10))
    price(alice, shirt, from_on=TODAY + timedelta(days=3), today=TODAY, amount="8")
    price(alice, shirt, from_on=TODAY + timedelta(days=5), today=TODAY, amount="9")
    known = frame(alice, shirt)
    assert TODAY not in known
    assert [known[TODAY + timedelta(days=at)] for at in range(1, 8)] == [10, 10, 8, 8, 9, 9, 9]


def test_a_price_told_on_its_own_day_is_known_from_the_next_on() -> None:
    alice = owner()
    shirt = item(alice)
    price(alice, shirt, from_on=TODAY, today=TODAY)
    assert min(frame(alice, shirt)) == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("amount", "from_on", "field"),
    [
        ("0", TODAY, "price"),
        ("-1", TODAY, "price"),
        ("1.23456", TODAY, "price"),
        ("5", date(2026, 3, 1), "from_on"),
    ],
)
def test_a_price_for_a_day_that_is_past_or_none_at_all_is_refused(amount: str, from_on: date, field: str) -> None:
    alice = owner()
    shirt = item(alice)
    told = [PriceTold(shirt, Decimal(5), TODAY + timedelta(days=9)), PriceTold(shirt, Decimal(amount), from_on)]
    with pytest.raises(InvalidPrice) as refused:
        plan_prices(alice, told=told, now=now(), today=TODAY, source="one")
    assert refused.value.fields["field"] == field
    for wrong in ([], told[:1] * 2):
        with pytest.raises(InvalidPrice):
            plan_prices(alice, told=wrong, now=now(), today=TODAY, source="one")
    assert rows(alice) == []


def test_prices_are_told_once_for_each_source_and_taken_back_before_their_day() -> None:
    alice = owner()
    shirt = item(alice)
    told = [PriceTold(shirt, Decimal(5), TODAY + timedelta(days=at)) for at in (0, 4)]
    for _ in range(2):
        begun, coming = plan_prices(alice, told=told, now=now(), today=TODAY, source="one")
    assert events_of(alice).count("price.planned") == 1
    with pytest.raises(PriceInForce):
        cancel_price(alice, price_id=begun.pk, now=now(), today=TODAY)
    cancel_price(alice, price_id=coming.pk, now=now(), today=TODAY)
    with pytest.raises(PriceCancelled):
        cancel_price(alice, price_id=coming.pk, now=now(), today=TODAY)
    assert [row[-1] is None for row in rows(alice)] == [True, False]
    assert set(frame(alice, shirt).values()) == {5.0}
    with scope(alice.company_id):
        seen = prices_page(alice, variant_id=shirt).items
    assert [one.cancelled_by for one in seen] == [alice.label, ""]


def test_nobody_plans_or_takes_back_what_is_another_companys() -> None:
    three = people()
    shirt = item(three.alice)
    made = price(three.alice, shirt, from_on=TODAY + timedelta(days=4), today=TODAY)
    before = rows(three.alice)
    told = [PriceTold(shirt, Decimal(5), TODAY)]
    with pytest.raises(NotFound):
        plan_prices(three.mallory, told=told, now=now(), today=TODAY, source="one")
    with pytest.raises(NotFound):
        cancel_price(three.mallory, price_id=made.pk, now=now(), today=TODAY)
    with pytest.raises(NotAllowed):
        plan_prices(three.bob, told=told, now=now(), today=TODAY, source="one")
    with pytest.raises(NotAllowed):
        cancel_price(three.bob, price_id=made.pk, now=now(), today=TODAY)
    assert rows(three.alice) == before
    assert rows(three.mallory) == []
