"""How the night went."""

from datetime import date

from stockwright.kit.actor import Actor
from stockwright.messaging.models import NightStep, StepState


def steps_of(actor: Actor, due_on: date) -> set[str]:
    """The steps of a night that were taken already."""
    return set(NightStep.objects.of(actor).filter(due_on=due_on).values_list("step", flat=True))


def failed_step(actor: Actor) -> NightStep | None:
    """A step that failed the last time it ran; what another step did since does not hide it."""
    ended = NightStep.objects.of(actor).exclude(finished_at=None)
    last = ended.order_by("step", "-finished_at").distinct("step")
    return next((step for step in last if step.state == StepState.FAILED), None)
