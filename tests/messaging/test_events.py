"""An event is written with what happened, and each reaction to it is run once."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import override_settings
from tests.make.jobs import run_jobs
from tests.make.people import owner

from stockwright.accounts.models import Company
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.events import emit, reactions_to
from stockwright.messaging.events import Happening
from stockwright.messaging.models import Event, Reaction
from stockwright.messaging.tasks import react


@dataclass(frozen=True)
class TeaBrewed(Happening):
    """Tea was made."""

    name: ClassVar[str] = "tea.brewed"
    pot_id: UUID
    litres: Decimal


def pour(actor: Actor, event: Event) -> None:
    """React visibly: the company's name grows by a cup."""
    company = Company.objects.get(pk=actor.company_id)
    company.name += "+cup"
    company.save()


def spill(actor: Actor, event: Event) -> None:
    """Fail after having changed something."""
    pour(actor, event)
    raise RuntimeError("spilt")


POUR, SPILL = f"{__name__}.pour", f"{__name__}.spill"
TEA: dict[str, tuple[str, ...]] = {"tea.brewed": (POUR,)}


def brew(actor: Actor) -> UUID:
    with override_settings(REACTIONS=f"{__name__}.TEA"), scope(actor.company_id):
        return emit(actor, TeaBrewed(pot_id=uuid4(), litres=Decimal("1.5")))


def name_of(actor: Actor) -> str:
    with scope(actor.company_id):
        return Company.objects.get().name


def waiting_jobs() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where status = 'todo'")
        return [args for (args,) in cursor.fetchall()]


def test_an_event_keeps_what_happened_and_who_did_it() -> None:
    alice = owner("Tea")
    event = brew(alice)
    with scope(alice.company_id):
        kept = Event.objects.of(alice).get(pk=event)
    assert (kept.name, kept.person_id, kept.by) == ("tea.brewed", alice.person_id, alice.label)
    assert kept.payload["litres"] == "1.5"


def test_event_and_jobs_vanish_with_their_transaction() -> None:
    alice = owner("Tea")
    before = len(waiting_jobs())
    with scope(alice.company_id):
        brew(alice)
        assert len(waiting_jobs()) == before + 1
        transaction.set_rollback(True)
    assert len(waiting_jobs()) == before
    with scope(alice.company_id):
        assert not Event.objects.of(alice).filter(name="tea.brewed").exists()


def test_a_reaction_runs_after_the_commit() -> None:
    alice = owner("Tea")
    brew(alice)
    assert name_of(alice) == "Tea"
    run_jobs()
    assert name_of(alice) == "Tea+cup"


def test_a_reaction_that_is_told_twice_happens_once() -> None:
    alice = owner("Tea")
    event = brew(alice)
    for _ in range(2):
        react(company_id=str(alice.company_id), event_id=str(event), handler=POUR)
    assert name_of(alice) == "Tea+cup"


def test_a_reaction_that_fails_leaves_no_trace_and_can_be_tried_again() -> None:
    alice = owner("Tea")
    event = brew(alice)
    with pytest.raises(RuntimeError, match="spilt"):
        react(company_id=str(alice.company_id), event_id=str(event), handler=SPILL)
    assert name_of(alice) == "Tea"
    with scope(alice.company_id):
        assert not Reaction.objects.of(alice).exists()


def test_an_event_nobody_reacts_to_makes_no_job() -> None:
    assert reactions_to("nobody.cares") == ()
