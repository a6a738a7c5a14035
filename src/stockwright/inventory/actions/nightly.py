"""The stock step of the night."""

from datetime import date, timedelta

from stockwright.accounts.queries import company_of
from stockwright.inventory.actions.snapshots import take_snapshots
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


def close_days(actor: Actor, *, today: date) -> None:
    """Take the stock snapshots of every full day that lacks them."""
    with scope(actor.company_id):
        time_zone = company_of(actor).time_zone
    take_snapshots(actor, up_to=today - timedelta(days=1), time_zone=time_zone)
