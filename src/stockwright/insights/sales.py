"""Sales as pages show them: the days of one item and its latest lines."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum

from stockwright.insights.forecasts import ItemKey
from stockwright.kit.actor import Actor
from stockwright.sales.models import DailySales, SaleLine


def daily_sales(actor: Actor, item: ItemKey, *, first: date, last: date) -> list[float]:
    """Pieces sold on each day from `first` to `last`, over all channels."""
    variant_id, location_id = item
    rows = DailySales.objects.of(actor).filter(
        variant_id=variant_id, location_id=location_id, sold_on__range=(first, last)
    )
    sold = dict(rows.order_by().values_list("sold_on").annotate(Sum("ordered")))
    return [float(sold.get(first + timedelta(days=i), 0)) for i in range((last - first).days + 1)]


def recent_lines(actor: Actor, variant_id: UUID, *, limit: int) -> Sequence[SaleLine]:
    """The latest lines of sales and returns of a variant."""
    return SaleLine.objects.of(actor).filter(variant_id=variant_id).order_by("-sold_at", "cause")[:limit]
