"""What expires first goes out first, what is spoilt or blocked is not sold, lots never hold more than is there."""

from datetime import date
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make.goods import day, item, lines, moves, rows_of, sold, stated
from tests.make.people import owner
from tests.make.threads import together
from tests.make.tracked import lot_of, lots, place, posted, there, tracked

from stockwright.inventory.actions.fulfilment import commit_reservation
from stockwright.inventory.actions.lots import assign_lot, block_lot, change_lot, ensure_lot, release_lot
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.rules.ledger import MovementKind, NotEnoughStock
from stockwright.inventory.rules.lots import (
    InvalidLot,
    LotStock,
    NotEnoughInLot,
    NotEnoughUnassigned,
    NotTrackedByLot,
    divided,
    fefo,
)
from stockwright.inventory.rules.reservations import InsufficientStock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope
from stockwright.sales.actions.lines import undo_batch

TODAY = date(2026, 1, 5)
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)

stocks = st.builds(
    LotStock,
    lot_id=st.uuids(),
    on_hand=st.integers(0, 9).map(Decimal),
    expires_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 12)),
    blocked=st.booleans(),
)
shelves = st.lists(stocks, max_size=6, unique_by=lambda lot: lot.lot_id)


def slow_fefo(shelf: list[LotStock], wanted: int) -> dict[object, int]:
    """Walk to the shelf for every single piece and take the one that spoils next."""
    left = {lot.lot_id: int(lot.on_hand) for lot in shelf}
    taken: dict[object, int] = {}
    for _ in range(wanted):
        best = None
        for lot in shelf:
            if left[lot.lot_id] == 0 or lot.blocked:
                continue
            if lot.expires_on is not None and lot.expires_on < TODAY:
                continue
            if best is None or (lot.expires_on or date.max, lot.lot_id) < (
                best.expires_on or date.max,
                best.lot_id,
            ):
                best = lot
        if best is not None:
            left[best.lot_id] -= 1
            taken[best.lot_id] = taken.get(best.lot_id, 0) + 1
    return taken


@given(shelves, st.integers(0, 40))
def test_first_expired_first_out_is_what_a_careful_person_picks(shelf: list[LotStock], wanted: int) -> None:
    assert {share.lot_id: share.quantity for share in fefo(shelf, Decimal(wanted), TODAY)} == slow_fefo(
        shelf, wanted
    )


@given(shelves, st.integers(-5, 9), st.integers(1, 40), st.sampled_from([MovementKind.SALE, MovementKind.WASTE]))
def test_what_goes_out_is_divided_in_full(
    shelf: list[LotStock], unassigned: int, wanted: int, kind: MovementKind
) -> None:
    shares = divided(shelf, Decimal(unassigned), Decimal(wanted), today=TODAY, kind=kind)
    held = {lot.lot_id: lot.on_hand for lot in shelf}
    assert sum(share.quantity for share in shares) == wanted
    assert all(0 < share.quantity <= held[share.lot_id] for share in shares if share.lot_id)
    loose = sum(share.quantity for share in shares if share.lot_id is None)
    if loose > max(unassigned, 0):
        assert sum(share.quantity for share in shares if share.lot_id) == sum(held.values())


def test_a_sale_takes_the_lot_that_expires_first_and_then_what_is_in_none() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "B", 4, MARCH)
    lot_of(alice, milk, "A", 3, FEBRUARY)
    posted(alice, milk, 5)
    posted(alice, milk, -5)
    assert lots(alice) == {"A": 0, "B": 2}
    posted(alice, milk, -6)
    assert (lots(alice), there(alice, "milk")) == ({"A": 0, "B": 0}, 1)


def test_a_replay_is_known_by_its_cause_although_the_lots_are_others_now() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "A", 2, FEBRUARY)
    lot_of(alice, milk, "B", 4, MARCH)
    posted(alice, milk, -3, cause="sale:1")
    before = rows_of(alice, "select cause, quantity, lot_id from inventory_movement order by id")
    posted(alice, milk, -3, cause="sale:1")
    assert rows_of(alice, "select cause, quantity, lot_id from inventory_movement order by id") == before
    assert lots(alice) == {"A": 0, "B": 3}


