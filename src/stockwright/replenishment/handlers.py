"""What replenishment does when something happened elsewhere."""

from stockwright.kit.actor import Actor
from stockwright.messaging.actions.queue import defer_once
from stockwright.messaging.models import Event


def refresh_plan(actor: Actor, event: Event) -> None:  # noqa: ARG001 - any change of stock or forecast will do
    """The forecast or the stock changed: plan again, once for any number of changes that came meanwhile."""
    defer_once("replenishment.refresh", actor)
