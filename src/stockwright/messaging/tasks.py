"""Reactions, run after the commit by the workers."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.models import Event, Reaction


@app.task(name="messaging.react", retry=RetryStrategy(max_attempts=4, exponential_wait=3))
def react(company_id: str, event_id: str, handler: str) -> None:
    """Let `handler` deal with an event, once: what it does and the note that it did are one transaction."""
    actor = Actor.system(UUID(company_id))
    with scope(actor.company_id):
        event = Event.objects.of(actor).get(pk=UUID(event_id))
        try:
            with transaction.atomic():
                Reaction.objects.create(company_id=actor.company_id, event_id=event.pk, handler=handler)
        except IntegrityError:
            return
        import_string(handler)(actor, event)
