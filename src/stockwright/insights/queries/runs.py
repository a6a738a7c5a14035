"""Every forecast and plan that was tried, and how it ended."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from stockwright.forecasting.models import ForecastRun
from stockwright.kit.actor import Actor
from stockwright.replenishment.models import PlanRun


@dataclass(frozen=True)
class RunView:
    """One run: `on` is the last day of its history (forecast) or the morning it is for (plan)."""

    id: UUID
    kind: str
    state: str
    on: date
    reason: str
    started_at: datetime
    finished_at: datetime | None
    settings: dict[str, Any]
    figures: dict[str, Any] = field(default_factory=dict)


def latest_runs(actor: Actor, *, limit: int) -> list[RunView]:
    """The newest runs of either kind."""
    forecasts = ForecastRun.objects.of(actor).order_by("-started_at", "-id")[:limit]
    plans = PlanRun.objects.of(actor).order_by("-started_at", "-id")[:limit]
    views = [
        *(_view(run, "forecast", run.as_of, run.accuracy) for run in forecasts),
        *(_view(run, "plan", run.planned_on, run.summary) for run in plans),
    ]
    return sorted(views, key=lambda view: (view.started_at, view.id), reverse=True)[:limit]


def _view(run: ForecastRun | PlanRun, kind: str, on: date, figures: dict[str, Any]) -> RunView:
    return RunView(
        id=run.pk,
        kind=kind,
        state=run.state,
        on=on,
        reason=run.reason,
        started_at=run.started_at,
        finished_at=run.finished_at,
        settings=run.settings,
        figures=figures,
    )