def test_a_file_of_sales_goes_out_of_the_same_lots() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    posted(alice, milk, 3)
    lot_of(alice, milk, "old", 2, date(2026, 1, 2))
    lot_of(alice, milk, "A", 2, FEBRUARY)
    lot_of(alice, milk, "B", 4, MARCH)
    told = moves(("waste", 5, -3, "w:1"), ("waste", 6, -2, "w:2"), ("waste", 7, -5, "w:3"), sku="milk")
    post_movements(alice, movements=told)
    assert (lots(alice), there(alice, "milk")) == ({"old": 1, "A": 0, "B": 0}, 1)
    assert post_movements(alice, movements=told).posted == 0
    assert lots(alice) == {"old": 1, "A": 0, "B": 0}


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), shelves, st.integers(0, 6))
def test_a_file_and_the_ledger_divide_alike(sold: list[int], shelf: list[LotStock], loose: int) -> None:
    by_rule = {lot.lot_id: lot.on_hand for lot in shelf}
    unassigned = Decimal(loose)
    for pieces in sold:
        now = [lot._replace(on_hand=by_rule[lot.lot_id]) for lot in shelf]
        for share in divided(now, unassigned, Decimal(pieces), today=TODAY, kind=MovementKind.SALE):
            if share.lot_id is None:
                unassigned -= share.quantity
            else:
                by_rule[share.lot_id] -= share.quantity
    assert staged(sold, shelf, loose) == {held: pieces for held, pieces in by_rule.items() if shelf}


def staged(sold: list[int], shelf: list[LotStock], loose: int) -> dict[object, object]:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    ids = {}
    for number, lot in enumerate(sorted(shelf, key=lambda lot: lot.lot_id)):
        ids[lot_of(alice, milk, str(number), int(lot.on_hand), lot.expires_on)] = lot.lot_id
        if lot.blocked:
            block_lot(alice, lot_id=list(ids)[-1], now=day(1), reason="damp")
    if loose:
        posted(alice, milk, loose)
    told = [("adjustment", 4.5, -pieces, f"{number:03}") for number, pieces in enumerate(sold)]
    post_movements(alice, movements=moves(*told, sku="milk"))
    rows = rows_of(alice, "select lot_id, on_hand from inventory_lotlevel")
    held = {lot_id: pieces for lot_id, pieces in rows}  # noqa: C416 - rows are wider than pairs to the types
    return {mine: held.get(lot_id, 0) for lot_id, mine in ids.items()}


def test_what_is_spoilt_or_blocked_is_not_promised() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "old", 5, date(2026, 1, 5))
    damp = lot_of(alice, milk, "damp", 3, MARCH)
    reserve(alice, milk, 2, source="early", at=4.5)
    block_lot(alice, lot_id=damp, now=day(5), reason="wet box")
    with pytest.raises(InsufficientStock):
        reserve(alice, milk, 1, at=5.5)
    release_lot(alice, lot_id=damp)
    reserve(alice, milk, 1, at=5.5)


def test_a_promise_of_what_has_spoilt_since_is_not_shipped() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "old", 5, date(2026, 1, 5))
    promise = reserve(alice, milk, 2, at=4.5)
    with pytest.raises(NotEnoughStock):
        commit_reservation(alice, reservation_id=promise, now=day(6))
    assert (lots(alice), there(alice, "milk")) == ({"old": 5}, 5)
    commit_reservation(alice, reservation_id=promise, now=day(4.9))
    assert lots(alice) == {"old": 3}


def test_waste_takes_what_is_spoilt_first() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "old", 2, date(2026, 1, 2))
    lot_of(alice, milk, "A", 5, FEBRUARY)
    posted(alice, milk, -3, at=5, kind=MovementKind.WASTE)
    assert lots(alice) == {"old": 0, "A": 4}


def test_pieces_in_no_lot_are_given_one_and_nothing_else_changes() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    posted(alice, milk, 5)
    lot = lot_of(alice, milk, "A")
    values = "select on_hand, average_value, fifo_value from inventory_level"
    before = rows_of(alice, values)
    main = place(alice)
    assign_lot(alice, lot_id=lot, location_id=main, quantity=Decimal(4), now=day(2), cause="assign:1")
    assert (lots(alice), rows_of(alice, values)) == ({"A": 4}, before)
    with pytest.raises(NotEnoughUnassigned):
        assign_lot(alice, lot_id=lot, location_id=main, quantity=Decimal(2), now=day(2))
    with pytest.raises(NotEnoughInLot):
        assign_lot(alice, lot_id=lot, location_id=main, quantity=Decimal(-5), now=day(2))
    assert lots(alice) == {"A": 4}
    assign_lot(alice, lot_id=lot, location_id=main, quantity=Decimal(-1), now=day(3))
    assert lots(alice) == {"A": 3}


