"""What is done about other parts' events."""

from procrastinate.contrib.django import app

from stockwright.kit.actor import Actor
from stockwright.messaging.models import Event


def tell_owners(actor: Actor, event: Event) -> None:
    """A webhook was switched off: its owners get a mail, as soon as this transaction is over."""
    app.configure_task("accounts.tell_owners_of_webhook").defer(
        company_id=str(actor.company_id), event_id=str(event.pk)
    )
