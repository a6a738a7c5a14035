"""What forecasting does when something happened elsewhere."""

from stockwright.kit.actor import Actor
from stockwright.messaging.actions.queue import defer_once
from stockwright.messaging.models import Event


def refresh_forecast(actor: Actor, event: Event) -> None:  # noqa: ARG001 - any change of sales will do
    """Sales changed: forecast again, once for any number of changes that came meanwhile."""
    defer_once("forecasting.refresh", actor)
