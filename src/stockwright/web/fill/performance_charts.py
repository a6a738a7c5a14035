"""Errors of past forecasts as curves, beside those of naive ways."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from stockwright.forecasting.queries.scores import Compared
from stockwright.kit.money import exact
from stockwright.web.components.numbers import percent, quantity
from stockwright.web.shown.curves import Curve, CurveChart
from stockwright.web.shown.stock_health import Table


def over_time_chart(weeks: Sequence[Compared]) -> CurveChart:
    """The error of each week."""
    labels = tuple(date_format(date.fromisoformat(str(week.name)), gettext("j M")) for week in weeks)
    return _chart("over-time", gettext("Error over time"), gettext("Week to"), labels, weeks)


def by_lead_chart(leads: Sequence[Compared]) -> CurveChart:
    """The error by how far ahead it was forecast."""
    labels = tuple(str(lead.name) for lead in leads)
    return _chart("by-lead", gettext("Error by days ahead"), gettext("Days ahead"), labels, leads)


def _chart(key: str, title: str, head: str, labels: tuple[str, ...], rows: Sequence[Compared]) -> CurveChart:
    ours, naive, flat = gettext("This forecast"), gettext("Last week again"), gettext("Mean of 28 days")
    table = tuple(
        (
            label,
            _percent(row.forecast.wape),
            _percent(row.last_week.wape),
            _percent(row.mean_28.wape),
            quantity(row.judged),
        )
        for label, row in zip(labels, rows, strict=True)
    )
    return CurveChart(
        key=key,
        title=title,
        summary=_summary(rows),
        unit="%",
        labels=labels,
        curves=(
            Curve(ours, tuple(_points(row.forecast.wape) for row in rows)),
            Curve(naive, tuple(_points(row.last_week.wape) for row in rows), is_dashed=True),
            Curve(flat, tuple(_points(row.mean_28.wape) for row in rows), is_dashed=True),
        ),
        table=Table((head, ours, naive, flat, gettext("Cases")), table),
    )


def _summary(rows: Sequence[Compared]) -> str:
    judged = [row for row in rows if row.forecast.wape is not None and row.last_week.wape is not None]
    better = sum((row.forecast.wape or 0) < (row.last_week.wape or 0) for row in judged)
    return gettext("Better than last week again in %(better)s of %(all)s.") % {
        "better": quantity(better),
        "all": quantity(len(judged)),
    }


def _points(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _percent(share: float | None) -> str:
    return percent(None if share is None else exact(share))
