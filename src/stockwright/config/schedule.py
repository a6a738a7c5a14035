"""What runs when: each company's night by the clock of its own place.

A tick every minute looks which steps are due and were not taken yet, so a night that was slept through is
caught up by the first tick after waking.
"""

from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from asgiref.sync import async_to_sync
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from stockwright.accounts.queries import CompanyClock, company_clocks, company_of
from stockwright.forecasting.actions.retention import forget_forecasts, forget_versions
from stockwright.inventory.actions.alerts import refresh_alerts
from stockwright.inventory.actions.fulfilment import MOST_EXPIRED, expire_reservations
from stockwright.inventory.queries.reservations import companies_with_expired
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotYet, Problem
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.answers import forget_answers
from stockwright.messaging.actions.attempts import forget_deliveries
from stockwright.messaging.actions.nights import begin_step, claim_step, fail_step, finish_step
from stockwright.messaging.actions.stalled import retake_stalled_jobs
from stockwright.messaging.queries.nights import steps_of
from stockwright.replenishment.queries.advice import forecasts_in_use

log = structlog.get_logger("stockwright.schedule")


class Step(NamedTuple):
    """A step of the night: from when on (local time), and the function that does it."""

    name: str
    at: time
    does: str


STEPS = (
    Step("sync", time(6, 0), "stockwright.inventory.actions.nightly.close_days"),
    Step("proof", time(6, 15), "stockwright.insights.actions.proof.nightly_proof"),
    Step("scores", time(6, 45), "stockwright.forecasting.actions.scores.nightly_scores"),
    Step("forecast", time(7, 0), "stockwright.forecasting.actions.runs.nightly_forecast"),
    Step("plan", time(7, 30), "stockwright.replenishment.actions.plans.nightly_plan"),
)

_TRIES = 3
_JOBS_KEPT_HOURS = 72
_DIED = "The program was ended several times while it worked on this. It may need more memory."


@app.periodic(cron="* * * * *")
@app.task(name="schedule.tick", queueing_lock="schedule.tick", pass_context=False)
def tick(timestamp: int) -> None:
    """Take and defer every step that is due at `timestamp` (seconds since 1970)."""
    moment = datetime.fromtimestamp(timestamp, tz=ZoneInfo("UTC"))
    for company in company_clocks():
        take_due_steps(company, moment)


def take_due_steps(company: CompanyClock, moment: datetime) -> list[str]:
    """Defer the steps of one company that are due and not taken; their names."""
    local = moment.astimezone(ZoneInfo(company.time_zone))
    due = [step for step in STEPS if local.time() >= step.at]
    if not due:
        return []
    actor = Actor.system(company.company_id)
    with scope(actor.company_id):
        taken = steps_of(actor, local.date())
        free = [step.name for step in due if step.name not in taken]
        for name in free:
            if claim_step(actor, step=name, due_on=local.date()):
                _defer(actor, name, local.date())
    return free


@app.task(name="schedule.step", retry=RetryStrategy(max_attempts=_TRIES, exponential_wait=10))
def run_step(company_id: str, step: str, due_on: str) -> None:
    """Run one step of one company's night; a failure is kept with its reason and tried again."""
    actor, day = Actor.system(UUID(company_id)), date.fromisoformat(due_on)
    [does] = [known.does for known in STEPS if known.name == step]
    begin_step(actor, step=step, due_on=day)
    try:
        import_string(does)(actor, today=max(day, _today(actor)))
    except NotYet:
        finish_step(actor, step=step, due_on=day)
    except Problem as problem:
        # A refusal (no sales yet) will not pass by trying again.
        fail_step(actor, step=step, due_on=day, reason=problem.text)
    except Exception as error:
        log.exception("step failed", company=company_id, step=step)
        fail_step(actor, step=step, due_on=day, reason=f"{type(error).__name__}: {error}")
        raise
    else:
        finish_step(actor, step=step, due_on=day)


@app.periodic(cron="* * * * *")
@app.task(name="schedule.retake", queueing_lock="schedule.retake")
def retake(timestamp: int) -> None:
    """Take up what died with its worker."""
    retake_stalled_jobs(now=datetime.fromtimestamp(timestamp, tz=ZoneInfo("UTC")))


@app.periodic(cron="* * * * *")
@app.task(name="schedule.alerts", lock="schedule.alerts", queueing_lock="schedule.alerts")
def look_for_low_stock(timestamp: int) -> None:
    """Open and end the alerts of what runs low, for every company whose stock changed."""
    moment = datetime.fromtimestamp(timestamp, tz=ZoneInfo("UTC"))
    for company in company_clocks():
        refresh_alerts(Actor.system(company.company_id), now=moment)


@app.periodic(cron="* * * * *")
@app.task(name="schedule.expire", queueing_lock="schedule.expire")
def expire(timestamp: int) -> None:  # noqa: ARG001 - every periodic task gets one
    """Give back the stock of promises whose time ran out."""
    moment = clock.now()
    for company_id in companies_with_expired(moment):
        while expire_reservations(Actor.system(company_id), now=moment) == MOST_EXPIRED:
            pass


@app.periodic(cron="17 3 * * *")
@app.task(name="schedule.sweep", queueing_lock="schedule.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - every periodic task gets one
    """Forget jobs that ended well days ago (a tick a minute adds up), and old answers, deliveries and forecasts."""
    async_to_sync(app.job_manager.delete_old_jobs)(nb_hours=_JOBS_KEPT_HOURS)
    for company in company_clocks():
        with scope(company.company_id):
            actor = Actor.system(company.company_id)
            forget_answers(actor, now=clock.now())
            forget_deliveries(actor, now=clock.now())
            forget_versions(actor)
            forget_forecasts(actor, today=clock.today(company.time_zone), in_use=forecasts_in_use(actor))


def abandon_step(company_id: str, step: str, due_on: str) -> None:
    """Say that a step was given up because the workers that tried it died."""
    actor = Actor.system(UUID(company_id))
    fail_step(actor, step=step, due_on=date.fromisoformat(due_on), reason=_DIED)


def _defer(actor: Actor, step: str, due_on: date) -> None:
    job = app.configure_task("schedule.step", lock=f"night:{actor.company_id}")
    job.defer(company_id=str(actor.company_id), step=step, due_on=due_on.isoformat())


def _today(actor: Actor) -> date:
    with scope(actor.company_id):
        return clock.today(company_of(actor).time_zone)
