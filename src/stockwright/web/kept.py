"""What many people look at in one morning is put together once."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from stockwright.kit.actor import Actor
from stockwright.messaging.queries.events import newest_event

SECONDS = 60

Filled = TypeVar("Filled")


def kept(actor: Actor, name: str, build: Callable[[], Filled]) -> Filled:
    """What `build` makes, or what it made within the last minute while nothing happened in the company.

    `name` has to tell apart everything that `build` depends on besides the company and the language. Every
    deed writes an event, so the next look after one is made anew.
    """
    told = f"{actor.company_id}:{newest_event(actor)}:{get_language()}:{name}"
    key = hashlib.sha256(told.encode()).hexdigest()
    found: Filled | None = cache.get(key)
    if found is None:
        found = build()
        cache.set(key, found, SECONDS)
    return found
