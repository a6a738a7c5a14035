"""Totals of the forecast: they add up exactly, tell what was told, and how far such totals were off before."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

import pytest
from tests.make.files import TODAY
from tests.make.goods import rows_of
from tests.make.nights import forecast_shop
from tests.make.people import owner
from tests.make.told import override, promotion

from stockwright.catalog.actions.items import change_item
from stockwright.catalog.queries import variant_ids
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.actions.scores import nightly_scores
from stockwright.insights.queries import ranges as past
from stockwright.insights.queries.forecasts import forecasts_page
from stockwright.insights.queries.outlook import Outlook, Wish, outlook, sold_before
from stockwright.insights.queries.ranges import ranges
from stockwright.inventory.queries.locations import locations_of
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope


@pytest.fixture(scope="module")
def shop() -> Actor:
    actor = forecast_shop(nights=(0,))
    with scope(actor.company_id):
        ids = variant_ids(actor, [f"SKU-{number}" for number in range(6)])
    for sku, category in (("SKU-0", "Tea"), ("SKU-1", "Tea"), ("SKU-3", "Cups")):
        change_item(actor, variant_id=ids[sku], category=category)
    return actor


@pytest.fixture
def alice(shop: Actor) -> Iterator[Actor]:
    with scope(shop.company_id):
        yield shop


def test_before_the_first_forecast_there_is_nothing() -> None:
    actor = owner()
    with scope(actor.company_id):
        assert outlook(actor, Wish()) == Outlook(None)


def test_items_add_up_exactly_to_categories_places_and_everything(alice: Actor) -> None:
    items = forecasts_page(alice, variant_id=None, location_id=None, cursor=None, limit=100).items
    whole = outlook(alice, Wish())
    assert [day.mean for day in whole.days] == [
        sum(day) for day in zip(*(item.mean for item in items), strict=True)
    ]
    assert whole.items == len(items)
    for by in ("category", "location"):
        parts = outlook(alice, Wish(by=by)).parts
        assert sum(part.total for part in parts) == whole.total
        assert [sum(day) for day in zip(*(part.days for part in parts), strict=True)] == [
            day.mean for day in whole.days
        ]
    names = {part.name: part.items for part in outlook(alice, Wish(by="category")).parts}
    assert names == {"": 2, "Cups": 1, "Tea": 2}


def test_a_part_is_told_as_by_itself(alice: Actor) -> None:
    [place] = locations_of(alice)
    for days, location in product((7, 28), (None, place.id)):
        tea = outlook(alice, Wish(days=days, category="Tea", location_id=location))
        [part] = [one for one in outlook(alice, Wish(days=days, by="category")).parts if one.name == "Tea"]
        assert [day.mean for day in tea.days] == part.days
        assert (len(tea.days), tea.items, tea.total) == (days, part.items, part.total)
    assert outlook(alice, Wish(category="Nothing")).days == []


def test_what_was_told_is_in_the_total_and_told_apart() -> None:
    actor = forecast_shop(nights=(0,))
    with scope(actor.company_id):
        shirt = variant_ids(actor, ["SKU-0"])["SKU-0"]
        before = outlook(actor, Wish())
    assert (before.planned, before.overridden) == (ZERO, ZERO)
    promotion(actor, shirt)
    override(actor, shirt, amount="20")
    run_forecast(actor, today=TODAY)
    with scope(actor.company_id):
        after = outlook(actor, Wish())
        item = forecasts_page(actor, variant_id=shirt, location_id=None, cursor=None, limit=1).items[0]
    assert item.mean[0] == 20
    assert after.overridden == sum(item.mean, Decimal(0)) - sum(item.base, Decimal(0)) > 0
    assert after.planned == sum(item.base, Decimal(0)) - sum(item.plain, Decimal(0))


def test_the_past_beside_it_is_what_was_sold(alice: Actor) -> None:
    run = outlook(alice, Wish()).run
    assert run is not None
    sold = sold_before(alice, Wish(category="Tea"), run.as_of)
    [(pieces,)] = rows_of(
        alice,
        "select sum(s.ordered) from sales_dailysales s join catalog_variant v on v.id = s.variant_id "
        f"where v.sku in ('SKU-0', 'SKU-1') and sold_on > date '{run.as_of}' - 56",
    )
    assert sum(sold.values()) == pieces
    assert (len(sold), max(sold)) == (56, run.as_of)


def test_how_far_such_totals_were_off_is_told_once_enough_nights_are_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    actor = forecast_shop(nights=(30, 25, 20, 3))
    nightly_scores(actor, today=TODAY)
    with scope(actor.company_id):
        assert ranges(actor) == {}
        monkeypatch.setattr(past, "LEAST_RUNS", 3)
        found = ranges(actor)
        assert ranges(actor, category="Nothing") == {}
    assert sorted(found) == [1, 7, 14]
    assert [one.runs for one in found.values()] == [4, 3, 3]
    seen = rows_of(
        actor, "select demand / forecast from forecasting_forecastscore where days = 14 and forecast > 0"
    )
    assert all(one.low <= one.high for one in found.values())
    assert len(seen) >= 3
    assert found[14].around(Decimal(100)) == (100 * found[14].low, 100 * found[14].high)


def test_another_companys_item_or_place_does_not_exist(shop: Actor) -> None:
    with scope(shop.company_id):
        [place] = locations_of(shop)
    mallory = owner("Mallory's shop")
    with scope(mallory.company_id):
        with pytest.raises(NotFound):
            outlook(mallory, Wish(location_id=place.id))
        assert outlook(mallory, Wish()).run is None
