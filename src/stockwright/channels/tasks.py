"""Imports, run by the workers."""

from uuid import UUID

from procrastinate.contrib.django import app

from stockwright.accounts.queries import company_of
from stockwright.channels.actions.imports import run_import
from stockwright.kit import clock
from stockwright.kit.actor import EVERYTHING, Actor
from stockwright.kit.tenancy import scope


@app.task(name="channels.import")
def import_file(company_id: str, batch_id: str, by: str) -> None:
    """Bring a queued file in."""
    actor = Actor(UUID(company_id), EVERYTHING, label=by)
    with scope(actor.company_id):
        today = clock.today(company_of(actor).time_zone)
    run_import(actor, batch_id=UUID(batch_id), today=today)
