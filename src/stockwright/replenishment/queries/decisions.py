"""What people decided about lines."""

from stockwright.kit.actor import Actor
from stockwright.replenishment.models import Decision
from stockwright.replenishment.rules import DecisionKind


def open_flags(actor: Actor) -> dict[tuple[str, str], str]:
    """The note of every item whose newest flag decision is a flag, by (variant id, location id)."""
    newest = (
        Decision.objects.of(actor)
        .filter(kind__in=[DecisionKind.FLAGGED, DecisionKind.UNFLAGGED])
        .order_by("variant_id", "location_id", "-at", "-id")
        .distinct("variant_id", "location_id")
    )
    return {
        (str(found.variant_id), str(found.location_id)): found.note
        for found in newest
        if found.kind == DecisionKind.FLAGGED
    }
