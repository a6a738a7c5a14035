"""What happened lately, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext

from stockwright.messaging.models import Event
from stockwright.web.shown.activity import Happened

Payload = Mapping[str, Any]

_WORDS: dict[str, Callable[[], str]] = {
    "company.signed_up": lambda: gettext("Began the company %(company_name)s."),
    "company.changed": lambda: gettext("Changed the settings: %(changes)s."),
    "person.joined": lambda: gettext("Added somebody as %(role)s."),
    "person.role_changed": lambda: gettext("Changed a role from %(before)s to %(after)s."),
    "person.left": lambda: gettext("Removed somebody from the company."),
    "token.made": lambda: gettext("Made the API token %(token_name)s (%(role)s)."),
    "token.revoked": lambda: gettext("Revoked an API token."),
    "forecast.finished": lambda: gettext("Forecast %(series)s items up to %(as_of)s."),
    "forecast.failed": lambda: gettext("The forecast failed: %(reason)s"),
    "plan.finished": lambda: gettext("Made the plan of %(planned_on)s: %(order_today)s items to order."),
    "plan.failed": lambda: gettext("The plan failed: %(reason)s"),
    "advice.ordered": lambda: gettext("Marked %(ordered)s as ordered, %(advised)s were advised."),
    "advice.flagged": lambda: gettext("Flagged a line: %(note)s"),
    "advice.undone": lambda: gettext("Took a mark back and cancelled its order."),
    "sales.imported": lambda: gettext("Brought in %(lines)s lines of sales, %(first_on)s to %(last_on)s."),
    "stock.imported": lambda: gettext("Told the stock of %(items)s items."),
    "stock.undone": lambda: gettext("Took back the stock of %(items)s items."),
    "night.step_finished": lambda: gettext("The night's step %(step)s ended well."),
    "night.step_failed": lambda: gettext("The night's step %(step)s failed: %(reason)s"),
}
"""A sentence for each event that has one, with the fields of its payload."""


def happened(event: Event) -> Happened:
    """An event as a line of the activity."""
    return Happened(words_of(event.name, event.payload), event.by, event.at, event.name)


def words_of(name: str, payload: Payload) -> str:
    """The event in a sentence; one without words is told by its name and fields."""
    if name == "company.changed":
        payload = {"changes": _changes(payload)}
    if name == "advice.flagged" and not payload.get("note"):
        return gettext("Took a flag away.")
    if name in _WORDS:
        try:
            return _WORDS[name]() % payload
        except KeyError:
            pass
    told = ", ".join(f"{key} {value}" for key, value in payload.items() if not key.endswith("_id"))
    return f"{name.replace('.', ': ').replace('_', ' ')} {told}".strip()


def _changes(payload: Payload) -> str:
    before, after = payload.get("before", {}), payload.get("after", {})
    return ", ".join(f"{field.replace('_', ' ')} {before.get(field)} → {after[field]}" for field in after)
