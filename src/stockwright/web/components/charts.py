"""Tags that put the small server-made drawings and the chart data into a page."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.template import Library

from stockwright.web.components.spark import SPARK_HEIGHT, spark, stock_bar
from stockwright.web.shown.item import Fan

register = Library()


@register.inclusion_tag("components/_spark.html")
def sparkline(history: Sequence[float | None], fan: Fan | None, label: str = "") -> dict[str, Any]:
    """Draw daily sales and the forecast that follows them."""
    drawing = spark(history, fan.low, fan.middle, fan.high) if fan else spark(history)
    return {"spark": drawing, "height": SPARK_HEIGHT, "label": label}


@register.inclusion_tag("components/_stock_bar.html")
def stockbar(
    runway_days: Decimal | None, inbound_days: Decimal, lead_days: Decimal, safety_days: Decimal
) -> dict[str, Any]:
    """Draw days of stock against the lead time."""
    bar = stock_bar(
        None if runway_days is None else float(runway_days),
        float(inbound_days),
        float(lead_days),
        float(safety_days),
    )
    return {"bar": bar, "runway_days": runway_days, "lead_days": lead_days}
