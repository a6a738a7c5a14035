"""What happened lately."""

from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.messaging.models import Event


def newest_event(actor: Actor) -> UUID | None:
    """The id of the newest event: another one as soon as anything happened."""
    return Event.objects.of(actor).order_by("-at", "-id").values_list("id", flat=True).first()
