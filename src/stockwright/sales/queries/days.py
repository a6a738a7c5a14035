"""Days of sales."""

from datetime import date

from django.db.models import Max

from stockwright.kit.actor import Actor
from stockwright.sales.models import DailySales


def last_sale_on(actor: Actor) -> date | None:
    """The newest day with a sale or return; None before the first."""
    found: date | None = DailySales.objects.of(actor).aggregate(newest=Max("sold_on"))["newest"]
    return found
