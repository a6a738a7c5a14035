"""The seasons in charts, tables and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext, ngettext

from stockwright.accounts.models import Company
from stockwright.catalog.queries import category_names, find_by_code
from stockwright.engine.demand.seasonality import Seasons
from stockwright.forecasting.queries.seasons import Scope, SeasonalView, seasonal_view
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.money import exact
from stockwright.web.components.numbers import percent, quantity, rate, signed_percent
from stockwright.web.fill.locations import location_choices
from stockwright.web.fill.readings import id_in
from stockwright.web.fill.season_charts import ahead_chart, month_chart, trend_chart, week_chart, weekday_chart
from stockwright.web.fill.wording import day_in_words
from stockwright.web.shown.curves import CurveChart
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.seasons import SeasonsPage
from stockwright.web.shown.stock_health import BarChart, Figure, Table

STRONG, WEAK = 0.6, 0.2


@dataclass(frozen=True)
class AskedSeasons:
    """What the address asks for."""

    code: str = ""
    category: str = ""
    location: UUID | None = None

    @staticmethod
    def of(told: Mapping[str, str]) -> "AskedSeasons":
        """Read an address; what cannot be read is left out."""
        category = told.get("category", "").strip()[:200]
        return AskedSeasons(told.get("q", "").strip()[:100], category, id_in(told.get("location", "")))


def seasons_page(actor: Actor, company: Company, asked: AskedSeasons) -> SeasonsPage:
    """The seasons of an item, else of a category, else of everything."""
    items = find_by_code(actor, asked.code) if asked.code else []
    is_unknown = bool(asked.code) and not items
    scope = Scope(items[0].variant_id, "", asked.location) if items else Scope(None, asked.category, asked.location)
    view = SeasonalView("") if is_unknown else seasonal_view(actor, scope, today=clock.today(company.time_zone))
    found = view.found
    return SeasonsPage(
        title=view.name or gettext("Everything"),
        code=asked.code,
        is_unknown=is_unknown,
        categories=tuple(Choice(name, name, name == asked.category) for name in category_names(actor)),
        locations=location_choices(actor, str(asked.location or "")),
        history=_history(view),
        borrowed=_borrowed(view) if found else "",
        figures=_figures(found) if found else (),
        bars=_bars(view, found) if found else (),
        curves=_curves(view, found) if found else (),
        holidays=_holidays(view) if view.holidays else None,
    )


def _history(view: SeasonalView) -> str:
    if view.first_on is None or view.through is None:
        return ""
    span = {"first": day_in_words(view.first_on), "last": day_in_words(view.through)}
    return gettext("Sales from %(first)s to %(last)s.") % span


def _borrowed(view: SeasonalView) -> str:
    return {
        "category": gettext("It has less than two years of sales, so the year shown is that of its category."),
        "all": gettext("It has less than two years of sales, so the year shown is that of everything together."),
        "none": gettext(
            "A season of the year needs two years of sales; until then only weekdays and trend are told."
        ),
    }.get(view.year_from, "")


def _figures(found: Seasons) -> tuple[Figure, ...]:
    return (
        Figure(
            gettext("Level now"),
            rate(exact(float(found.trend[-1]))),
            gettext("pieces a day, without season"),
        ),
        Figure(
            gettext("Growth"),
            signed_percent(None if found.growth is None else exact(found.growth)),
            gettext("against a year ago") if found.growth is not None else gettext("known after a year"),
        ),
        Figure(
            gettext("Strength of the week"),
            percent(exact(found.weekday_strength)),
            _strength_words(found.weekday_strength),
        ),
        Figure(
            gettext("Strength of the year"),
            percent(None if found.year_strength is None else exact(found.year_strength)),
            _strength_words(found.year_strength),
        ),
    )


def _strength_words(strength: float | None) -> str:
    if strength is None:
        return gettext("known after two years")
    if strength >= STRONG:
        return gettext("strong: most of the ups and downs")
    return gettext("weak: most is chance") if strength < WEAK else gettext("part of the ups and downs")


def _bars(view: SeasonalView, found: Seasons) -> tuple[BarChart, ...]:
    months = () if view.months is None else (month_chart(view.months.tolist()),)
    ahead = (ahead_chart(view.ahead),) if view.ahead else ()
    return (weekday_chart(found.weekdays.tolist()), *months, *ahead)


def _curves(view: SeasonalView, found: Seasons) -> tuple[CurveChart, ...]:
    weeks = (week_chart(found.year.tolist()),) if found.year is not None else ()
    last = view.through or date.min
    ends = [last - timedelta(days=7 * back) for back in range(len(found.trend))][::-1]
    return (*weeks, trend_chart(ends, found.trend.tolist()))


def _holidays(view: SeasonalView) -> Table:
    rows = tuple(
        (one.name, _effect(one.effect), ngettext("%(n)s time", "%(n)s times", one.days) % {"n": quantity(one.days)})
        for one in view.holidays
    )
    return Table((gettext("Holiday"), gettext("Against a usual day"), gettext("Seen")), rows)


def _effect(effect: float) -> str:
    return signed_percent(exact(effect - 1.0))
