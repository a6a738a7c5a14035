"""What sales do when stock was stated."""

from stockwright.kit.actor import Actor
from stockwright.messaging.models import Event
from stockwright.sales.actions.stock import move_sales_since_statements


def follow_statements(actor: Actor, event: Event) -> None:  # noqa: ARG001 - every handler gets its event
    """After stock was stated, or a statement was undone: sales later than it move stock."""
    move_sales_since_statements(actor)
