"""A promise changes what is promised, a commit what is there; nobody is promised what another one was."""

import dataclasses
from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from tests.make.goods import books, day, item, rows_of, stated
from tests.make.people import owner
from tests.make.threads import together

from stockwright.accounts.actions.companies import change_company
from stockwright.inventory.actions.fulfilment import (
    commit_reservation,
    expire_reservations,
    extend_reservation,
    release_reservation,
)
from stockwright.inventory.actions.reservations import Promise, Wish, reserve_stock
from stockwright.inventory.events.ledger import StockChanged
from stockwright.inventory.events.reservations import StockReserved
from stockwright.inventory.rules.ledger import PeriodClosed
from stockwright.inventory.rules.reservations import (
    InsufficientStock,
    InvalidReservation,
    NotThatMuchHeld,
    ReservationClosed,
    SourceUsedOtherwise,
)
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.messaging.actions.events import reactions_to

NOW = day(5)


def reserve(actor: Actor, *wishes: tuple[UUID, float], source: str = "order:1", **terms: object) -> Promise:
    lines = [Wish(variant, Decimal(str(pieces))) for variant, pieces in wishes]
    return reserve_stock(actor, lines=lines, source=source, now=NOW, **terms)  # type: ignore[arg-type]


def shelf(actor: Actor) -> list[tuple[object, ...]]:
    return rows_of(actor, "select on_hand, reserved from inventory_level order by variant_id, location_id")


def test_a_promise_changes_reserved_and_a_commit_what_is_there() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    promise = reserve(alice, (shirt, 3))
    assert shelf(alice) == [(5, 3)]
    commit_reservation(alice, reservation_id=promise.reservation_id, now=NOW)
    assert shelf(alice) == [(2, 0)]
    commit_reservation(alice, reservation_id=promise.reservation_id, now=NOW)
    assert shelf(alice) == [(2, 0)]


def test_the_same_source_is_promised_once() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    first = reserve(alice, (shirt, 3))
    again = reserve(alice, (shirt, 3))
    assert (again.reservation_id, list(again.lines)) == (first.reservation_id, list(first.lines))
    assert shelf(alice) == [(5, 3)]
    with pytest.raises(SourceUsedOtherwise):
        reserve(alice, (shirt, 2))


def test_a_refusal_changes_nothing() -> None:
    alice, mallory = owner(), owner()
    shirt, hat = item(alice), item(alice, "hat")
    stated(alice, 5)
    stated(alice, 1, sku="hat")
    before = books(alice)
    with pytest.raises(InsufficientStock) as refusal:
        reserve(alice, (shirt, 3), (hat, 2))
    assert refusal.value.fields["items"] == [
        {"line": 1, "sku": "hat", "variant_id": str(hat), "wanted": "2", "free": "1"}
    ]
    with pytest.raises(NotFound):
        reserve(alice, (item(mallory), 1))
    with pytest.raises(InvalidReservation):
        reserve(alice, (shirt, 0))
    assert books(alice) == before
    assert rows_of(alice, "select count(*) from inventory_reservation") == [(0,)]


def test_as_much_as_there_is() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    promise = reserve(alice, (shirt, 8), partial=True)
    assert (promise.lines[0].quantity, promise.short) == (Decimal(5), {0: Decimal(3)})


def test_a_promise_ends_when_its_time_is_over() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    short = reserve(alice, (shirt, 1), hold_for=timedelta(minutes=10))
    long = reserve(alice, (shirt, 2), source="order:2", hold_for=timedelta(minutes=10))
    extend_reservation(alice, reservation_id=long.reservation_id, now=NOW, hold_for=timedelta(hours=1))
    assert expire_reservations(alice, now=NOW + timedelta(minutes=11)) == 1
    assert shelf(alice) == [(5, 2)]
    with pytest.raises(ReservationClosed):
        commit_reservation(alice, reservation_id=short.reservation_id, now=NOW)


def test_part_of_a_promise_is_committed_and_the_rest_given_back() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    promised = reserve(alice, (shirt, 4)).reservation_id
    commit_reservation(alice, reservation_id=promised, now=NOW, quantities={0: Decimal(1)})
    with pytest.raises(NotThatMuchHeld):
        release_reservation(alice, reservation_id=promised, now=NOW, quantities={0: Decimal(4)})
    release_reservation(alice, reservation_id=promised, now=NOW)
    assert shelf(alice) == [(4, 0)]


def test_the_last_shirt_is_promised_once() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 1)

    def buy(buyer: int) -> bool:
        try:
            reserve(alice, (shirt, 1), source=f"order:{buyer}")
        except InsufficientStock:
            return False
        return True

    assert sum(together(*[partial(buy, buyer) for buyer in range(8)])) == 1
    assert shelf(alice) == [(1, 1)]


def test_a_promise_is_announced_like_any_other_change_of_stock() -> None:
    alice = owner()
    shirt, hat = item(alice), item(alice, "hat")
    stated(alice, 5)
    stated(alice, 5, sku="hat")
    promise = reserve(alice, (shirt, 3), (hat, 1))
    release_reservation(alice, reservation_id=promise.reservation_id, now=NOW)
    told = rows_of(
        alice,
        "select subject, sequence, (select array_agg(k order by k) from jsonb_object_keys(payload) k) "
        "from messaging_event where payload->'kinds' ?| array['reserve', 'release'] order by 1, 2",
    )
    fields = sorted(field.name for field in dataclasses.fields(StockChanged))
    assert len(told) == 4
    for (subject, first, told_first), (same, second, told_second) in zip(told[::2], told[1::2], strict=True):
        assert (subject, second) == (same, int(str(first)) + 1)
        assert told_first == told_second == fields
    assert rows_of(alice, "select by, sequence from messaging_event where name = 'inventory.reserved'") == [
        (alice.label, 1)
    ]


def test_nobody_inside_reacts_to_every_promise() -> None:
    assert not reactions_to(StockReserved.name)
    assert not reactions_to(StockChanged.name)


def test_nothing_goes_out_on_a_day_whose_books_are_closed() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    promise = reserve(alice, (shirt, 2))
    change_company(alice, closed_through=NOW.date())
    before = books(alice)
    with pytest.raises(PeriodClosed):
        commit_reservation(alice, reservation_id=promise.reservation_id, now=NOW)
    assert books(alice) == before
    release_reservation(alice, reservation_id=promise.reservation_id, now=NOW)
    assert rows_of(alice, "select reserved from inventory_level") == [(0,)]


def test_a_source_whose_promise_is_over_is_told_so() -> None:
    alice = owner()
    shirt = item(alice)
    stated(alice, 5)
    promise = reserve(alice, (shirt, 3))
    release_reservation(alice, reservation_id=promise.reservation_id, now=NOW)
    with pytest.raises(ReservationClosed):
        reserve(alice, (shirt, 3))
    assert shelf(alice) == [(5, 0)]
