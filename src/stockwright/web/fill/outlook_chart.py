"""The chart of expected totals: what was sold, what is expected, and where past totals lay."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext

from stockwright.insights.queries.outlook import Outlook
from stockwright.web.components.numbers import DASH, quantity
from stockwright.web.shown.curves import Curve, CurveChart
from stockwright.web.shown.stock_health import Table

Line = tuple[float | None, ...]


def outlook_chart(found: Outlook, sold: Mapping[date, Decimal]) -> CurveChart:
    """Eight weeks of the past and the days ahead, by day."""
    blank, ahead = (None,) * len(sold), (None,) * len(found.days)
    low, high = _bounds(found)
    curves = [
        Curve(gettext("Expected"), (*blank, *(round(float(day.mean), 1) for day in found.days))),
        Curve(gettext("Sold"), (*(float(pieces) for pieces in sold.values()), *ahead)),
    ]
    if low:
        curves.append(Curve(gettext("9 of 10 days above"), (*blank, *low), is_dashed=True))
        curves.append(Curve(gettext("9 of 10 days below"), (*blank, *high), is_dashed=True))
    days = [*sold, *(day.day for day in found.days)]
    told = {"expected": quantity(round(found.total)), "days": len(found.days)}
    return CurveChart(
        key="outlook",
        title=gettext("Sold and expected"),
        summary=gettext("%(expected)s pieces expected in the next %(days)d days.") % told,
        unit=gettext("pcs"),
        labels=tuple(date_format(day, gettext("j M")) for day in days),
        curves=tuple(curves),
        table=_table(found, low, high),
    )


def _bounds(found: Outlook) -> tuple[Line, Line]:
    """Where demand of single days lay around such totals; nothing where that is not known."""
    seen = found.ranges.get(1)
    if seen is None:
        return (), ()
    both = [seen.around(day.mean) for day in found.days]
    return tuple(round(float(low), 1) for low, _ in both), tuple(round(float(high), 1) for _, high in both)


def _table(found: Outlook, low: Line, high: Line) -> Table:
    bounds = list(zip(low, high, strict=True)) or [(None, None)] * len(found.days)
    rows = tuple(
        (date_format(day.day, gettext("j F Y")), quantity(round(day.mean, 1)), _between(*bound))
        for day, bound in zip(found.days, bounds, strict=True)
    )
    return Table((gettext("Day"), gettext("Expected, pcs"), gettext("8 of 10 days between")), rows)


def _between(low: float | None, high: float | None) -> str:
    return DASH if low is None or high is None else f"{quantity(low)}{DASH}{quantity(high)}"
