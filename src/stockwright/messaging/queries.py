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
    """A step that failed the last time it ran; what another step did since does not hide it."""
    ended = NightStep.objects.of(actor).exclude(finished_at=None)
    last = ended.order_by("step", "-finished_at").distinct("step")
    return next((step for step in last if step.state == StepState.FAILED), None)
