"""The charts and tables of the stock's health."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.insights.queries.ageing import AgeBucket, age_buckets
from stockwright.insights.queries.coverage import Coverage, Dryness, count_coverage, stockouts
from stockwright.insights.queries.losses import Loss, flows, shrinkage
from stockwright.insights.queries.periods import Period
from stockwright.insights.queries.valuation import abc_analysis, valuation
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.web.components.numbers import money, percent, quantity
from stockwright.web.fill.movement_words import kind_words
from stockwright.web.shown.stock_health import BarChart, Series, Table

_COLOURS = 5
"""More reasons than this are drawn as one."""


def charts_of(actor: Actor, company: Company, period: Period, *, now: datetime) -> tuple[BarChart, ...]:
    """What is drawn."""
    return (
        _shrinkage(shrinkage(actor, period), company),
        _ageing(age_buckets(actor, now=now), company),
        _dryness(stockouts(actor, period)),
        _coverage(count_coverage(actor, period)),
    )


def tables_of(actor: Actor, company: Company, period: Period) -> tuple[tuple[str, Table], ...]:
    """What is told in rows alone."""
    classes = tuple(
        (
            one.name,
            quantity(one.items),
            money(one.sold, company.currency),
            quantity(one.pieces),
            money(one.stock_value, company.currency),
        )
        for one in abc_analysis(actor, period)
    )
    worth = tuple(
        (
            one.name or gettext("no category"),
            quantity(one.items),
            quantity(one.pieces),
            money(one.average_value, company.currency),
            money(one.fifo_value, company.currency),
        )
        for one in valuation(actor, by="category")
    )
    abc_heads = (gettext("Class"), gettext("Items"), gettext("Sold"), gettext("Pieces"), gettext("Stock value"))
    worth_heads = (
        *(gettext("Category"), gettext("Items"), gettext("Pieces")),
        *(gettext("Moving average"), gettext("First in first out")),
    )
    return (
        (gettext("Classes by sales (A: 80%, B: the next 15%)"), Table(abc_heads, classes)),
        (gettext("Movements in the period"), _flows(actor, company, period)),
        (gettext("Valuation by category"), Table(worth_heads, worth)),
    )


def _flows(actor: Actor, company: Company, period: Period) -> Table:
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO, ZERO])
    for flow in flows(actor, period):
        for place, number in enumerate((Decimal(flow.movements), flow.pieces_in, flow.pieces_out, flow.value)):
            sums[flow.kind][place] += number
    heads = (gettext("Kind"), gettext("Movements"), gettext("In"), gettext("Out"), gettext("Change of value"))
    rows = tuple(
        (
            kind_words(kind),
            *(quantity(number) for number in numbers[:3]),
            money(numbers[3], company.currency),
        )
        for kind, numbers in sorted(sums.items())
    )
    return Table(heads, rows)


def _shrinkage(losses: Sequence[Loss], company: Company) -> BarChart:
    months = sorted({loss.month for loss in losses})
    values: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for loss in losses:
        values[loss.reason][loss.month] += loss.value
    dearest = sorted(values, key=lambda reason: -sum(values[reason].values()))
    drawn = [(_reason(reason), values[reason]) for reason in dearest[:_COLOURS]]
    if rest := dearest[_COLOURS:]:
        others = {month: sum((values[reason][month] for reason in rest), ZERO) for month in months}
        drawn.append((gettext("other reasons"), others))
    total = sum((loss.value for loss in losses), ZERO)
    text = gettext("%(value)s went missing; most of it: %(reason)s.") % {
        "value": money(total, company.currency),
        "reason": _reason(dearest[0]) if dearest else "",
    }
    rows = tuple(
        (
            f"{_month(loss.month)}, {_reason(loss.reason)}",
            quantity(loss.pieces),
            money(loss.value, company.currency),
        )
        for loss in losses
    )
    heads = (gettext("Month and reason"), gettext("Pieces"), gettext("Value"))
    return BarChart(
        "shrinkage",
        gettext("Shrinkage by reason"),
        text if losses else gettext("Nothing went missing in this period."),
        company.currency,
        tuple(_month(month) for month in months),
        tuple(Series(name, tuple(float(by.get(month, ZERO)) for month in months)) for name, by in drawn),
        Table(heads, rows),
    )


def _ageing(buckets: Sequence[AgeBucket], company: Company) -> BarChart:
    labels = tuple(
        f"{one.first_day}\N{EN DASH}{one.last_day}" if one.last_day else f"{one.first_day}+" for one in buckets
    )
    total = sum((one.value for one in buckets), ZERO)
    old = sum((one.value for one in buckets if one.first_day > 180), ZERO)
    rows = tuple(
        (label, quantity(one.items), quantity(one.pieces), money(one.value, company.currency))
        for label, one in zip(labels, buckets, strict=True)
    )
    text = gettext("%(share)s of the value came in more than 180 days ago.") % {
        "share": percent(old / total if total else ZERO)
    }
    heads = (gettext("Days since it came in"), gettext("Items"), gettext("Pieces"), gettext("Value"))
    values = Series(gettext("Value"), tuple(float(one.value) for one in buckets))
    title = gettext("Age of the stock, days")
    return BarChart("ageing", title, text, company.currency, labels, (values,), Table(heads, rows))


def _dryness(months: Sequence[Dryness]) -> BarChart:
    labels = tuple(_month(one.month) for one in months)
    rows = tuple(
        (label, percent(one.share), quantity(one.dry_days), quantity(one.partly_dry_days), quantity(one.dry_items))
        for label, one in zip(labels, months, strict=True)
    )
    heads = (
        *(gettext("Month"), gettext("Time without stock"), gettext("Days out")),
        *(gettext("Days partly out"), gettext("Items concerned")),
    )
    text = gettext(
        "Days without stock are counted for each item at each place, from the stock at hand minute by minute."
    )
    values = Series(gettext("Time without stock"), tuple(float(one.share * 100) for one in months))
    return BarChart("stockouts", gettext("Time without stock"), text, "%", labels, (values,), Table(heads, rows))


def _coverage(told: Coverage) -> BarChart:
    labels = tuple(_month(month) for month, _ in told.by_month)
    shares = [Decimal(items) / told.items if told.items else ZERO for _, items in told.by_month]
    rows = tuple(
        (label, quantity(items), percent(share))
        for label, (_, items), share in zip(labels, told.by_month, shares, strict=True)
    )
    text = gettext("%(counted)s of %(items)s items were counted in the period: %(share)s.") % {
        "counted": quantity(told.counted),
        "items": quantity(told.items),
        "share": percent(told.share),
    }
    heads = (gettext("Month"), gettext("Items counted"), gettext("Of the catalogue"))
    values = Series(gettext("Counted"), tuple(float(share * 100) for share in shares))
    return BarChart(
        "coverage", gettext("Counted of the catalogue"), text, "%", labels, (values,), Table(heads, rows)
    )


def _reason(reason: str) -> str:
    return kind_words(reason)


def _month(month: date) -> str:
    return date_format(month, gettext("M Y"))
