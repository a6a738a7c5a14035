"""Movements in words, and the documents behind them as links."""

from urllib.parse import quote

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from stockwright.web.shown.stock_item import Reference

KINDS = {
    "opening": gettext_noop("Opening stock"),
    "receipt": gettext_noop("Receipt"),
    "sale": gettext_noop("Sale"),
    "return": gettext_noop("Return"),
    "adjustment": gettext_noop("Adjustment"),
    "count": gettext_noop("Count"),
    "waste": gettext_noop("Write-off"),
    "transfer_out": gettext_noop("Transfer out"),
    "transfer_in": gettext_noop("Transfer in"),
    "conversion": gettext_noop("Conversion"),
    "revaluation": gettext_noop("Revaluation"),
    "reserve": gettext_noop("Reserved"),
    "release": gettext_noop("Released"),
}
"""Each kind of movement as people call it."""

DOCUMENTS = {
    "purchase_order": (gettext_noop("Purchase order"), ""),
    "statement": (gettext_noop("Stock statement"), "import"),
    "reservation": (gettext_noop("Reservation"), "reservation"),
    "transfer": (gettext_noop("Transfer"), "transfer"),
    "count": (gettext_noop("Count"), "count"),
    "adjustment": (gettext_noop("Adjustment"), "adjustment"),
    "waste": (gettext_noop("Write-off"), "adjustment"),
    "landed_cost": (gettext_noop("Landed cost"), ""),
    "lot": (gettext_noop("Lot"), "lot"),
    "kit": (gettext_noop("Kit"), ""),
    "conversion": (gettext_noop("Conversion"), ""),
    "order": (gettext_noop("Order"), ""),
    "sale": (gettext_noop("Sale"), ""),
}
"""For each type of reference its name and the name of the address of its page ("" where there is none)."""


def kind_words(kind: str) -> str:
    """A kind of movement as people call it."""
    return gettext(KINDS[kind]) if kind in KINDS else kind


def reference_of(ref_type: str, ref_id: str) -> Reference | None:
    """The document behind a movement; None where none was named."""
    if not ref_type and not ref_id:
        return None
    title, page = DOCUMENTS.get(ref_type, (ref_type, ""))
    words = gettext(title) if title else ""
    if not _is_machine_made(ref_id):
        words = f"{words} {ref_id}".strip()
    return Reference(words, _url_of(page, ref_id) or _orders_of(ref_type, ref_id))


def _is_machine_made(ref_id: str) -> bool:
    """Whether the id says nothing to people."""
    return len(ref_id) == 36 and ref_id.count("-") == 4


def _url_of(page: str, ref_id: str) -> str:
    try:
        return reverse(page, args=[ref_id]) if page else ""
    except NoReverseMatch:
        return ""


def _orders_of(ref_type: str, ref_id: str) -> str:
    """The reservations of an order, for what was sold of it."""
    return f"{reverse('reservations')}?q={quote(ref_id)}" if ref_type in ("order", "sale") and ref_id else ""
