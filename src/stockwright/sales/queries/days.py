"""What was sold by day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Sum

from stockwright.catalog.queries import item_of
from stockwright.kit.actor import Actor
from stockwright.sales.models import DailySales

EVER = date(1, 1, 1)


@dataclass(frozen=True)
class DayTotal:
    """A day of an item: pieces ordered and returned, net revenue."""

    day: date
    sold: Decimal
    returned: Decimal
    revenue: Decimal


def last_sale_on(actor: Actor) -> date | None:
    """The newest day with a sale or return; None before the first."""
    found: date | None = DailySales.objects.of(actor).aggregate(newest=Max("sold_on"))["newest"]
    return found


def item_history(
    actor: Actor, variant_id: UUID, *, since: date | None = None, location_id: UUID | None = None
) -> list[DayTotal]:
    """An item's daily totals over all channels, the oldest first; days without a line are absent."""
    item_of(actor, variant_id)
    days = DailySales.objects.of(actor).filter(variant_id=variant_id, sold_on__gte=since or EVER)
    if location_id is not None:
        days = days.filter(location_id=location_id)
    totals = days.values("sold_on").annotate(
        all_ordered=Sum("ordered"), all_returned=Sum("returned"), all_revenue=Sum("revenue")
    )
    return [
        DayTotal(row["sold_on"], row["all_ordered"], row["all_returned"], row["all_revenue"])
        for row in totals.order_by("sold_on")
    ]
