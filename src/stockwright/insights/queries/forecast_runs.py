"""Forecast runs with what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from stockwright.forecasting.models import ForecastRun, ItemForecast
from stockwright.forecasting.queries.runs import versioned
from stockwright.forecasting.queries.scores import Compared, Wanted, compared
from stockwright.forecasting.rules.runs import HORIZON_DAYS
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_key, page_of
from stockwright.kit.problems import NotFound


@dataclass(frozen=True)
class RunStory:
    """A run and its scores so far; `has_items` while it is kept what it told of every item."""

    run: ForecastRun
    overall: Compared | None
    leads: list[Compared] = field(default_factory=list)
    classes: list[Compared] = field(default_factory=list)
    has_items: bool = False


def runs_page(actor: Actor, *, cursor: str, limit: int) -> Page[RunStory]:
    """The runs, the newest first, each with the figures of all its days."""
    rows = (
        versioned(ForecastRun.objects.of(actor)).filter(_after(cursor)).order_by("-started_at", "-id")[: limit + 1]
    )
    scores = _scores(actor, list(rows))
    stories = [RunStory(run, scores.get(run.pk)) for run in rows]
    return page_of(stories, limit, key=lambda story: (story.run.started_at.isoformat(), story.run.pk))


def run_story(actor: Actor, run_id: UUID) -> RunStory:
    """All that is known of a run."""
    run = versioned(ForecastRun.objects.of(actor)).filter(pk=run_id).first()
    if run is None:
        raise NotFound(what="forecast run")
    wanted = Wanted(run.as_of, run.as_of + timedelta(days=HORIZON_DAYS), runs=(run.pk,))
    return RunStory(
        run=run,
        overall=next(iter(compared(actor, wanted)), None),
        leads=[replace(row, name=str(row.name)) for row in compared(actor, wanted, by="lead")],
        classes=compared(actor, wanted, by="class"),
        has_items=ItemForecast.objects.of(actor).filter(run=run).exists(),
    )


def _scores(actor: Actor, runs: Sequence[ForecastRun]) -> dict[UUID, Compared]:
    if not runs:
        return {}
    since, until = min(run.as_of for run in runs), max(run.as_of for run in runs)
    wanted = Wanted(since, until + timedelta(days=HORIZON_DAYS), runs=tuple(run.pk for run in runs))
    return {row.name: row for row in compared(actor, wanted, by="run")}


def _after(cursor: str) -> Q:
    if not cursor:
        return Q()
    at, key = decode_key(cursor, datetime.fromisoformat, UUID)
    return Q(started_at__lt=at) | Q(started_at=at, id__lt=key)
