"""Kits take what expires first of their components, and are followed by lot themselves where that is wanted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from tests.make.goods import day, rows_of
from tests.make.people import owner
from tests.make.places import differences, worth
from tests.make.tracked import lot_of, lots, place, posted, there, told, tracked

from stockwright.inventory.actions.kits import assemble_kits, set_components, take_apart_kits, undo_kit_build
from stockwright.inventory.actions.lots import block_lot
from stockwright.inventory.models import KitBuild
from stockwright.inventory.queries.lots import lot_differences
from stockwright.inventory.rules.ledger import NotEnoughStock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


@dataclass(frozen=True)
class Kitchen:
    """A shake takes two milks; of milk there are three in lot A, which expires first, and four in lot B."""

    actor: Actor
    shake: UUID
    milk: UUID
    first: UUID

    def shaken(self, pieces: int) -> KitBuild:
        return assemble_kits(
            self.actor,
            kit_id=self.shake,
            location_id=place(self.actor),
            quantity=Decimal(pieces),
            now=day(5),
        )

    def kit_lots(self) -> list[tuple[object, ...]]:
        return rows_of(
            self.actor,
            "select t.expires_on, k.on_hand from inventory_lot t join inventory_lotlevel k on k.lot_id = t.id "
            "where starts_with(t.code, 'K-20260106-') order by t.id",
        )

    def is_sound(self) -> bool:
        with scope(self.actor.company_id):
            return lot_differences(self.actor) == [] and differences(self.actor) == []


@pytest.fixture
def kitchen() -> Kitchen:
    alice = owner()
    shake, milk = tracked(alice, "shake", "lot"), tracked(alice, "milk", "lot")
    set_components(alice, kit_id=shake, components=[(milk, Decimal(2))])
    first = lot_of(alice, milk, "A", 3, FEBRUARY)
    lot_of(alice, milk, "B", 4, MARCH)
    return Kitchen(alice, shake, milk, first)


def test_a_kit_has_a_lot_that_spoils_with_the_first_of_its_components(kitchen: Kitchen) -> None:
    kitchen.shaken(1)
    kitchen.shaken(2)
    assert kitchen.kit_lots() == [(FEBRUARY, 1), (FEBRUARY, 2)]
    held = lots(kitchen.actor)
    assert isinstance(held, dict)
    assert (held["A"], held["B"]) == (0, 1)
    assert told(*worth(kitchen.actor)) == (14, 14)
    assert kitchen.is_sound()


def test_an_assembly_undone_leaves_the_lots_as_they_were(kitchen: Kitchen) -> None:
    before = lots(kitchen.actor)
    build = kitchen.shaken(2)
    undo_kit_build(kitchen.actor, build_id=build.pk, now=day(6))
    held = lots(kitchen.actor)
    assert isinstance(held, dict)
    assert {code: pieces for code, pieces in held.items() if not code.startswith("K-")} == before
    assert kitchen.kit_lots() == [(FEBRUARY, 0)]
    assert kitchen.is_sound()


def test_nothing_blocked_goes_into_a_kit(kitchen: Kitchen) -> None:
    block_lot(kitchen.actor, lot_id=kitchen.first, now=day(4), reason="damp")
    before = lots(kitchen.actor)
    with pytest.raises(NotEnoughStock):
        kitchen.shaken(3)
    assert lots(kitchen.actor) == before
    kitchen.shaken(2)
    held = lots(kitchen.actor)
    assert isinstance(held, dict)
    assert (held["A"], held["B"]) == (3, 0)


def test_kits_taken_apart_leave_their_lot_and_their_components_are_in_none(kitchen: Kitchen) -> None:
    kitchen.shaken(2)
    take_apart_kits(
        kitchen.actor, kit_id=kitchen.shake, location_id=place(kitchen.actor), quantity=Decimal(1), now=day(6)
    )
    assert kitchen.kit_lots() == [(FEBRUARY, 1)]
    assert there(kitchen.actor, "milk") == 5
    held = lots(kitchen.actor)
    assert isinstance(held, dict)
    assert (held["A"], held["B"]) == (0, 3)
    assert kitchen.is_sound()


def test_a_kit_that_is_not_followed_has_no_lot() -> None:
    alice = owner()
    box, cup = tracked(alice, "box", "none"), tracked(alice, "cup", "none")
    set_components(alice, kit_id=box, components=[(cup, Decimal(1))])
    posted(alice, cup, 3)
    Kitchen(alice, box, cup, cup).shaken(2)
    assert rows_of(alice, "select count(*) from inventory_lot") == [(0,)]


def test_components_of_a_kit_keep_no_longer_than_it_did(kitchen: Kitchen) -> None:
    kitchen.shaken(1)
    taken_apart(kitchen)
    came = "select t.expires_on, k.on_hand from inventory_lot t join inventory_lotlevel k on k.lot_id = t.id"
    assert rows_of(kitchen.actor, f"{came} where starts_with(t.code, 'K-') order by 2") == [
        (FEBRUARY, 0),
        (FEBRUARY, 2),
    ]
    assert kitchen.is_sound()


def test_components_of_a_blocked_kit_are_blocked(kitchen: Kitchen) -> None:
    kitchen.shaken(1)
    [(lot_id,)] = rows_of(kitchen.actor, "select id from inventory_lot where starts_with(code, 'K-')")
    block_lot(kitchen.actor, lot_id=lot_id, now=day(6), reason="glass")  # type: ignore[arg-type]
    taken_apart(kitchen)
    blocked = "select blocked_reason from inventory_lot where starts_with(code, 'K-')"
    assert rows_of(kitchen.actor, blocked) == [("glass",), ("glass",)]


def taken_apart(kitchen: Kitchen) -> None:
    where = place(kitchen.actor)
    take_apart_kits(kitchen.actor, kit_id=kitchen.shake, location_id=where, quantity=Decimal(1), now=day(7))
