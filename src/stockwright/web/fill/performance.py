"""Past forecasts beside what was sold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from stockwright.forecasting.models import AccuracySpell
from stockwright.forecasting.queries.scores import Compared
from stockwright.insights.queries.performance import Asked, Calibration, Performance, model_performance
from stockwright.kit.actor import Actor
from stockwright.kit.money import exact
from stockwright.web.components.numbers import percent, quantity, rate, signed_percent
from stockwright.web.fill.accuracy import accuracy_page
from stockwright.web.fill.demand_words import demand_class_name, figure_words
from stockwright.web.fill.performance_charts import by_lead_chart, over_time_chart
from stockwright.web.fill.wording import day_in_words
from stockwright.web.shown.curves import CurveChart
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.performance import ForecastPage, Group, HeldLevel, Narrowing, Spell, Stated
from stockwright.web.shown.stock_health import Figure

PERIODS = (28, 91, 365)
WINDOWS = (1, 7, 14, 28)
GROUPINGS = ("lead", "class", "category", "location", "week")
CHART_DAYS = 182


@dataclass(frozen=True)
class AskedPerformance:
    """What the address asks for; anything else is the usual."""

    period: int = 28
    window: int = 1
    by: str = "lead"

    @staticmethod
    def of(told: Mapping[str, str]) -> "AskedPerformance":
        """Read an address."""
        period, window, by = (told.get(name, "") for name in ("period", "window", "by"))
        return AskedPerformance(
            period=int(period) if period in map(str, PERIODS) else 28,
            window=int(window) if window in map(str, WINDOWS) else 1,
            by=by if by in GROUPINGS else "lead",
        )

    @property
    def query(self) -> Asked:
        """The same for the query."""
        return Asked(period=self.period, window=self.window, by=self.by)


def forecast_page(actor: Actor, asked: AskedPerformance) -> ForecastPage:
    """The figures of the chosen days, what stated levels were worth, and the last back-test."""
    found = model_performance(actor, asked.query)
    return ForecastPage(
        through=found.through,
        spell=spell_of(found.spell) if found.spell else None,
        stated=stated_of(found.calibration) if found.calibration else None,
        narrowing=_narrowing(asked),
        figures=figures_of(found.overall) if found.overall else (),
        charts=_charts(actor, asked, found) if found.overall else (),
        groups=groups_of(found.groups, asked.by),
        backtest=accuracy_page(actor),
    )


def figures_of(overall: Compared) -> tuple[Figure, ...]:
    """The most important figures of some forecasts."""
    ours, naive = overall.forecast, overall.last_week
    beside = gettext("last week again: %(wape)s") % {"wape": _percent(naive.wape)}
    return (
        Figure(gettext("Error (WAPE)"), _percent(ours.wape), beside),
        Figure(
            gettext("Bias"),
            signed_percent(None if ours.bias is None else exact(ours.bias)),
            gettext("of %(n)s cases; above zero: too high") % {"n": quantity(overall.judged)},
        ),
        Figure(
            gettext("Scaled error (RMSSE)"),
            _rate(ours.rmsse),
            gettext("last week again: %(rmsse)s") % {"rmsse": _rate(naive.rmsse)},
        ),
        Figure(
            gettext("Error of a case (MAE)"),
            _rate(ours.mae),
            gettext("pieces; last week again: %(mae)s") % {"mae": _rate(naive.mae)},
        ),
        Figure(
            gettext("Error in percent (MAPE)"),
            _percent(ours.mape),
            gettext("of items that sell daily; last week again: %(mape)s") % {"mape": _percent(naive.mape)},
        ),
        Figure(
            gettext("80% interval held"),
            _percent(ours.within_80),
            gettext("the 95%% one: %(held)s") % {"held": _percent(ours.within_95)},
        ),
    )


def groups_of(rows: Sequence[Compared], by: str) -> tuple[Group, ...]:
    """The rows of a grouping by their names for people."""
    return tuple(_group(row, _name(str(row.name), by)) for row in rows)


def spell_of(spell: AccuracySpell) -> Spell:
    """What became worse, in words."""
    show = signed_percent if spell.figure == "bias" else percent
    words = gettext("Its %(figure)s was %(found)s in the week that showed it; it used to be %(usual)s.") % {
        "figure": figure_words(spell.figure),
        "found": show(exact(spell.found)),
        "usual": show(exact(spell.usual)),
    }
    return Spell(spell.began_on, words)


def stated_of(found: Calibration) -> Stated:
    """The calibration line with the rows behind it."""
    line = gettext("Of the times we said %(level)s, it held %(held)s.") % {
        "level": percent(exact(found.at_90.level)),
        "held": percent(exact(found.at_90.held)),
    }
    words = (
        gettext("Demand summed over %(days)s days, %(n)s forecasts of the last eight weeks.")
        if found.source == "live"
        else gettext("Demand summed over %(days)s days, %(n)s cases of the weekly back-test.")
    )
    origin = words % {"days": found.days, "n": quantity(found.at_90.judged)}
    rows = tuple(HeldLevel(exact(one.level), exact(one.held), one.judged) for one in found.intervals)
    return Stated(line, origin, rows)


def _charts(actor: Actor, asked: AskedPerformance, found: Performance) -> tuple[CurveChart, ...]:
    wide = replace(asked.query, period=max(asked.period, CHART_DAYS), by="week")
    charts = [over_time_chart(model_performance(actor, wide).groups)]
    if asked.window == 1:
        leads = found if asked.by == "lead" else model_performance(actor, replace(asked.query, by="lead"))
        charts.append(by_lead_chart(leads.groups))
    return tuple(charts)


def _group(row: Compared, name: str) -> Group:
    ours, naive, flat = row.forecast, row.last_week, row.mean_28
    others = [wape for wape in (naive.wape, flat.wape) if wape is not None]
    return Group(
        name=name,
        judged=row.judged,
        wape=_exact(ours.wape),
        last_week=_exact(naive.wape),
        mean_28=_exact(flat.wape),
        bias=_exact(ours.bias),
        rmsse=_exact(ours.rmsse),
        pinball=_exact(ours.pinball),
        within_80=_exact(ours.within_80),
        within_95=_exact(ours.within_95),
        is_better=None if ours.wape is None or not others else ours.wape < min(others),
    )


def _name(name: str, by: str) -> str:
    if by == "lead":
        days = int(name)
        return ngettext("%(n)d day ahead", "%(n)d days ahead", days) % {"n": days}
    if by == "class":
        return capfirst(demand_class_name(name))
    if by == "week":
        return gettext("Week to %(day)s") % {"day": day_in_words(date.fromisoformat(name))}
    return name or gettext("no category")


def _narrowing(asked: AskedPerformance) -> Narrowing:
    groupings = {
        "lead": gettext("Days ahead"),
        "class": gettext("Kind of demand"),
        "category": gettext("Category"),
        "location": gettext("Location"),
        "week": gettext("Week"),
    }
    windows = {
        days: gettext("Single days") if days == 1 else gettext("Demand summed over %(days)d days") % {"days": days}
        for days in WINDOWS
    }
    periods = {days: gettext("Last %(days)d days") % {"days": days} for days in PERIODS}
    return Narrowing(
        periods=tuple(Choice(str(key), label, key == asked.period) for key, label in periods.items()),
        windows=tuple(Choice(str(key), label, key == asked.window) for key, label in windows.items()),
        groupings=tuple(Choice(key, label, key == asked.by) for key, label in groupings.items()),
        grouping=groupings[asked.by],
    )


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else exact(value)


def _percent(value: float | None) -> str:
    return percent(_exact(value))


def _rate(value: float | None) -> str:
    return rate(_exact(value))
