"""The form in which a transfer is planned."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from stockwright.inventory.queries.transfers import TransferView
from stockwright.inventory.rules.transfers import WantedLine
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.web.fill.locations import location_choices
from stockwright.web.fill.told_items import UnreadableLine, items_text, told_items
from stockwright.web.shown.transfers import TransferFormPage


def blank_form(actor: Actor, typed: Mapping[str, str], error: str = "") -> TransferFormPage:
    """The form of a new transfer, with what was typed already."""
    return _form(actor, typed, error, number="", back_url=reverse("transfers"))


def filled_form(
    actor: Actor, transfer: TransferView, typed: Mapping[str, str] | None = None, error: str = ""
) -> TransferFormPage:
    """The form of a transfer there is."""
    held = {
        "origin": str(transfer.origin_id),
        "destination": str(transfer.destination_id),
        "due_on": transfer.due_on.isoformat() if transfer.due_on else "",
        "note": transfer.note,
        "lines": items_text([(line.sku, line.quantity) for line in transfer.lines]),
    }
    back = reverse("transfer", args=[transfer.id])
    return _form(actor, {**held, **(typed or {})}, error, number=transfer.number, back_url=back)


def planned(actor: Actor, typed: Mapping[str, str], before: TransferView | None = None) -> dict[str, Any]:
    """What the form says, for the deed; lots and tags of lines there were stay with their items."""
    held: dict[UUID, list[tuple[UUID | None, tuple[str, ...]]]] = {}
    for line in before.lines if before else ():
        held.setdefault(line.variant_id, []).append((line.lot_id, line.tags))
    lines = []
    for variant_id, quantity in told_items(actor, typed.get("lines", "")):
        lot_id, tags = held[variant_id].pop(0) if held.get(variant_id) else (None, ())
        lines.append(WantedLine(variant_id, quantity, lot_id, tags))
    return {"lines": lines, "note": typed.get("note", "").strip()[:500], "due_on": _day(typed.get("due_on", ""))}


def _form(actor: Actor, typed: Mapping[str, str], error: str, *, number: str, back_url: str) -> TransferFormPage:
    return TransferFormPage(
        number=number,
        back_url=back_url,
        origins=location_choices(actor, typed.get("origin", "")),
        destinations=location_choices(actor, typed.get("destination", "")),
        due_on=typed.get("due_on", ""),
        note=typed.get("note", ""),
        lines=typed.get("lines", ""),
        source=typed.get("source") or f"page:{new_id()}",
        error=error,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UnreadableLine(detail=gettext("“%(text)s” is not a day.") % {"text": text}) from error
