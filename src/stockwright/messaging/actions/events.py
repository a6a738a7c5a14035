"""Announcing what happened, in the transaction in which it happened."""

import json
from dataclasses import asdict

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from stockwright.kit.actor import Actor
from stockwright.messaging.events import Happening
from stockwright.messaging.models import Event


def emit(actor: Actor, happening: Happening) -> Event:
    """Write the event row and defer one job for each part that reacts to it.

    Both vanish if the surrounding transaction does.
    """
    payload = json.loads(json.dumps(asdict(happening), cls=DjangoJSONEncoder))
    event = Event.objects.create(
        company_id=actor.company_id,
        name=happening.name,
        payload=payload,
        person_id=actor.person_id,
        by=actor.label,
    )
    for handler in reactions_to(happening.name):
        app.configure_task("messaging.react", lock=f"{actor.company_id}:{handler}").defer(
            company_id=str(actor.company_id), event_id=str(event.pk), handler=handler
        )
    return event


def reactions_to(name: str) -> tuple[str, ...]:
    """The dotted names of the handlers that react to an event."""
    table: dict[str, tuple[str, ...]] = import_string(settings.REACTIONS)
    return table.get(name, ())
