"""What forecasting does when something happened elsewhere."""

from django.conf import settings

from stockwright.forecasting.actions.model_files import write_version
from stockwright.kit.actor import Actor
from stockwright.messaging.actions.queue import defer_once
from stockwright.messaging.models import Event
from stockwright.sales.queries.days import last_sale_on


def refresh_forecast(actor: Actor, event: Event) -> None:  # noqa: ARG001 - any change of sales will do
    """Sales changed: forecast again, once for any number of changes that came meanwhile."""
    defer_once("forecasting.refresh", actor)


def follow_calendar(actor: Actor, event: Event) -> None:  # noqa: ARG001 - any change of what is told will do
    """Somebody told the forecast something: make it again, where there are sales to make it from."""
    if last_sale_on(actor) is not None:
        defer_once("forecasting.refresh", actor)


def write_model_file(actor: Actor, event: Event) -> None:
    """The forecast learnt anew: write the version into the folder for model files, where one is set."""
    if settings.ENV.models is not None:
        write_version(actor, settings.ENV.models, number=event.payload["number"])