def test_more_than_a_lot_holds_cannot_leave_it() -> None:
    alice, mallory = owner(), owner()
    milk = tracked(alice, "milk", "lot")
    lot = lot_of(alice, milk, "A", 2, MARCH)
    theirs = lot_of(mallory, tracked(mallory, "milk", "lot"), "A", 2)
    with pytest.raises(NotEnoughInLot):
        posted(alice, milk, -3, lot_id=lot)
    with pytest.raises(NotFound):
        posted(alice, milk, -1, lot_id=theirs)
    assert (lots(alice), lots(mallory)) == ({"A": 2}, {"A": 2})


def test_a_lot_is_known_by_its_code_and_corrected_with_what_was_before() -> None:
    alice, mallory = owner(), owner()
    milk = tracked(alice, "milk", "lot")
    lot = ensure_lot(alice, variant_id=milk, code=" A ", expires_on=MARCH)
    assert ensure_lot(alice, variant_id=milk, code="A").pk == lot.pk
    with pytest.raises(InvalidLot):
        ensure_lot(alice, variant_id=milk, code="A", expires_on=FEBRUARY)
    with pytest.raises(NotTrackedByLot):
        ensure_lot(alice, variant_id=item(alice, "hat"), code="A")
    with pytest.raises(NotFound):
        change_lot(mallory, lot_id=lot.pk, expires_on=FEBRUARY)
    change_lot(alice, lot_id=lot.pk, expires_on=FEBRUARY)
    told = rows_of(
        alice,
        "select payload->'before'->>'expires_on', payload->'after'->>'expires_on' from messaging_event "
        "where name = 'inventory.lot_changed'",
    )
    assert told == [("2026-03-01", "2026-02-01")]


def test_two_sellers_at_once_never_take_a_lot_below_zero() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "A", 5, FEBRUARY)
    lot_of(alice, milk, "B", 20, MARCH)
    together(*[partial(posted, alice, milk, -2, cause=f"sale:{n}") for n in range(6)])
    assert lots(alice) == {"A": 0, "B": 13}


def test_items_without_lots_cost_no_query_more() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 9)
    promise = reserve(alice, shirt, 1)
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "A", 5, FEBRUARY)
    followed = reserve(alice, milk, 1)

    def seen() -> int:
        [(scans,)] = rows_of(
            alice,
            "select coalesce(sum(seq_scan + idx_scan), 0)::int from pg_stat_xact_user_tables "
            "where relname = 'inventory_lot'",
        )
        return int(str(scans))

    def looks(reservation_id: UUID) -> bool:
        with scope(alice.company_id):
            before = seen()
            commit_reservation(alice, reservation_id=reservation_id, now=day(5))
            return seen() > before

    assert (looks(promise), looks(followed)) == (False, True)


def reserve(actor: Actor, variant_id: UUID, pieces: int, *, source: str = "", at: float = 4.5) -> UUID:
    lines = [Wish(variant_id, Decimal(pieces))]
    return reserve_stock(actor, lines=lines, source=source or str(new_id()), now=day(at)).reservation_id


def test_what_came_in_is_not_taken_back_out_of_a_lot_it_was_given_since() -> None:
    alice = owner()
    milk = tracked(alice, "milk", "lot")
    posted(alice, milk, 5, cause="receipt:1")
    assign_lot(alice, lot_id=lot_of(alice, milk, "A"), location_id=place(alice), quantity=Decimal(4), now=day(2))
    [(receipt,)] = rows_of(alice, "select id from inventory_movement where cause = 'receipt:1'")
    with pytest.raises(NotEnoughUnassigned):
        posted(alice, milk, -5, reverses=int(str(receipt)))
    assert (lots(alice), there(alice, "milk")) == ({"A": 4}, 5)


def test_a_file_of_sales_taken_back_brings_every_lot_back() -> None:
    alice, batch = owner(), new_id()
    milk = tracked(alice, "milk", "lot")
    stated(alice, 1, sku="milk", at=0.5)
    lot_of(alice, milk, "A", 2, FEBRUARY)
    lot_of(alice, milk, "B", 4, MARCH)
    sold(alice, lines(("milk", 4, 5)), batch_id=batch)
    assert (lots(alice), there(alice, "milk")) == ({"A": 0, "B": 1}, 2)
    undo_batch(alice, batch_id=batch)
    assert (lots(alice), there(alice, "milk")) == ({"A": 2, "B": 4}, 7)
