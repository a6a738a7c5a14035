"""What past forecasts were worth, by whatever one asks for; every figure is a quotient of added sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from stockwright.engine.demand.scoring import SUMS
from stockwright.forecasting.models import AccuracySpell, ForecastScore
from stockwright.forecasting.rules.figures import FLAT, NAIVE, Figures, figures_of
from stockwright.forecasting.rules.scores import PAST_WEEKS, STALE_DAYS, Judgement, Week, judge
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask

GROUPS = {
    "all": "''",
    "lead": "s.lead",
    "class": "s.demand_class",
    "category": "s.category",
    "location": "s.location_id",
    "day": "s.judged_on",
    "week": "%(through)s::date - (%(through)s::date - s.judged_on) / 7 * 7",
    "run": "s.run_id",
}
"""What scores can be grouped by; weeks are named by their last day and end with the newest day."""

_GROUPED = """
    with counted as materialized (
        select distinct on (as_of) id from forecasting_forecastrun
        where company_id = %(company)s and state = 'done' and as_of between %(since)s::date - 28 and %(through)s
        order by as_of, finished_at desc
    )
    select {group}, {sums}
    from forecasting_forecastscore s
    where s.company_id = %(company)s and s.days = %(days)s and s.judged_on between %(since)s and %(through)s
        and s.lead between %(first)s and %(last)s
        and s.run_id = any(coalesce(%(runs)s::uuid[], array(select id from counted)))
        and (%(class)s = '' or s.demand_class = %(class)s)
        and (%(category)s = '' or s.category = %(category)s)
        and (%(location)s::uuid is null or s.location_id = %(location)s)
    group by 1 order by 1
"""


@dataclass(frozen=True)
class Wanted:
    """Which scores: days judged, days summed (1, 7, 14, 28), leads, and what else narrows them.

    Without `runs`, of several runs that know the same days the last one counts: people ordered by it.
    """

    since: date
    through: date
    days: int = 1
    first: int = 1
    last: int = 28
    runs: tuple[UUID, ...] | None = None
    demand_class: str = ""
    category: str = ""
    location: UUID | None = None


@dataclass(frozen=True)
class Compared:
    """The forecast beside the naive ones, over the same cases."""

    name: Any
    forecast: Figures
    last_week: Figures
    mean_28: Figures

    @property
    def judged(self) -> int:
        """How many cases, the same for each."""
        return self.forecast.judged

    @property
    def demand(self) -> float:
        """Pieces sold in them."""
        return self.forecast.demand


def compared(actor: Actor, wanted: Wanted, *, by: str = "all") -> list[Compared]:
    """The figures of what is wanted, by one of GROUPS, in its order."""
    return [
        Compared(name, figures_of(sums), figures_of(sums, NAIVE), figures_of(sums, FLAT))
        for name, sums in _sums(actor, wanted, by)
    ]


def newest_scored_day(actor: Actor) -> date | None:
    """The newest day that forecasts were held against."""
    found = ForecastScore.objects.of(actor).order_by("-judged_on").values_list("judged_on", flat=True)
    return found.first()


def judgement(actor: Actor, *, today: date) -> Judgement:
    """How the newest seven complete days compare with the weeks before, for forecasts made at most a week ahead."""
    through = newest_scored_day(actor)
    if through is None or (today - through).days > STALE_DAYS:
        return judge(())
    wanted = Wanted(through - timedelta(days=7 * (PAST_WEEKS + 1) - 1), through, last=7)
    weeks = {found.name: found for found in compared(actor, wanted, by="week")}
    ends = [through - timedelta(days=7 * back) for back in range(PAST_WEEKS + 1)]
    if through not in weeks:
        return judge(())
    return judge([_week(weeks[end]) for end in ends if end in weeks])


def open_spell(actor: Actor) -> AccuracySpell | None:
    """The time of bad accuracy that has not ended; `began_on` tells since when."""
    return AccuracySpell.objects.of(actor).filter(ended_on=None).first()


def _week(found: Compared) -> Week:
    return Week(
        judged=found.judged if found.demand > 0 else 0,
        wape=found.forecast.wape or 0.0,
        bias=found.forecast.bias or 0.0,
        naive_wape=found.last_week.wape or 0.0,
        naive_bias=found.last_week.bias or 0.0,
    )


def _sums(actor: Actor, wanted: Wanted, by: str) -> list[tuple[Any, Mapping[str, float]]]:
    sums = ", ".join(f"sum(s.{name}::float)" for name in SUMS)
    told = {
        "company": actor.company_id,
        **{name: getattr(wanted, name) for name in ("since", "through", "days", "first", "last")},
        "runs": None if wanted.runs is None else list(wanted.runs),
        "class": wanted.demand_class,
        "category": wanted.category,
        "location": wanted.location,
    }
    rows = ask(_GROUPED.format(group=GROUPS[by], sums=sums), told)
    return [(name, dict(zip(SUMS, values, strict=True))) for name, *values in rows]
