"""What happened lately, and how the night went."""

from datetime import date
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.messaging.models import Event, NightStep, StepState


def recent_events(actor: Actor, *, limit: int = 100) -> list[Event]:
    """The newest events, which are also the audit trail."""
    return list(Event.objects.of(actor).order_by("-at", "-id")[:limit])


def newest_event(actor: Actor) -> UUID | None:
    """The id of the newest event: another one as soon as anything happened."""
    return Event.objects.of(actor).order_by("-at", "-id").values_list("id", flat=True).first()


def steps_of(actor: Actor, due_on: date) -> set[str]:
    """The steps of a night that were taken already."""
    return set(NightStep.objects.of(actor).filter(due_on=due_on).values_list("step", flat=True))


def failed_step(actor: Actor) -> NightStep | None:
    """The newest step of the night, if it failed."""
    newest = NightStep.objects.of(actor).exclude(finished_at=None).order_by("-finished_at").first()
    return newest if newest is not None and newest.state == StepState.FAILED else None
