"""Which run told of which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from stockwright.forecasting.models import ForecastRun, ItemForecast, RunState
from stockwright.forecasting.queries.runs import latest_run, versioned
from stockwright.forecasting.rules.predictions import check_days
from stockwright.forecasting.rules.runs import HORIZON_DAYS
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound


@dataclass(frozen=True)
class PredictionFilter:
    """Which predictions; `current` takes for each day the newest run made before it, else every run's are told."""

    variant_id: UUID | None = None
    location_id: UUID | None = None
    run_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    current: bool = False


class ToldDay(NamedTuple):
    """A day that a run spoke of, `lead` days ahead."""

    day: date
    run: ForecastRun
    lead: int


def told_days(actor: Actor, wanted: PredictionFilter) -> list[ToldDay]:
    """The days of the runs that are wanted, by day and run; without days of its own, those of the newest run."""
    run = _run(actor, wanted.run_id)
    if run is None:
        return []
    since = wanted.since or run.as_of + timedelta(days=1)
    until = wanted.until or max(since, run.as_of + timedelta(days=HORIZON_DAYS))
    check_days(since, until)
    runs = [run] if wanted.run_id else _kept_runs(actor, since, until)
    days = [since + timedelta(days=later) for later in range((until - since).days + 1)]
    return [told for day in days for told in _of_day(day, runs, only_newest=wanted.current)]


def _run(actor: Actor, run_id: UUID | None) -> ForecastRun | None:
    if run_id is None:
        return latest_run(actor)
    run = versioned(ForecastRun.objects.of(actor)).filter(pk=run_id).first()
    if run is None:
        raise NotFound(what="forecast run")
    return run


def _kept_runs(actor: Actor, since: date, until: date) -> list[ForecastRun]:
    """Runs that speak of these days and whose item forecasts are still kept, the oldest first."""
    first = since - timedelta(days=HORIZON_DAYS)
    told = ItemForecast.objects.of(actor).filter(run_id=OuterRef("pk"))
    runs = versioned(ForecastRun.objects.of(actor)).filter(Exists(told), state=RunState.DONE)
    return list(runs.filter(as_of__gte=first, as_of__lt=until).order_by("as_of", "finished_at"))


def _of_day(day: date, runs: Sequence[ForecastRun], *, only_newest: bool) -> list[ToldDay]:
    speaking = [run for run in runs if 1 <= (day - run.as_of).days <= HORIZON_DAYS]
    chosen = speaking[-1:] if only_newest else sorted(speaking, key=lambda run: run.pk)
    return [ToldDay(day, run, (day - run.as_of).days) for run in chosen]
