"""The record of each company's night: claimed once, run, ended well or with a reason."""

from datetime import date

from django.db.models import F
from django.db.models.functions import Now

from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.tenancy import CompanyQuerySet
from stockwright.messaging.actions.events import emit
from stockwright.messaging.events import StepFailed, StepFinished
from stockwright.messaging.models import NightStep, StepState


@deed("plan.run")
def claim_step(actor: Actor, *, step: str, due_on: date) -> bool:
    """Take a step of a night, once: whether it was free to take."""
    _, taken = NightStep.objects.of(actor).get_or_create(
        company_id=actor.company_id, due_on=due_on, step=step, defaults={"state": StepState.WAITING}
    )
    return taken


@deed("plan.run")
def begin_step(actor: Actor, *, step: str, due_on: date) -> None:
    """The step runs now."""
    _row(actor, step, due_on).update(
        state=StepState.RUNNING, started_at=Now(), finished_at=None, attempts=F("attempts") + 1, reason=""
    )


@deed("plan.run")
def finish_step(actor: Actor, *, step: str, due_on: date) -> None:
    """The step ended well."""
    _row(actor, step, due_on).update(state=StepState.DONE, finished_at=Now())
    emit(actor, StepFinished(step=step, due_on=due_on.isoformat()))


@deed("plan.run")
def fail_step(actor: Actor, *, step: str, due_on: date, reason: str) -> None:
    """The step ended badly, and why."""
    _row(actor, step, due_on).update(state=StepState.FAILED, finished_at=Now(), reason=reason)
    emit(actor, StepFailed(step=step, due_on=due_on.isoformat(), reason=reason))


def _row(actor: Actor, step: str, due_on: date) -> "CompanyQuerySet[NightStep]":
    return NightStep.objects.of(actor).filter(step=step, due_on=due_on)
