"""What people did about the lines of a list: who ordered or flagged them, and when it arrives."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stockwright.insights.queries.stored_forecasts import ItemKey
from stockwright.kit.actor import Actor
from stockwright.purchasing.models import PurchaseOrder
from stockwright.replenishment.models import Advice, Decision
from stockwright.replenishment.rules import DecisionKind

_TOLD = (DecisionKind.ORDERED, DecisionKind.FLAGGED)


@dataclass(frozen=True)
class Deeds:
    """The newest decision of each kind by item, and the day on which each order is expected."""

    decisions: dict[tuple[ItemKey, str], Decision]
    expected_on: dict[UUID, date]

    def of(self, row: Advice, kind: DecisionKind) -> Decision | None:
        """The newest decision of a kind about the line's item."""
        return self.decisions.get(((row.variant_id, row.location_id), kind))


def deeds_about(actor: Actor, rows: Iterable[Advice]) -> Deeds:
    """What people did about some lines, in two queries."""
    lines = list(rows)
    told = Decision.objects.of(actor).filter(
        variant_id__in=[line.variant_id for line in lines if line.order_id or line.flag_note], kind__in=_TOLD
    )
    orders = PurchaseOrder.objects.of(actor).filter(pk__in=[line.order_id for line in lines if line.order_id])
    return Deeds(
        decisions={((one.variant_id, one.location_id), one.kind): one for one in told.order_by("at", "id")},
        expected_on=dict(orders.values_list("pk", "expected_on")),
    )
