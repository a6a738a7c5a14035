"""Days by the clock of the company that asks."""

from datetime import date

from stockwright.accounts.queries import company_of
from stockwright.kit import clock
from stockwright.kit.actor import Actor


def company_day(actor: Actor) -> date:
    """The company's present day."""
    return clock.today(company_of(actor).time_zone)
