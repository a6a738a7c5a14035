"""Plans, made by the workers."""

from uuid import UUID

from procrastinate.contrib.django import app

from stockwright.accounts.queries import company_of
from stockwright.forecasting.queries.runs import latest_run
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.replenishment.actions.plans import run_plan


@app.task(name="replenishment.refresh")
def refresh(company_id: str) -> None:
    """Plan for a company now; without a forecast there is nothing to plan yet."""
    actor = Actor.system(UUID(company_id))
    with scope(actor.company_id):
        time_zone, ready = company_of(actor).time_zone, latest_run(actor) is not None
    if ready:
        run_plan(actor, today=clock.today(time_zone))
