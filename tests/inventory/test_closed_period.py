"""No deed writes into a day whose books are closed, whichever way into the ledger it takes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from tests.make.adjusting import adjusted, change, fix
from tests.make.counting import finalised, reviewed_count
from tests.make.goods import day, item, moves, rows_of, stated
from tests.make.people import owner
from tests.make.places import came, place
from tests.make.tracked import lot_of, posted, tracked
from tests.make.tracked import place as known_place
from tests.make.transfers import road

import stockwright.inventory
from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.count_finish import undo_count
from stockwright.inventory.actions.fulfilment import commit_reservation
from stockwright.inventory.actions.kits import assemble_kits, set_components, take_apart_kits
from stockwright.inventory.actions.landed import add_landed_cost, undo_landed_cost
from stockwright.inventory.actions.layers import rebuild_layers
from stockwright.inventory.actions.ledger import Entry, post
from stockwright.inventory.actions.lots import assign_lot
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.statements import undo_statements
from stockwright.inventory.actions.tag_register import register_tags
from stockwright.inventory.actions.tags import relocate_tags, sell_tags
from stockwright.inventory.actions.tracking import set_tracking
from stockwright.inventory.actions.transfer_steps import close_transfer, receive_transfer, send_transfer
from stockwright.inventory.actions.undo import reverse_posting
from stockwright.inventory.rules.landed import CostKind, Division
from stockwright.inventory.rules.ledger import MovementKind, PeriodClosed
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import scope

LATE = day(13)
BOOKS = """
    select (select array_agg(m::text order by m.id) from inventory_movement m),
        (select array_agg(l::text order by l.variant_id, l.location_id) from inventory_level l),
        (select array_agg(s::text order by s.id) from inventory_statement s),
        (select array_agg(y::text order by y.id) from inventory_layer y),
        (select array_agg(k::text order by k.lot_id) from inventory_lotlevel k),
        (select array_agg(t::text order by t.id) from inventory_tag t)
