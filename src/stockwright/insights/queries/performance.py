"""How good the forecasts of late were, beside naive ones, and what stated levels were worth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from stockwright.forecasting.models import AccuracySpell, ForecastRun
from stockwright.forecasting.queries.runs import latest_run, version_of
from stockwright.forecasting.queries.scores import Compared, Wanted, compared, newest_scored_day, open_spell
from stockwright.forecasting.rules.runs import JUDGED_DAYS
from stockwright.inventory.models import Location
from stockwright.inventory.queries.locations import check_location
from stockwright.kit.actor import Actor

CALIBRATION_DAYS = 56
LEAST_CASES = 200
"""From so many judged windows on, what happened says more than the weekly back-test."""


@dataclass(frozen=True)
class Asked:
    """Which forecasts: judged in the newest `period` days, for single days or sums over `window` days."""

    period: int = 28
    window: int = 1
    by: str = "lead"
    demand_class: str = ""
    category: str = ""
    location_id: UUID | None = None


@dataclass(frozen=True)
class Held:
    """Of the times demand was said to be inside, the share in which it was; `level` and `held` are 0..1."""

    level: float
    held: float
    judged: int


@dataclass(frozen=True)
class Calibration:
    """What stated levels were worth for demand summed over `days`; `source` is live or backtest."""

    source: str
    days: int
    at_90: Held  # demand stayed at or below the 90% quantile
    intervals: tuple[Held, ...]


@dataclass(frozen=True)
class RunFacts:
    """The run that the morning's plan is from."""

    id: UUID
    as_of: date
    finished_at: datetime | None
    version: str


@dataclass(frozen=True)
class Performance:
    """The answer; without scores `overall` is None and `groups` is empty."""

    run: RunFacts | None
    since: date | None
    through: date | None
    overall: Compared | None
    groups: list[Compared]
    calibration: Calibration | None
    spell: AccuracySpell | None
    backtest: Mapping[str, Any]


def model_performance(actor: Actor, asked: Asked) -> Performance:
    """Accuracy of the living runs by lead time, class, category, location, week or run. Fails with NotFound."""
    check_location(actor, asked.location_id)
    run, through = latest_run(actor), newest_scored_day(actor)
    wanted = None if through is None else _wanted(asked, through)
    return Performance(
        run=None if run is None else RunFacts(run.pk, run.as_of, run.finished_at, version_of(run)),
        since=wanted.since if wanted else None,
        through=through,
        overall=next(iter(_named(actor, "all", compared(actor, wanted))), None) if wanted else None,
        groups=_named(actor, asked.by, compared(actor, wanted, by=asked.by)) if wanted else [],
        calibration=calibration_of(actor, run, through),
        spell=open_spell(actor),
        backtest=run.accuracy if run else {},
    )


def calibration_of(actor: Actor, run: ForecastRun | None, through: date | None) -> Calibration | None:
    """What came of stated levels of late; of too few cases what the run's back-test says of them."""
    live = None if through is None else _live(actor, through)
    return live or _measured(run.accuracy if run else {})


def _live(actor: Actor, through: date) -> Calibration | None:
    since = through - timedelta(days=CALIBRATION_DAYS - 1)
    found = compared(actor, Wanted(since, through, days=JUDGED_DAYS))
    figures = found[0].forecast if found else None
    if figures is None or figures.judged < LEAST_CASES or figures.below_90 is None:
        return None
    shares = ((0.5, figures.within_50), (0.8, figures.within_80), (0.95, figures.within_95))
    intervals = tuple(Held(level, held, figures.judged) for level, held in shares if held is not None)
    return Calibration("live", JUDGED_DAYS, Held(0.9, figures.below_90, figures.judged), intervals)


def _measured(accuracy: Mapping[str, Any]) -> Calibration | None:
    if accuracy.get("held_90") is None:
        return None
    rows = [
        row
        for row in accuracy["calibration"]
        if row["demand_class"] == "all" and row["days"] == accuracy["days"] and row["held"] is not None
    ]
    judged = rows[0]["judged"] if rows else 0
    held = {round(row["level"], 4): row["held"] for row in rows}
    sides = ((0.5, 0.25, 0.75), (0.8, 0.1, 0.9), (0.95, 0.025, 0.975))
    intervals = tuple(
        Held(level, held[high] - held[low], judged) for level, low, high in sides if low in held and high in held
    )
    return Calibration("backtest", accuracy["days"], Held(0.9, accuracy["held_90"], judged), intervals)


def _wanted(asked: Asked, through: date) -> Wanted:
    return Wanted(
        since=through - timedelta(days=asked.period - 1),
        through=through,
        days=asked.window,
        demand_class=asked.demand_class,
        category=asked.category,
        location=asked.location_id,
    )


def _named(actor: Actor, by: str, rows: list[Compared]) -> list[Compared]:
    """The rows by names that people know."""
    if by != "location":
        return [replace(row, name=str(row.name)) for row in rows]
    names = dict(Location.objects.of(actor).values_list("pk", "name"))
    return sorted((replace(row, name=names.get(row.name, "")) for row in rows), key=lambda row: str(row.name))
