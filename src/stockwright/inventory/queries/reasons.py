"""Why a company sets stock right."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from stockwright.inventory.models import AdjustmentReason
from stockwright.inventory.rules.adjustments import DEFAULT_REASONS
from stockwright.kit.actor import Actor


@dataclass(frozen=True)
class ReasonRow:
    """A reason; `kind` is `adjustment` or `waste`."""

    id: UUID
    code: str
    name: str
    kind: str
    active: bool


def reasons_of(actor: Actor, *, kind: str = "", active: bool = False) -> list[ReasonRow]:
    """The company's reasons by name: the usual ones as long as it has none of its own."""
    kept = AdjustmentReason.objects.of(actor).order_by("name", "code")
    rows = [ReasonRow(row.pk, row.code, row.name, row.kind, row.active) for row in kept] or usual_reasons(actor)
    return [row for row in rows if (not kind or row.kind == kind) and (row.active or not active)]


def usual_reasons(actor: Actor) -> list[ReasonRow]:
    """What a company begins with, by name, under the ids that the rows get once they are stored."""
    told = sorted(DEFAULT_REASONS, key=lambda reason: reason[1])
    return [ReasonRow(uuid5(actor.company_id, code), code, name, kind, True) for code, name, kind in told]
