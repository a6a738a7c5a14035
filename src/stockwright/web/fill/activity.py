"""What happened lately, in words."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from stockwright.messaging.models import Event
from stockwright.web.components.numbers import quantity
from stockwright.web.fill.wording import day_in_words
from stockwright.web.shown.activity import Happened

Payload = Mapping[str, Any]

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

WORDS: dict[str, Callable[[], str]] = {
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
    "import.finished": lambda: gettext("Imported %(file_name)s: %(imported)s rows."),
    "import.failed": lambda: gettext("An import failed: %(reason)s"),
    "import.undone": lambda: gettext("Undid an import of %(kind)s."),
    "items.changed": lambda: gettext("Added %(added)s items and changed %(changed)s."),
    "items.restored": lambda: gettext("Put %(changed)s items back and archived %(archived)s."),
    "item.added": lambda: gettext("Added the item %(sku)s."),
    "item.changed": lambda: gettext("Changed the item %(sku)s: %(changes)s."),
    "location.added": lambda: gettext("Added the location %(location_name)s."),
    "stock.moved": lambda: gettext("Posted %(movements)s movements of stock."),
    "levels.rebuilt": lambda: gettext("Set %(corrected)s stock levels right."),
    "snapshots.taken": lambda: gettext("Closed %(days)s days of stock up to %(up_to)s."),
    "purchase_order.placed": lambda: gettext("Placed the order %(number)s."),
    "purchase_orders.added": lambda: gettext("Brought in %(orders)s purchase orders with %(lines)s lines."),
    "purchase_order.received": lambda: gettext("Received goods of the order %(number)s."),
    "purchase_order.cancelled": lambda: gettext("Cancelled the order %(number)s."),
    "sales.undone": lambda: gettext("Took back %(lines)s lines of sales."),
    "sales.imported": lambda: gettext("Brought in %(lines)s lines of sales, %(first_on)s to %(last_on)s."),
    "stock.imported": lambda: gettext("Told the stock of %(items)s items."),
    "inventory.transfer_drafted": lambda: gettext("Planned the transfer %(number)s."),
    "inventory.transfer_changed": lambda: gettext("Changed the transfer %(number)s."),
    "inventory.transfer_sent": lambda: gettext("Sent goods of the transfer %(number)s."),
    "inventory.transfer_received": lambda: gettext("Received goods of the transfer %(number)s."),
    "inventory.transfer_closed": lambda: gettext("Closed the transfer %(number)s with differences: %(reason)s"),
    "inventory.transfer_cancelled": lambda: gettext("Cancelled the transfer %(number)s."),
    "inventory.transfer_step_undone": lambda: gettext("Undid a step of the transfer %(number)s."),
    "inventory.kit_changed": lambda: gettext("Changed the components of a kit."),
    "inventory.kits_assembled": lambda: gettext("Assembled %(quantity)s kits."),
    "inventory.kits_taken_apart": lambda: gettext("Took %(quantity)s kits apart."),
    "inventory.kit_build_undone": lambda: gettext("Took the building of kits back."),
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
    if name == "advice.flagged" and not payload.get("note"):
        return gettext("Took a flag away.")
    told = {key: _written(value) for key, value in payload.items()} | {"changes": _changes(payload)}
    if name in WORDS:
        return WORDS[name]() % _Known(told)
    return name.replace(".", ": ").replace("_", " ")


class _Known(dict[str, str]):
    """Fields of an event; one that an older event lacks is told as a dash."""

    def __missing__(self, key: str) -> str:
        return "\N{EN DASH}"


def _written(value: object) -> str:
    """A number as people read it, a day in words; anything else as it is."""
    text = str(value)
    if isinstance(value, int) or _NUMBER.fullmatch(text):
        return quantity(text)
    return day_in_words(date.fromisoformat(text)) if _DAY.fullmatch(text) else text


def _changes(payload: Payload) -> str:
    before, after = payload.get("before", {}), payload.get("after", {})
    if not isinstance(after, Mapping) or not isinstance(before, Mapping):
        return ""
    none = "\N{EN DASH}"
    told = ((field.replace("_", " "), before.get(field) or none, after[field] or none) for field in after)
    return ", ".join(f"{field} {old} → {new}" for field, old, new in told)
