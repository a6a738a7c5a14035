"""An item is followed in the way somebody chose; lists, picks and proofs know its lots and pieces."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from tests.make.goods import day, item, rows_of, stated
from tests.make.people import owner
from tests.make.tracked import lot_of, lots, place, posted, there, told, tracked

from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.lots import assign_lot
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.tag_register import register_tags
from stockwright.inventory.actions.tags import sell_tags, set_tag_status
from stockwright.inventory.actions.tracking import set_tracking
from stockwright.inventory.actions.undo import undo_posting
from stockwright.inventory.queries.availability import availability_of_many
from stockwright.inventory.queries.lots import expiring_lots, lot_differences, lot_story, lot_totals, lots_page
from stockwright.inventory.queries.picks import pick_list
from stockwright.inventory.rules.tags import TagDeed, TagsNeeded, TagTaken
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope
from stockwright.purchasing.actions.arrivals import ArrivedAs, ArrivedLot
from stockwright.purchasing.actions.orders import place_order, receive_order
from stockwright.purchasing.rules import InvalidOrder

TODAY, FEBRUARY, MARCH = date(2026, 1, 5), date(2026, 2, 1), date(2026, 3, 1)


def test_an_item_no_longer_followed_has_its_pieces_in_no_lot() -> None:
    alice, mallory = owner(), owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "A", 5, FEBRUARY)
    with pytest.raises(NotFound):
        set_tracking(mallory, variant_id=milk, tracking=Tracking.NONE, now=day(2))
    assert lots(alice) == {"A": 5}
    set_tracking(alice, variant_id=milk, tracking=Tracking.NONE, now=day(2))
    posted(alice, milk, -2)
    assert (lots(alice), there(alice, "milk")) == ({"A": 0}, 3)
    assert proven(alice)


def test_stock_that_is_there_when_lots_begin_is_in_none() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    set_tracking(alice, variant_id=shirt, tracking=Tracking.LOT, now=day(2))
    lot_of(alice, shirt, "A", 2)
    posted(alice, shirt, -4)
    assert (lots(alice), there(alice, "shirt"), proven(alice)) == ({"A": 0}, 3, True)


def test_what_spoils_next_comes_first_with_its_money() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "keeps", 1)
    lot_of(alice, milk, "B", 4, MARCH)
    lot_of(alice, milk, "A", 3, date(2026, 1, 7))
    lot_of(alice, milk, "empty", 0, FEBRUARY)
    with scope(alice.company_id):
        page = lots_page(alice, limit=2)
        rest = lots_page(alice, limit=2, cursor=page.next_cursor or "")
        assert [lot.code for lot in (*page.items, *rest.items)] == ["A", "B", "keeps"]
        [soon] = expiring_lots(alice, today=TODAY, days=30)
        assert told(soon.code, soon.days_left(TODAY), soon.on_hand, soon.value) == ("A", 2, 3, 6)
        assert lot_totals(alice).value == 16
        assert [lot.code for lot in lots_page(alice, search="b").items] == ["B"]


def test_a_pick_list_names_the_lots_in_turn() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "B", 4, MARCH)
    lot_of(alice, milk, "A", 3, FEBRUARY)
    posted(alice, milk, 2)
    wishes = [Wish(milk, Decimal(4)), Wish(milk, Decimal(5))]
    promise = reserve_stock(alice, lines=wishes, source="order:1", now=day(4))
    with scope(alice.company_id):
        picks = pick_list(alice, promise.reservation_id, today=TODAY)
    assert [told(pick.line, pick.lot, pick.quantity) for pick in picks] == [
        (0, "A", 3),
        (0, "B", 1),
        (1, "B", 3),
        (1, None, 2),
    ]


def test_a_lot_tells_its_story_to_its_own_company() -> None:
    alice, mallory = owner(), owner()
    milk = tracked(alice, "milk", "lot")
    lot = lot_of(alice, milk, "A", 3, FEBRUARY)
    posted(alice, milk, 2)
    posted(alice, milk, -1)
    with scope(alice.company_id):
        story = lot_story(alice, lot)
    assert [told(move.kind, move.quantity) for move in story.moves] == [("sale", -1), ("receipt", 3)]
    assert [told(one.quantity) for one in (*story.places, *story.loose)] == [(2,), (2,)]
    with scope(mallory.company_id), pytest.raises(NotFound):
        lot_story(mallory, lot)


def test_lots_that_disagree_with_the_ledger_are_found() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "A", 3, FEBRUARY)
    assert proven(alice)
    rows_of(alice, "update inventory_lotlevel set on_hand = 9 returning 1")
    with scope(alice.company_id):
        found = sorted(lot_differences(alice), key=lambda one: one.code)
    assert [told(one.code, one.expected, one.found) for one in found] == [("", 3, 9), ("A", 3, 9)]


def test_goods_arrive_in_lots() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    order = ordered(alice, milk, 10)
    lots_told = [ArrivedLot("A", Decimal(4), FEBRUARY), ArrivedLot("B", Decimal(3), MARCH)]
    with pytest.raises(InvalidOrder):
        receive_order(
            alice,
            order_id=order,
            at=day(3),
            quantities={milk: Decimal(6)},
            details={milk: ArrivedAs(lots=lots_told)},
        )
    assert there(alice, "milk") == 0
    receive_order(alice, order_id=order, at=day(3), details={milk: ArrivedAs(lots=lots_told)})
    assert (lots(alice), there(alice, "milk"), proven(alice)) == ({"A": 4, "B": 3}, 10, True)


def test_goods_arrive_piece_by_piece() -> None:
    alice = owner()
    phone = tracked(alice, "phone", "serial")
    order = ordered(alice, phone, 2)
    for tags, problem in (((), TagsNeeded), (("A1",), TagsNeeded), (("A1", "A1"), TagsNeeded)):
        with pytest.raises(problem):
            receive_order(alice, order_id=order, at=day(3), details={phone: ArrivedAs(tags=tags)})
    assert (there(alice, "phone"), rows_of(alice, "select count(*) from inventory_tag")) == (0, [(0,)])
    receive_order(alice, order_id=order, at=day(3), details={phone: ArrivedAs(tags=("A1", "A2"))})
    assert there(alice, "phone") == 2
    refs = rows_of(alice, "select ref_type, ref_id from inventory_tag")
    assert refs == [("purchase_order", "PO-00001")] * 2
    again = ordered(alice, phone, 2)
    with pytest.raises(TagTaken):
        receive_order(alice, order_id=again, at=day(4), details={phone: ArrivedAs(tags=("A2", "A3"))})
    assert there(alice, "phone") == 2


def ordered(actor: Actor, variant_id: UUID, pieces: int) -> UUID:
    order = place_order(
        actor,
        variant_id=variant_id,
        location_id=place(actor),
        quantity=Decimal(pieces),
        expected_on=TODAY,
        placed_on=date(2026, 1, 1),
        source=f"test:{rows_of(actor, 'select count(*) from purchasing_purchaseorder')[0][0]}",
        unit_cost=Decimal(2),
    )
    return order.pk


def proven(actor: Actor) -> bool:
    with scope(actor.company_id):
        return not lot_differences(actor)


def test_what_is_kept_back_is_not_available() -> None:
    alice = owner()
    milk, phone = tracked(alice, "milk", "lot"), tracked(alice, "phone", "serial")
    lot_of(alice, milk, "old", 3, date(2026, 1, 2))
    lot_of(alice, milk, "A", 4, FEBRUARY)
    register_tags(alice, variant_id=phone, location_id=place(alice), codes=["A1", "A2"], now=day(1))
    set_tag_status(alice, codes=["A1"], deed=TagDeed.SERVICED, now=day(2))
    with scope(alice.company_id):
        found = availability_of_many(alice, [milk, phone], today=TODAY)
    assert [told(one.on_hand, one.available) for one in found] == [(7, 4), (2, 1)]


def test_undoing_a_sale_brings_the_same_lot_and_the_same_piece_back() -> None:
    alice = owner()
    milk, phone = tracked(alice, "milk", "lot"), tracked(alice, "phone", "serial")
    lot = lot_of(alice, milk, "A", 4, FEBRUARY)
    posted(alice, milk, 3)
    register_tags(alice, variant_id=phone, location_id=place(alice), codes=["A1"], now=day(1))
    before = held(alice)
    posted(alice, milk, -5)
    undo_posting(alice, posting_id=last_posting(alice), now=day(3))
    undo_posting(alice, posting_id=sell_tags(alice, codes=["A1"], now=day(2)), now=day(3))
    assert held(alice) == before
    assign_lot(alice, lot_id=lot, location_id=place(alice), quantity=Decimal(2), now=day(4))
    undo_posting(alice, posting_id=last_posting(alice), now=day(5))
    assert held(alice) == before
    assert proven(alice)


def held(actor: Actor) -> object:
    levels = "select variant_id, on_hand, average_value, fifo_value from inventory_level order by 1"
    return (
        lots(actor),
        rows_of(actor, levels),
        rows_of(actor, "select code, status, location_id from inventory_tag"),
    )


def last_posting(actor: Actor) -> UUID:
    [(posting_id,)] = rows_of(actor, "select posting_id from inventory_movement order by id desc limit 1")
    return UUID(str(posting_id))
