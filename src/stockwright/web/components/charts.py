"""Tags that put the small server-made drawings and the chart data into a page."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.template import Library
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from stockwright.web.components.spark import SPARK_HEIGHT, spark, stock_bar
from stockwright.web.shown.curves import CurveChart
from stockwright.web.shown.item import Fan, ItemChart
from stockwright.web.shown.stock_health import BarChart

register = Library()

CHART_LANGUAGE = {"en": "en-GB"}  # days before months, as everywhere else on the pages


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


def _words() -> dict[str, str]:
    """Name what the chart draws, in the reader's language."""
    return {
        "sales": gettext("Sold"),
        "estimate": gettext("With stock all day"),
        "median": gettext("Forecast"),
        "band": gettext("8 of 10 days"),
        "stock": gettext("Stock"),
        "stock_with_advice": gettext("Stock if you order"),
        "arrival": gettext("Arrives"),
        "stockout": gettext("Runs out"),
        "no_stock": gettext("Out of stock"),
        "today": gettext("Today"),
    }


def chart_data(chart: ItemChart) -> dict[str, Any]:
    """Turn an item's chart into what the page's script reads: plain numbers and ISO days."""
    quantiles = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
    past = [chart.history_from + timedelta(days=i) for i in range(len(chart.sales))]
    return {
        "days": [day.isoformat() for day in (*past, *(band.on for band in chart.bands))],
        "sales": chart.sales,
        "stock_history": chart.stock_history,
        "bands": {name: [round(getattr(band, name), 2) for band in chart.bands] for name in quantiles},
        "stock": chart.stock,
        "stock_with_advice": chart.stock_with_advice,
        "stockout_on": chart.stockout_on and chart.stockout_on.isoformat(),
        "arrivals": [[arrival.on.isoformat(), float(arrival.quantity)] for arrival in chart.arrivals],
        "marks": [[mark.name, mark.tone, mark.first.isoformat(), mark.last.isoformat()] for mark in chart.marks],
        "estimate": chart.estimate,
        "unit": chart.unit,
        "words": _words(),
        "language": CHART_LANGUAGE.get(get_language() or "en", get_language() or "en"),
    }


@register.filter
def estimate_rows(chart: ItemChart) -> list[dict[str, Any]]:
    """Return the days whose demand is estimated, the newest first; sold is None on a day without stock."""
    days = zip(chart.sales, chart.estimate, strict=False)
    found = [
        {"on": chart.history_from + timedelta(days=number), "sold": sold, "estimate": estimate}
        for number, (sold, estimate) in enumerate(days)
        if estimate is not None
    ]
    return found[::-1]


@register.filter
def forecast_rows(chart: ItemChart) -> list[dict[str, Any]]:
    """Return the table behind the chart: a row for each day of the forecast; stock may be unknown."""
    stock = chart.stock or (None,) * len(chart.bands)
    with_advice = chart.stock_with_advice or (None,) * len(chart.bands)
    return [
        {"band": band, "stock": left, "with_advice": ordered, "marks": _names_on(chart, band.on)}
        for band, left, ordered in zip(chart.bands, stock, with_advice, strict=True)
    ]


def _names_on(chart: ItemChart, day: date) -> str:
    return ", ".join(mark.name for mark in chart.marks if mark.first <= day <= mark.last)


@register.simple_tag
def chart_script(chart: ItemChart, variant_id: UUID) -> SafeString:
    """Put the chart's data into the page as JSON that no browser runs."""
    return json_script(chart_data(chart), f"chart-{variant_id}")


@register.simple_tag
def bars_script(chart: BarChart) -> SafeString:
    """Put the numbers of a chart of bars into the page as JSON that no browser runs."""
    language = CHART_LANGUAGE.get(get_language() or "en", get_language() or "en")
    series = [{"name": one.name, "values": one.values} for one in chart.series]
    told = {"labels": chart.labels, "series": series, "unit": chart.unit, "language": language}
    return json_script(told, f"bars-{chart.key}")


@register.simple_tag
def curves_script(chart: CurveChart) -> SafeString:
    """Put the numbers of a chart of lines into the page as JSON that no browser runs."""
    language = CHART_LANGUAGE.get(get_language() or "en", get_language() or "en")
    curves = [{"name": one.name, "values": one.values, "dashed": one.is_dashed} for one in chart.curves]
    told = {"labels": chart.labels, "curves": curves, "unit": chart.unit, "language": language}
    return json_script(told, f"curves-{chart.key}")
