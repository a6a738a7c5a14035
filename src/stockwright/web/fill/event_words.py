"""Events in sentences of the trade: one small table, and a fallback that is still a sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from stockwright.web.components.numbers import grouped, quantity
from stockwright.web.fill.wording import day_in_words

Payload = Mapping[str, Any]

NONE = "\N{EN DASH}"

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\S*")
_NAMES = ("number", "sku", "name", "file_name", "location_name", "source")
"""Fields that say which one it was, where an event has no sentence of its own."""

WORDS: dict[str, Callable[[], str]] = {
    "company.signed_up": lambda: gettext("Began the company %(company_name)s."),
    "company.changed": lambda: gettext("Changed the settings: %(changes)s."),
    "person.joined": lambda: gettext("Added %(email)s as %(role)s."),
    "person.role_changed": lambda: gettext("Changed what %(email)s may do: %(changes)s."),
    "person.left": lambda: gettext("Removed %(email)s from the company."),
    "token.made": lambda: gettext("Made the API token %(token_name)s (%(role)s)."),
    "token.revoked": lambda: gettext("Revoked the API token %(token_name)s."),
    "forecast.finished": lambda: gettext("Forecast %(series)s items up to %(as_of)s."),
    "forecast.failed": lambda: gettext("The forecast failed: %(reason)s"),
    "calendar.event_added": lambda: gettext("Added %(event_name)s (%(kind)s) to the calendar, from %(starts_on)s."),
    "calendar.event_changed": lambda: gettext("Changed %(event_name)s in the calendar: %(changes)s."),
    "calendar.event_cancelled": lambda: gettext("Cancelled %(event_name)s in the calendar."),
    "calendar.holiday_switched": lambda: gettext("Switched the public holiday %(holiday)s: counts %(counts)s."),
    "promotion.planned": lambda: gettext("Planned %(promotion_name)s: %(promotions)s promotions."),
    "promotion.changed": lambda: gettext("Changed the promotion %(promotion_name)s: %(changes)s."),
    "promotion.cancelled": lambda: gettext("Cancelled the promotion %(promotion_name)s."),
    "price.planned": lambda: gettext("Planned %(prices)s prices."),
    "price.cancelled": lambda: gettext("Took back the price planned from %(from_on)s."),
    "override.made": lambda: gettext("Overrode the forecast of %(sku)s: %(note)s"),
    "override.ended": lambda: gettext("Ended the override of %(sku)s."),
    "forecast.scored": lambda: gettext("Held %(runs)s forecasts against what was sold up to %(through)s."),
    "forecast.forgotten": lambda: gettext("Deleted %(rows)s item forecasts of old runs; their accuracy is kept."),
    "forecast.versions_forgotten": lambda: gettext("Let go what %(versions)s old versions had learnt."),
    "forecast.degraded": lambda: gettext("The forecast became worse: %(figure)s %(found)s instead of %(usual)s."),
    "forecast.recovered": lambda: gettext("The forecast is as good as before: %(figure)s %(found)s."),
    "plan.finished": lambda: gettext("Made the plan of %(planned_on)s: %(order_today)s items to order."),
    "plan.failed": lambda: gettext("The plan failed: %(reason)s"),
    "advice.ordered": lambda: gettext("Marked %(ordered)s as ordered, %(advised)s were advised."),
    "advice.flagged": lambda: gettext("Flagged a line: %(note)s"),
    "advice.undone": lambda: gettext("Took a mark back and cancelled its order."),
    "import.finished": lambda: gettext("Imported %(file_name)s: %(imported)s rows."),
    "import.failed": lambda: gettext("An import failed: %(reason)s"),
    "import.undone": lambda: gettext("Undid the import of %(file_name)s."),
    "items.changed": lambda: gettext("Added %(added)s items and changed %(changed)s."),
    "items.restored": lambda: gettext("Put %(changed)s items back and archived %(archived)s."),
    "item.added": lambda: gettext("Added the item %(sku)s."),
    "item.changed": lambda: gettext("Changed the item %(sku)s: %(changes)s."),
    "inventory.lot_added": lambda: gettext("Added the lot %(code)s."),
    "inventory.lot_changed": lambda: gettext("Changed the lot %(code)s: %(changes)s."),
    "inventory.lot_assigned": lambda: gettext("Put %(quantity)s pieces into the lot %(code)s."),
    "inventory.tag_scored": lambda: gettext("Scored the piece %(code)s: %(after)s."),
    "inventory.tags_seen": lambda: gettext("Read %(codes)s codes: %(unknown)s unknown, %(misplaced)s misplaced."),
    "location.added": lambda: gettext("Added the location %(location_name)s."),
    "inventory.stock_changed": lambda: gettext("Stock changed by %(quantity)s to %(on_hand)s on hand."),
    "inventory.reserved": lambda: gettext("Reserved stock for %(source)s."),
    "inventory.released": lambda: gettext("Released what was reserved for %(source)s."),
    "inventory.committed": lambda: gettext("Sent out what was reserved for %(source)s."),
    "inventory.extended": lambda: gettext("Kept what is reserved for %(source)s for longer."),
    "location.changed": lambda: gettext("Changed the location %(location_name)s: %(changes)s."),
    "inventory.adjusted": lambda: gettext("Set stock right by %(number)s (%(reason)s)."),
    "inventory.adjustment_requested": lambda: gettext("Asked to set stock right by %(number)s (%(reason)s)."),
    "inventory.adjustment_rejected": lambda: gettext("Rejected %(number)s: %(why)s"),
    "inventory.adjustment_undone": lambda: gettext("Undid %(number)s: %(why)s"),
    "adjustment_reason.changed": lambda: gettext("Changed the reason %(code)s: %(changes)s."),
    "inventory.low_stock": lambda: gettext("%(sku)s ran low: %(available)s free, low from %(threshold)s."),
    "inventory.low_stock_resolved": lambda: gettext("The alert of %(sku)s ended by %(resolved_by)s."),
    "inventory.low_stock_acknowledged": lambda: gettext("Took care of %(sku)s, which ran low."),
    "low_stock_threshold.changed": lambda: gettext("Changed when an item is low at a place: %(changes)s."),
    "channel_rule.changed": lambda: gettext("Changed what %(channel)s may sell: %(changes)s."),
    "forecast.outlier_decided": lambda: gettext("Said what %(sku)s on %(day)s counts as: %(after)s."),
    "forecast.notices_updated": lambda: gettext(
        "Noticed changes in demand: %(opened)s new, %(closed)s over, %(open)s in all."
    ),
    "channel_demand.changed": lambda: gettext("Changed what counts as demand on %(channel)s: %(changes)s."),
    "export.taken": lambda: gettext("Exported %(datasets)s: %(rows)s rows as %(file_format)s."),
    "export.acknowledged": lambda: gettext("Acknowledged the new rows of %(dataset)s for %(consumer)s."),
    "stock.moved": lambda: gettext("Posted %(movements)s movements of stock."),
    "inventory.count_started": lambda: gettext("Began a count of %(lines)s items."),
    "inventory.count_reviewed": lambda: gettext(
        "Ended the counting: %(counted)s counted, %(different)s different, %(recounts)s to count again."
    ),
    "inventory.count_resumed": lambda: gettext("Went on with a count."),
    "inventory.count_lines_decided": lambda: gettext("Decided on %(lines)s lines of a count."),
    "inventory.count_finalized": lambda: gettext(
        "Booked a count: %(counted)s of %(lines)s items counted, %(different)s different."
    ),
    "inventory.count_cancelled": lambda: gettext("Gave a count up: %(reason)s"),
    "inventory.count_undone": lambda: gettext("Took back what a count had booked: %(reason)s"),
    "inventory.landed_cost_added": lambda: gettext(
        "Divided %(amount)s of %(kind)s over the goods of %(document)s."
    ),
    "inventory.landed_cost_undone": lambda: gettext("Took %(kind)s of %(amount)s out of the goods again."),
    "proof.passed": lambda: gettext("Proved that books and stock agree: %(compared)s rows."),
    "proof.failed": lambda: gettext("Found %(differences)s differences between books and stock."),
    "proof.repaired": lambda: gettext("Set the books right: %(repair)s."),
    "layers.rebuilt": lambda: gettext("Made the cost layers of %(corrected)s items anew."),
    "promises.settled": lambda: gettext("Set what is reserved of %(corrected)s items to the reservations."),
    "daily_sales.rebuilt": lambda: gettext("Summed up %(corrected)s days of sales anew."),
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
    "webhook.added": lambda: gettext("Added the webhook %(url)s."),
    "webhook.changed": lambda: gettext("Changed the webhook %(url)s: %(changes)s."),
    "webhook.secret_rotated": lambda: gettext("Gave the webhook %(url)s a new secret."),
    "webhook.replayed": lambda: gettext("Sent %(deliveries)s deliveries again to the webhook %(url)s."),
    "webhook.disabled": lambda: gettext("Switched the webhook %(url)s off: %(reason)s"),
    "webhook.removed": lambda: gettext("Removed the webhook %(url)s."),
    "webhook.test": lambda: gettext("Tried the webhook %(url)s."),
    "night.step_finished": lambda: gettext("The night's step %(step)s ended well."),
    "night.step_failed": lambda: gettext("The night's step %(step)s failed: %(reason)s"),
}
"""A sentence for each event that has one, with the fields of its payload."""


def words_of(name: str, payload: Payload) -> str:
    """The event in a sentence; one without words of its own is told by its name and what it was about."""
    if name == "advice.flagged" and not payload.get("note"):
        return gettext("Took a flag away.")
    told = {key: written(value) for key, value in payload.items()} | {"changes": _changes(payload)}
    if _NUMBER.fullmatch(amount := str(payload.get("amount", ""))):
        told["amount"] = _coins(amount)
    if name in WORDS:
        return WORDS[name]() % _Known(told)
    which = next((told[key] for key in _NAMES if payload.get(key)), "")
    what = name.partition(".")[2].replace("_", " ") or name
    return f"{what[:1].upper()}{what[1:]}{f' ({which})' if which else ''}."


def _coins(amount: str) -> str:
    """An amount of money without its currency: whole, or to the last coin."""
    exact = Decimal(amount)
    return grouped(exact, 0 if exact == exact.to_integral_value() else 2)


def written(value: object) -> str:
    """A number as people read it, a day in words, nothing as a dash; anything else as it is."""
    if value is None or value == "":
        return NONE
    text = str(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int) or _NUMBER.fullmatch(text):
        return quantity(text)
    if _MOMENT.fullmatch(text):
        return date_format(timezone.localtime(datetime.fromisoformat(text)), gettext("j F Y, H:i"))
    return day_in_words(date.fromisoformat(text)) if _DAY.fullmatch(text) else text


def field_words(name: str) -> str:
    """The name of a field as a heading."""
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"


class _Known(dict[str, str]):
    """Fields of an event; one that an older event lacks is told as a dash."""

    def __missing__(self, key: str) -> str:
        return NONE


def _changes(payload: Payload) -> str:
    before, after = payload.get("before", {}), payload.get("after", {})
    if not isinstance(after, Mapping) or not isinstance(before, Mapping):
        return f"{written(before)} → {written(after)}"
    changed = [field for field in after if (before.get(field) or None) != (after[field] or None)]
    told = ((field.replace("_", " "), before.get(field) or NONE, after[field] or NONE) for field in changed)
    return ", ".join(f"{field} {old} → {new}" for field, old, new in told)
