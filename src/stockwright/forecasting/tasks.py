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
    actor = Actor.system(UUID(company_id))
    with scope(actor.company_id):
        time_zone = company_of(actor).time_zone
    run_forecast(actor, today=clock.today(time_zone))
