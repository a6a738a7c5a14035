"""What sells for the most is counted the most often."""

from datetime import date, timedelta

import pytest
from tests.make.counting import entered, entry, finalised, main_place, reviewed, started
from tests.make.goods import START, day, lines, sold, stated
from tests.make.people import people

from stockwright.insights.queries.cycle import due_counts, due_items
from stockwright.inventory.actions.count_settings import change_count_settings
from stockwright.inventory.rules.counts import InvalidCount
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed
from stockwright.kit.tenancy import scope

COUNTED_ON = (START + timedelta(days=12)).date()


def due(actor: Actor, today: date) -> dict[str, tuple[int, int]]:
    with scope(actor.company_id):
        return {row.abc_class: (row.due, row.never) for row in due_counts(actor, today=today)}


def test_items_are_due_by_class_and_by_their_last_count() -> None:
    alice = people().alice
    stated(alice, 10)
    stated(alice, 10, sku="cap")
    sold(alice, lines(("shirt", 5, 2)))
    assert due(alice, COUNTED_ON) == {"A": (1, 1), "C": (1, 1)}
    session = started(alice)
    entered(alice, session, entry(8), entry(10, "cap"))
    reviewed(alice, session)
    finalised(alice, session)
    assert due(alice, COUNTED_ON) == {}
    assert due(alice, day(10.5 + 30).date()) == {"A": (1, 0)}
    with scope(alice.company_id):
        [item] = due_items(alice, location_id=main_place(alice), abc_class="A", today=day(41).date())
    assert item


def test_a_company_chooses_its_rhythm() -> None:
    everybody = people()
    changed = change_count_settings(everybody.alice, changes={"a_days": 7, "tolerance_percent": None})
    assert (changed.days["A"], changed.tolerance.percent) == (7, None)
    with pytest.raises(InvalidCount):
        change_count_settings(everybody.alice, changes={"a_days": 0})
    with pytest.raises(NotAllowed):
        change_count_settings(everybody.bob, changes={"a_days": 9})
