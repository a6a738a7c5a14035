"""Forecast runs, done by the workers."""

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from stockwright.accounts.queries import company_of
from stockwright.forecasting.actions.runs import fail_run, in_words, start_forecast
from stockwright.forecasting.actions.shards import forecast_shard
from stockwright.forecasting.queries.shards import SHARD_TASK
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

_RETRIES = 2


@app.task(name="forecasting.refresh")
def refresh(company_id: str) -> None:
    """Forecast a company now."""
    _forecast(company_id, anew=False)


@app.task(name="forecasting.retrain")
def retrain(company_id: str) -> None:
    """Learn a company's demand anew and forecast by it now."""
    _forecast(company_id, anew=True)


@app.task(name=SHARD_TASK, pass_context=True, retry=RetryStrategy(max_attempts=_RETRIES, exponential_wait=5))
def shard(context: JobContext, company_id: str, run_id: str, number: int) -> None:
    """Forecast one part of a large company; its run fails where trying again does not help."""
    actor = Actor.system(UUID(company_id))
    try:
        forecast_shard(actor, run_id=UUID(run_id), number=number)
    except Exception as error:
        if context.job.attempts >= _RETRIES:
            fail_run(actor, run_id=UUID(run_id), reason=in_words(error))
        raise


def _forecast(company_id: str, *, anew: bool) -> None:
    actor = Actor.system(UUID(company_id))
    with scope(actor.company_id):
        time_zone = company_of(actor).time_zone
    start_forecast(actor, today=clock.today(time_zone), anew=anew)
