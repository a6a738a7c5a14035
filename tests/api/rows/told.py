"""What people tell the forecast."""

from datetime import date, timedelta
from uuid import UUID

from tests.api.rows.trade import product
from tests.make import told

from stockwright.accounts.actions.companies import change_company
from stockwright.kit.actor import Actor

AHEAD = date.today() + timedelta(days=9)  # noqa: DTZ011 - any day to come will do
HOLIDAY = {"name": "Erster Mai", "counts": False}


def event(actor: Actor) -> UUID:
    """The id of an event."""
    return told.event(actor).pk


def promotion(actor: Actor) -> UUID:
    """The id of a promotion."""
    return told.promotion(actor, product(actor)).pk


def price(actor: Actor) -> UUID:
    """The id of a planned price."""
    return told.price(actor, product(actor), from_on=AHEAD, today=AHEAD - timedelta(days=5)).pk


def override(actor: Actor) -> UUID:
    """The id of an override."""
    return told.override(actor, product(actor), starts_on=AHEAD, expires_on=AHEAD, today=AHEAD).pk


def an_event() -> dict[str, object]:
    """An event as it is sent."""
    return {"name": "Spring fair", "kind": "fair", "starts_on": "2026-03-10", "ends_on": "2026-03-12"}


def a_promotion(actor: Actor) -> dict[str, object]:
    """A promotion as it is sent."""
    days = {"starts_on": "2026-03-10", "ends_on": "2026-03-12"}
    return {"name": "Spring sale", "discount": "0.2", "variant_ids": [product(actor)], **days}


def prices(actor: Actor) -> dict[str, object]:
    """Planned prices as they are sent."""
    return {"prices": [{"variant_id": product(actor), "price": "8.50", "from_on": AHEAD}]}


def an_override(actor: Actor) -> dict[str, object]:
    """An override as it is sent."""
    return {"variant_id": product(actor), "way": "fixed", "amount": "12", "note": "A big order comes."}


def a_holiday(actor: Actor) -> dict[str, object]:
    """A public holiday of the company's country, switched off."""
    change_company(actor, holidays_of="DE")
    return HOLIDAY