"""


@dataclass(frozen=True)
class Deed:
    """Who does it, and what: to be done in days that are closed by then."""

    actor: Actor
    do: Callable[[], object]


def _statement() -> Deed:
    alice = owner()
    return Deed(alice, lambda: stated(alice, 7, at=12))


def _statement_that_moves_nothing() -> Deed:
    alice = owner()
    stated(alice, 7, at=1)
    return Deed(alice, lambda: stated(alice, 7, at=12))


def _statement_taken_back() -> Deed:
    alice, batch = owner(), new_id()
    stated(alice, 7, at=1, batch_id=batch)
    return Deed(alice, lambda: undo_statements(alice, batch_id=batch))


def _file_of_movements() -> Deed:
    alice = owner()
    item(alice)
    return Deed(alice, lambda: post_movements(alice, movements=moves(("receipt", 12, 3, "r"))))


def _adjustment() -> Deed:
    alice = owner()
    shirt = item(alice)
    return Deed(alice, lambda: adjusted(alice, change(alice, shirt, 3, cost="1")))


def _adjustment_to_a_number() -> Deed:
    alice = owner()
    shirt = item(alice)
    stated(alice, 4)
    return Deed(alice, lambda: adjusted(alice, fix(alice, shirt, 4)))


def _count() -> Deed:
    alice = owner()
    session = reviewed_count(alice)
    return Deed(alice, lambda: finalised(alice, session, at=12))


def _count_taken_back() -> Deed:
    alice = owner()
    session = finalised(alice, reviewed_count(alice))
    return Deed(alice, lambda: undo_count(alice, count_id=session.pk, now=LATE))


def _commit() -> Deed:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    held = reserve_stock(alice, lines=[Wish(shirt, Decimal(2))], source="o", now=day(5))
    return Deed(alice, lambda: commit_reservation(alice, reservation_id=held.reservation_id, now=LATE))


def _milk() -> tuple[Actor, UUID, UUID]:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    posted(alice, milk, 5)
    return alice, milk, lot_of(alice, milk, "A", 4)


def _assign() -> Deed:
    alice, _, lot = _milk()
    main = known_place(alice)
    return Deed(alice, lambda: assign_lot(alice, lot_id=lot, location_id=main, quantity=Decimal(2), now=LATE))


def _unfollow() -> Deed:
    alice, milk, _ = _milk()
    return Deed(alice, lambda: set_tracking(alice, variant_id=milk, tracking=Tracking.NONE, now=LATE))


def _register() -> Deed:
    alice = owner()
    phone, main = tracked(alice, "phone", "serial"), known_place(alice)
    return Deed(alice, lambda: register_tags(alice, variant_id=phone, location_id=main, codes=["A", "B"], now=LATE))


def _tags(act: Callable[[Actor, UUID], object]) -> Deed:
    alice = owner()
    phone, main, shop = tracked(alice, "phone", "serial"), known_place(alice), place(alice, "Shop")
    register_tags(alice, variant_id=phone, location_id=main, codes=["A", "B"], now=day(1))
    return Deed(alice, lambda: act(alice, shop))


def _sell_tags() -> Deed:
    return _tags(lambda actor, _: sell_tags(actor, codes=["A"], now=LATE))


def _relocate_tags() -> Deed:
    return _tags(lambda actor, shop: relocate_tags(actor, codes=["A"], to_location_id=shop, now=LATE))


def _bench() -> tuple[Actor, UUID, UUID]:
    alice = owner()
    box, cup, main = item(alice, "box"), item(alice, "cup"), known_place(alice)
    set_components(alice, kit_id=box, components=[(cup, Decimal(1))])
    came(alice, cup, main, 4, "2")
    came(alice, box, main, 4, "2")
    return alice, box, main


def _assemble() -> Deed:
    alice, box, main = _bench()
    return Deed(alice, lambda: assemble_kits(alice, kit_id=box, location_id=main, quantity=Decimal(2), now=LATE))


def _take_apart() -> Deed:
    alice, box, main = _bench()
    return Deed(alice, lambda: take_apart_kits(alice, kit_id=box, location_id=main, quantity=Decimal(2), now=LATE))


def _send() -> Deed:
    way = road()
    draft = way.draft()
    return Deed(way.actor, lambda: send_transfer(way.actor, transfer_id=draft.pk, now=LATE))


def _receive() -> Deed:
    way = road()
    sent = send_transfer(way.actor, transfer_id=way.draft().pk, now=day(5))
    return Deed(way.actor, lambda: receive_transfer(way.actor, transfer_id=sent.pk, now=LATE))


def _close_transfer() -> Deed:
    way = road()
    sent = send_transfer(way.actor, transfer_id=way.draft().pk, now=day(5))
    return Deed(way.actor, lambda: close_transfer(way.actor, transfer_id=sent.pk, now=LATE, reason="lost"))


def _cost(actor: Actor, receipt: UUID, at: float) -> UUID:
    return add_landed_cost(
        actor,
        posting_ids=[receipt],
        kind=CostKind.FREIGHT,
        amount=Decimal(5),
        divided_by=Division.QUANTITY,
        now=day(at),
        source="freight",
    ).pk


def _landed() -> Deed:
    alice = owner()
    receipt = came(alice, item(alice), known_place(alice), 5, "2")
    return Deed(alice, lambda: _cost(alice, receipt, 13))


def _landed_taken_back() -> Deed:
    alice = owner()
    cost = _cost(alice, came(alice, item(alice), known_place(alice), 5, "2"), 2)
    return Deed(alice, lambda: undo_landed_cost(alice, cost_id=cost, now=LATE))


def _layers() -> Deed:
    alice = owner()
    shirt, main = item(alice), known_place(alice)
    came(alice, shirt, main, 5, "2")
    wrong = Entry(
        cause="wrong",
        variant_id=shirt,
        location_id=main,
        kind=MovementKind.WASTE,
        happened_at=day(2),
        quantity=Decimal(-1),
        value=(Decimal(-2), Decimal(-1)),
        layered=False,
    )
    with scope(alice.company_id):
        post(alice, [wrong])
    return Deed(alice, lambda: rebuild_layers(alice, now=LATE))


def _reversal() -> Deed:
    alice = owner()
    receipt = came(alice, item(alice), known_place(alice), 5, "2")
    return Deed(alice, lambda: reverse_posting(alice, posting_id=receipt, now=LATE))


DEEDS = [
    _statement,
    _statement_that_moves_nothing,
    _statement_taken_back,
    _file_of_movements,
    _adjustment,
    _adjustment_to_a_number,
    _count,
    _count_taken_back,
    _commit,
    _assign,
    _unfollow,
    _register,
    _sell_tags,
    _relocate_tags,
    _assemble,
    _take_apart,
    _send,
    _receive,
    _close_transfer,
    _landed,
    _landed_taken_back,
    _layers,
    _reversal,
]


@pytest.mark.parametrize("prepared", DEEDS, ids=lambda made: made.__name__.strip("_"))
def test_a_closed_day_stays_as_it_is(prepared: Callable[[], Deed]) -> None:
    deed = prepared()
    change_company(deed.actor, closed_through=day(20).date())
    before = rows_of(deed.actor, BOOKS)
    with pytest.raises(PeriodClosed):
        deed.do()
    assert rows_of(deed.actor, BOOKS) == before
    change_company(deed.actor, closed_through=None)
    deed.do()
    assert rows_of(deed.actor, BOOKS) != before


def test_the_ledger_is_the_only_way_into_the_books() -> None:
    root = Path(stockwright.inventory.__file__).parents[1]
    writers = {
        path.name
        for path in root.rglob("*.py")
        if "migrations" not in path.parts
        and re.search(
            r"insert into inventory_movement\b|Movement\.objects\.(bulk_)?create|import.*\bPOST\b", path.read_text()
        )
    }
    assert writers <= {"posting_sql.py", "ledger.py", "reservations.py", "reservations_sql.py"}
