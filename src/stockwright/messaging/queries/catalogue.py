"""Every event that can be told, with what its data looks like."""

import importlib
import json
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


def catalogue_text() -> str:
    """The catalogue as a page of Markdown, the same on every machine."""
    parts = [_HEAD]
    for one in event_catalogue():
        example = json.dumps(one.example, indent=2, ensure_ascii=False)
        parts.append(f"## `{one.name}`\n\n{one.means}\n\n```json\n{example}\n```\n")
    return "\n".join(parts)


_HEAD = """\
# The events

Every event that a webhook can be told about, with an example of its `data`. A whole message looks like this:

```json
{
  "type": "inventory.stock_changed",
  "timestamp": "2026-01-05T10:00:00+00:00",
  "data": {},
  "id": "019b8d6c-5c2e-7c1a-9d6b-0e7f8a9b0c1d",
  "company_id": "019b8d6c-0a11-7f20-8c3d-1b2a3c4d5e6f",
  "subject": "stock:019b8d6c-1111-7000-8000-000000000001:019b8d6c-2222-7000-8000-000000000002",
  "sequence": 42
}
```

`subject` and `sequence` are null for an event that has no order. This page is written by
`python -m stockwright.config.catalogue`.
"""
