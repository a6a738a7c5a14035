"""Every event that can be told, with what its data looks like."""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps

from stockwright.messaging.events import Happening
from stockwright.messaging.rules.examples import example_of


@dataclass(frozen=True)
class KnownEvent:
    """An event's name, what it means, and an example of its data."""

    name: str
    means: str
    example: dict[str, Any]


@cache
def event_catalogue() -> tuple[KnownEvent, ...]:
    """Every event of every part, by name."""
    for app in apps.get_app_configs():
        if app.name.startswith("stockwright."):
            _import_events(app.name)
    kinds = [kind for kind in _kinds(Happening) if kind.name and kind.__module__.startswith("stockwright.")]
    found = [KnownEvent(kind.name, _meaning(kind), example_of(kind)) for kind in kinds]
    return tuple(sorted(found, key=lambda one: one.name))


def event_names() -> tuple[str, ...]:
    """The names of all events."""
    return tuple(one.name for one in event_catalogue())


def _import_events(part: str) -> None:
    try:
        found = importlib.import_module(f"{part}.events")
    except ModuleNotFoundError:
        return
    for module in pkgutil.iter_modules(getattr(found, "__path__", [])):
        importlib.import_module(f"{part}.events.{module.name}")


def _kinds(base: type[Happening]) -> list[type[Happening]]:
    return [kind for child in base.__subclasses__() for kind in (child, *_kinds(child))]


def _meaning(kind: type[Happening]) -> str:
    """The first paragraph of what the class says of itself."""
    return " ".join((kind.__doc__ or "").strip().split("\n\n")[0].split())
