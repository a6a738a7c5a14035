"""The form in which a transfer is planned, and the quantities that its page sends."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from stockwright.inventory.queries.transfers import TransferView
from stockwright.inventory.rules.transfers import WantedLine
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.web.fill.told_items import UnreadableLine, items_text, number_of, told_items
from stockwright.web.fill.transfers import places
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


def place_of(typed: Mapping[str, str], name: str) -> UUID:
    """The place that was chosen."""
    try:
        return UUID(typed.get(name, ""))
    except ValueError as error:
        raise UnreadableLine(detail=gettext("Choose where the goods come from and where they go.")) from error


def counted(typed: Mapping[str, str], deed: str) -> dict[UUID, Decimal] | None:
    """The quantities by line that were typed for a deed (`send`, `receive`); None where there is no field."""
    found: dict[UUID, Decimal] = {}
    for name, text in typed.items():
        if name.startswith(f"{deed}-"):
            try:
                found[UUID(name.removeprefix(f"{deed}-"))] = number_of(text)
            except ValueError as error:
                raise UnreadableLine(detail=gettext("This page is out of date. Load it again.")) from error
    return found or None


def _form(actor: Actor, typed: Mapping[str, str], error: str, *, number: str, back_url: str) -> TransferFormPage:
    return TransferFormPage(
        number=number,
        back_url=back_url,
        origins=places(actor, typed.get("origin", "")),
        destinations=places(actor, typed.get("destination", "")),
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
