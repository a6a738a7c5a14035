"""How places and items are used, and which days are closed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.make.adjusting import main
from tests.make.goods import day, events_of, item, rows_of, stated
from tests.make.people import colleague, owner

from stockwright.accounts.actions.companies import change_company
from stockwright.accounts.rules import InvalidSetting
from stockwright.catalog.actions.items import change_item, create_item
from stockwright.catalog.rules import InvalidItem, Tracking
from stockwright.inventory.actions.locations import add_location, change_location
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.tracking import set_tracking
from stockwright.inventory.rules.locations import InvalidLocation, LocationTaken
from stockwright.inventory.rules.reservations import InsufficientStock
from stockwright.kit.problems import NotAllowed, NotFound

TODAY = day(5).date()


def test_the_books_are_closed_up_to_today_and_opened_again_and_both_are_told() -> None:
    alice = owner()
    with pytest.raises(InvalidSetting):
        change_company(alice, today=TODAY, closed_through=TODAY + timedelta(days=1))
    assert rows_of(alice, "select closed_through from accounts_company") == [(None,)]
    change_company(alice, today=TODAY, closed_through=TODAY)
    change_company(alice, today=TODAY, closed_through=None)
    assert events_of(alice).count("company.changed") == 2
    with pytest.raises(NotAllowed):
        change_company(colleague(alice, "buyer"), today=TODAY, closed_through=TODAY)
    with pytest.raises(InvalidSetting):
        change_company(alice, approval_limit=Decimal(-1))


def test_tracking_is_changed_with_the_stock_and_not_as_a_field() -> None:
    alice = owner()
    shirt = item(alice)
    with pytest.raises(InvalidItem):
        change_item(alice, variant_id=shirt, tracking="none")
    with pytest.raises(NotFound):
        set_tracking(owner(), variant_id=shirt, tracking=Tracking.NONE, now=day(5))
    set_tracking(alice, variant_id=shirt, tracking=Tracking.LOT, now=day(5))
    assert rows_of(alice, "select tracking from catalog_variant") == [("lot",)]


@pytest.mark.parametrize(
    "wrong", [{"unit": " "}, {"units_per_pack": Decimal(0)}, {"low_stock": Decimal(-1)}, {"tracking": "by eye"}]
)
def test_terms_out_of_their_range_are_refused(wrong: dict[str, object]) -> None:
    alice = owner()
    with pytest.raises(InvalidItem):
        create_item(alice, sku="shirt", **wrong)
    assert rows_of(alice, "select count(*) from catalog_variant") == [(0,)]


def test_orders_are_promised_only_from_places_that_sell() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 3)
    change_location(alice, location_id=main(alice), sells=False, rank=7)
    with pytest.raises(InsufficientStock):
        reserve_stock(alice, lines=[Wish(shirt, Decimal(1))], source="order:1", now=day(5))
    change_location(alice, location_id=main(alice), sells=False, rank=7)
    assert events_of(alice).count("location.changed") == 1


def test_a_place_keeps_a_name_of_its_own_and_a_rank_in_range() -> None:
    alice = owner()
    north = add_location(alice, name="North").pk
    before = rows_of(alice, "select name, rank from inventory_location order by name")
    main(alice)
    for refusal, change in ((LocationTaken, {"name": "Main"}), (InvalidLocation, {"rank": -1})):
        with pytest.raises(refusal):
            change_location(alice, location_id=north, **change)
    with pytest.raises(NotFound):
        change_location(owner(), location_id=north, rank=1)
    assert before[0] in rows_of(alice, "select name, rank from inventory_location")
