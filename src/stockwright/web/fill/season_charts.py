"""Charts of the seasons, each with its table."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext

from stockwright.forecasting.queries.seasons import MonthAhead
from stockwright.kit.money import exact
from stockwright.web.components.numbers import percent, quantity, rate
from stockwright.web.shown.curves import Curve, CurveChart
from stockwright.web.shown.stock_health import BarChart, Series, Table

MONDAY = date(2024, 1, 1)


def weekday_chart(indexes: Sequence[float]) -> BarChart:
    """Monday to Sunday."""
    days = [MONDAY + timedelta(days=at) for at in range(7)]
    short, full = ([date_format(day, form) for day in days] for form in ("D", "l"))
    title = gettext("Days of the week")
    return _bars("weekdays", title, gettext("Weekday"), short, full, indexes)


def month_chart(indexes: Sequence[float]) -> BarChart:
    """January to December."""
    months = [date(2025, month, 1) for month in range(1, 13)]
    short, full = ([date_format(month, form) for month in months] for form in ("M", "F"))
    return _bars("months", gettext("Months of the year"), gettext("Month"), short, full, indexes)


def week_chart(indexes: Sequence[float]) -> CurveChart:
    """The 52 weeks of the year."""
    labels = [date_format(date(2025, 1, 1) + timedelta(days=7 * at), gettext("j M")) for at in range(len(indexes))]
    values = tuple(round(index * 100, 1) for index in indexes)
    rows = tuple((label, percent(exact(index))) for label, index in zip(labels, indexes, strict=True))
    return CurveChart(
        key="weeks",
        title=gettext("Weeks of the year"),
        summary=_peak(labels, indexes),
        unit="%",
        labels=tuple(labels),
        curves=(Curve(gettext("Of a usual week"), values),),
        table=Table((gettext("Week from"), gettext("Of a usual week")), rows),
    )


def trend_chart(ends: Sequence[date], trend: Sequence[float]) -> CurveChart:
    """The level without season, by week."""
    labels = tuple(date_format(day, gettext("j M Y")) for day in ends)
    rows = tuple((label, rate(exact(level))) for label, level in zip(labels, trend, strict=True))
    name = gettext("Pieces a day")
    return CurveChart(
        key="trend",
        title=gettext("Level without season"),
        summary=gettext("%(now)s pieces a day now, %(then)s in the first week.")
        % {"now": rate(exact(trend[-1])), "then": rate(exact(trend[0]))},
        unit=gettext("pcs"),
        labels=labels,
        curves=(Curve(name, tuple(round(level, 3) for level in trend)),),
        table=Table((gettext("Week to"), name), rows),
    )


def ahead_chart(months: Sequence[MonthAhead]) -> BarChart:
    """The next twelve months at the present level."""
    labels = tuple(date_format(month.first_on, gettext("M Y")) for month in months)
    best = max(months, key=lambda month: month.index)
    rows = tuple(
        (date_format(month.first_on, gettext("F Y")), percent(exact(month.index)), quantity(round(month.expected)))
        for month in months
    )
    heads = (gettext("Month"), gettext("Of a usual month"), gettext("Pieces at the present level"))
    return BarChart(
        key="ahead",
        title=gettext("The next twelve months"),
        summary=gettext("At the present level %(month)s sells most: %(share)s of a usual month.")
        % {"month": date_format(best.first_on, gettext("F Y")), "share": percent(exact(best.index))},
        unit=gettext("pcs"),
        labels=labels,
        series=(Series(gettext("Expected"), tuple(round(month.expected, 1) for month in months)),),
        table=Table(heads, rows),
    )


def _bars(
    key: str, title: str, head: str, short: Sequence[str], full: Sequence[str], indexes: Sequence[float]
) -> BarChart:
    rows = tuple((name, percent(exact(index))) for name, index in zip(full, indexes, strict=True))
    return BarChart(
        key=key,
        title=title,
        summary=_peak(full, indexes),
        unit="%",
        labels=tuple(short),
        series=(Series(gettext("Of the mean"), tuple(round(index * 100, 1) for index in indexes)),),
        table=Table((head, gettext("Of the mean")), rows),
    )


def _peak(names: Sequence[str], indexes: Sequence[float]) -> str:
    best, worst = (pick(range(len(indexes)), key=indexes.__getitem__) for pick in (max, min))
    return gettext("Most: %(best)s with %(high)s of the mean. Least: %(worst)s with %(low)s.") % {
        "best": names[best],
        "high": percent(exact(indexes[best])),
        "worst": names[worst],
        "low": percent(exact(indexes[worst])),
    }
