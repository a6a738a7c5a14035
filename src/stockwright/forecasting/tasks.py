"""Forecast runs, done by the workers."""

from uuid import UUID

from procrastinate.contrib.django import app

from stockwright.accounts.queries import company_of
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


@app.task(name="forecasting.refresh")
def refresh(company_id: str) -> None:
    """Forecast a company now."""
    _forecast(company_id, anew=False)


@app.task(name="forecasting.retrain")
def retrain(company_id: str) -> None:
    """Learn a company's demand anew and forecast by it now."""
    _forecast(company_id, anew=True)


def _forecast(company_id: str, *, anew: bool) -> None:
    actor = Actor.system(UUID(company_id))
    with scope(actor.company_id):
        time_zone = company_of(actor).time_zone
    run_forecast(actor, today=clock.today(time_zone), anew=anew)
