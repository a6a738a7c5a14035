"""Deeds that meet wait for one another: none is thrown out because the other one held what it wanted."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from tests.make.goods import day, item, rows_of
from tests.make.people import owner
from tests.make.places import came, differences, place
from tests.make.threads import together
from tests.make.transfers import road

from stockwright.inventory.actions import ledger
from stockwright.inventory.actions.fulfilment import expire_reservations
from stockwright.inventory.actions.kits import assemble_kits, set_components, take_apart_kits
from stockwright.inventory.actions.ledger import Key, LockedLevel, lock_levels
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.transfer_steps import send_transfer
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Problem
from stockwright.kit.tenancy import scope


@pytest.fixture
def locks(monkeypatch: pytest.MonkeyPatch) -> list[list[Key]]:
    """What each look at the levels locked."""
    seen: list[list[Key]] = []
    real: Callable[..., dict[Key, LockedLevel]] = ledger._locked

    def noted(actor: Actor, keys: Sequence[Key], **how: int) -> dict[Key, LockedLevel]:
        found = real(actor, keys, **how)
        seen.append(sorted(found))
        return found

    monkeypatch.setattr(ledger, "_locked", noted)
    return seen


def test_a_level_that_is_new_is_not_locked_after_the_others(locks: list[list[Key]]) -> None:
    alice = owner()
    where = place(alice, "Shop")
    shirt, hat = item(alice, "shirt"), item(alice, "hat")
    came(alice, hat, where, 3, "2")
    locks.clear()
    with scope(alice.company_id):
        lock_levels(alice, {(shirt, where), (hat, where)})
    assert locks == [[], sorted([(shirt, where), (hat, where)])]


def test_what_expires_together_is_locked_in_one_order(locks: list[list[Key]]) -> None:
    alice = owner()
    where = place(alice, "Shop")
    items = sorted(item(alice, sku) for sku in ("shirt", "hat", "scarf"))
    for variant in items:
        came(alice, variant, where, 3, "2")
    for variant in reversed(items):
        reserve_stock(
            alice,
            lines=[Wish(variant, Decimal(1))],
            source=str(variant),
            now=day(5),
            hold_for=timedelta(minutes=1),
        )
    locks.clear()
    assert expire_reservations(alice, now=day(6)) == 3
    assert locks[0] == [(variant, where) for variant in items]
    assert rows_of(alice, "select distinct reserved from inventory_level") == [(0,)]
    assert differences(alice) == []


def test_one_source_for_two_transfers_is_refused_in_words() -> None:
    way = road()
    transfers = [way.draft(2), way.draft(3)]

    def sent(transfer_id: UUID) -> str:
        try:
            send_transfer(way.actor, transfer_id=transfer_id, now=day(3), source="lorry:1")
        except Problem as problem:
            return problem.code
        return "sent"

    told = together(*[lambda one=one: sent(one.pk) for one in transfers])
    assert sorted(told) == ["invalid_transfer", "sent"]
    assert rows_of(way.actor, "select count(*) from inventory_transferstep") == [(1,)]
    assert differences(way.actor) == []


def test_a_kit_is_built_in_several_places_at_once() -> None:
    alice = owner()
    box, cup = item(alice, "box"), item(alice, "cup")
    places = [place(alice, f"Workshop {number}") for number in range(6)]
    set_components(alice, kit_id=box, components=[(cup, Decimal(1))])
    for where in places:
        came(alice, cup, where, 9, "2")
        came(alice, box, where, 9, "2")

    def built(number: int, where: UUID) -> None:
        build = assemble_kits if number % 2 else take_apart_kits
        for _ in range(3):
            build(alice, kit_id=box, location_id=where, quantity=Decimal(1), now=day(3))

    together(*[lambda told=told: built(*told) for told in enumerate(places)])
    numbers = f"select sequence from messaging_event where subject = 'kit:{box}' order by 1"
    assert rows_of(alice, numbers) == [(number,) for number in range(1, 20)]
    assert differences(alice) == []
