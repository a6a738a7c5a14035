"""The seasons of a shop: its own, its category's, or none, and always said whose."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import numpy as np
import polars as pl
import pytest
from tests.make.goods import item, rows_of
from tests.make.people import owner

from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.actions.items import change_item
from stockwright.forecasting.queries.seasons import Scope, SeasonalView, seasonal_view
from stockwright.inventory.actions.locations import add_location
from stockwright.kit.actor import Actor
from stockwright.kit.frames import copy_frame
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope

LAST = date(2026, 3, 1)
TODAY = LAST + timedelta(days=1)
WEEK = (4, 4, 4, 4, 6, 8, 1)


def traded(actor: Actor, variant_id: UUID, *, days: int, peak_month: int = 12) -> UUID:
    """Sales of an item on so many days up to LAST, twice as high in one month."""
    place = add_location(actor, name=f"Place {uuid4().hex[:6]}").pk
    on = [LAST - timedelta(days=back) for back in range(days)]
    rows = pl.DataFrame(
        {
            "variant_id": [str(variant_id)] * days,
            "location_id": [str(place)] * days,
            "channel": [""] * days,
            "sold_on": on,
            "ordered": [Decimal(WEEK[day.weekday()] * (2 if day.month == peak_month else 1)) for day in on],
            "returned": [Decimal(0)] * days,
            "revenue": [Decimal(0)] * days,
            "lines": [1] * days,
        }
    )
    with scope(actor.company_id):
        copy_frame(rows, "sales_dailysales", constants={"company_id": actor.company_id})
    return place


@pytest.fixture(scope="module")
def alice() -> Actor:
    """A shop with an old item in Toys and one in Garden, and a young one in Toys."""
    actor = owner()
    change_company(actor, holidays_of="DE")
    for sku, category, days, month in (
        ("old", "Toys", 1100, 12),
        ("green", "Garden", 1100, 5),
        ("new", "Toys", 90, 1),
    ):
        variant_id = item(actor, sku)
        change_item(actor, variant_id=variant_id, category=category, name=sku)
        traded(actor, variant_id, days=days, peak_month=month)
    return actor


def seen(actor: Actor, wanted: Scope, today: date = TODAY) -> SeasonalView:
    with scope(actor.company_id):
        return seasonal_view(actor, wanted, today=today)


def test_an_old_items_own_year_is_told_with_its_strengths(alice: Actor) -> None:
    view = seen(alice, Scope(variant_id=item(alice, "old")))
    assert view.year_from == "own"
    assert view.found is not None
    assert view.months is not None
    assert int(np.argmax(view.months)) == 11
    assert view.found.weekday_strength > 0.9
    assert view.found.weekdays[6] == min(view.found.weekdays)


def test_a_young_item_borrows_the_year_of_its_category_and_says_so(alice: Actor) -> None:
    young, toys = seen(alice, Scope(variant_id=item(alice, "new"))), seen(alice, Scope(category="Toys"))
    assert young.year_from == "category"
    assert toys.year_from == "own"
    assert young.months == pytest.approx(toys.months)
    assert young.found is not None
    assert young.found.year_strength is None


def test_without_a_category_it_is_the_year_of_everything() -> None:
    actor = owner()
    old, new = item(actor, "old"), item(actor, "new")
    traded(actor, old, days=1100)
    traded(actor, new, days=60)
    assert seen(actor, Scope(variant_id=new)).year_from == "all"


def test_where_nobody_has_two_years_no_year_is_made_up() -> None:
    actor = owner()
    traded(actor, item(actor), days=400)
    view = seen(actor, Scope())
    assert (view.year_from, view.months, view.ahead) == ("none", None, [])
    assert view.found is not None
    assert view.found.growth is not None


def test_the_next_twelve_months_follow_the_index_at_the_present_level(alice: Actor) -> None:
    view = seen(alice, Scope(category="Garden"))
    assert [month.first_on for month in view.ahead][:2] == [date(2026, 4, 1), date(2026, 5, 1)]
    assert len(view.ahead) == 12
    may = view.ahead[1]
    assert may.index == max(month.index for month in view.ahead)
    assert view.found is not None
    assert may.expected == pytest.approx(view.found.trend[-1] * may.index * 31)


def test_holidays_of_the_companys_country_are_told_by_name(alice: Actor) -> None:
    view = seen(alice, Scope())
    names = {effect.name for effect in view.holidays}
    assert len(names) > 5
    assert all(effect.days >= 1 for effect in view.holidays)
    assert all(effect.effect == pytest.approx(1.0, abs=0.5) for effect in view.holidays)


def test_one_place_is_seen_alone() -> None:
    actor = owner()
    shirt = item(actor)
    here, there = traded(actor, shirt, days=100), traded(actor, shirt, days=100)
    both, one = seen(actor, Scope()), seen(actor, Scope(location_id=here))
    assert both.found is not None
    assert one.found is not None
    assert both.found.trend[-1] == pytest.approx(2 * one.found.trend[-1])
    assert here != there


def test_days_out_of_stock_do_not_look_like_a_season() -> None:
    actor = owner()
    shirt = item(actor)
    place = traded(actor, shirt, days=100)
    whole = seen(actor, Scope(variant_id=shirt))
    rows_of(actor, "delete from sales_dailysales where sold_on between '2026-02-01' and '2026-02-05' returning 1")
    rows_of(
        actor,
        "insert into inventory_snapshot (company_id, variant_id, location_id, taken_on, on_hand, reserved, "
        f"in_stock_minutes) select '{actor.company_id}', '{shirt}', '{place}', day::date, 0, 0, 0 "
        "from generate_series('2026-02-01'::timestamp, '2026-02-05', interval '1 day') day returning 1",
    )
    dry = seen(actor, Scope(variant_id=shirt))
    assert dry.found is not None
    assert whole.found is not None
    assert dry.found.trend == pytest.approx(whole.found.trend, rel=0.1)


def test_too_little_history_is_said_and_not_filled_in() -> None:
    actor = owner()
    assert seen(actor, Scope()).found is None
    traded(actor, item(actor), days=20)
    view = seen(actor, Scope())
    assert view.found is None
    assert view.first_on == LAST - timedelta(days=19)


def test_another_companys_item_or_place_does_not_exist(alice: Actor) -> None:
    mallory, shirt = owner(), item(alice, "old")
    for wanted in (Scope(variant_id=shirt), Scope(location_id=uuid4())):
        with pytest.raises(NotFound):
            seen(mallory, wanted)
    assert seen(mallory, Scope(category="Toys")).found is None
