"""How the last night went: what failed, what is under way, what comes next."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from procrastinate.contrib.django.models import ProcrastinateJob

from stockwright.forecasting.models import RunState
from stockwright.forecasting.queries import runs as forecasting
from stockwright.kit.actor import Actor
from stockwright.messaging.queries.nights import failed_step
from stockwright.replenishment.models import PlanRun
from stockwright.replenishment.queries import advice as planning

PLANNED_AT = time(7, 30)
"""When the day's plan is due, by the clock of the company's place."""

_WORK = ("schedule.step", "forecasting.refresh", "replenishment.refresh", "messaging.react")


@dataclass(frozen=True)
class Failure:
    """A run that did not end well, while the last good one stays."""

    step: str  # "forecast", "plan" or "sync"
    reason: str
    at: datetime


def last_failure(actor: Actor, good: PlanRun | None) -> Failure | None:
    """What failed since the lists were made, or None when all is well."""
    forecast, plan = forecasting.last_attempt(actor), planning.last_attempt(actor)
    if forecast is not None and forecast.state == RunState.FAILED:
        return Failure("forecast", forecast.reason, forecast.finished_at or forecast.started_at)
    if plan is not None and plan.state == "failed":
        return Failure("plan", plan.reason, plan.finished_at or plan.started_at)
    step = failed_step(actor)
    since = good.finished_at if good else None
    if step is None or step.finished_at is None or (since is not None and step.finished_at < since):
        return None
    return Failure(step.step, step.reason, step.finished_at)


def is_working(actor: Actor) -> bool:
    """Whether work for the company waits or runs right now."""
    jobs = ProcrastinateJob.objects.filter(task_name__in=_WORK, status__in=("todo", "doing"))
    return jobs.filter(args__company_id=str(actor.company_id)).exists()


def next_plan_at(now: datetime, time_zone: str) -> datetime:
    """The next moment at which a plan is due."""
    local = now.astimezone(ZoneInfo(time_zone))
    day = local.date() if local.time() < PLANNED_AT else local.date() + timedelta(days=1)
    return datetime.combine(day, PLANNED_AT, tzinfo=ZoneInfo(time_zone))
