"""The counting page, filled, and what a device tells in its entries."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from stockwright.inventory.actions.count_entries import Entered, Told
from stockwright.inventory.queries.count_entries import own_tallies
from stockwright.inventory.queries.count_lines import CountLineRow, Lines, count_lines_page
from stockwright.inventory.queries.counts import CountView, count_view
from stockwright.inventory.rules.counts import CountState, InvalidCount
from stockwright.kit.actor import Actor
from stockwright.kit.money import plain
from stockwright.kit.paging import Page
from stockwright.web.shown.counts import SheetPage, ToCount

LISTED = 200
_LONGEST_MS = 30 * 24 * 3600 * 1000


def sheet_page(actor: Actor, count_id: UUID) -> SheetPage:
    """What this counter counted, and what is still to be counted."""
    count = count_view(actor, count_id)
    is_recount = count.state == CountState.REVIEW
    left = _left(actor, count, Lines.RECOUNT if is_recount else Lines.UNCOUNTED)
    mine = own_tallies(actor, count_id, limit=LISTED)
    known = {row.variant_id for row in mine}
    to_count = tuple(
        ToCount(row.variant_id, row.sku, row.name) for row in left.items if row.variant_id not in known
    )
    return SheetPage(
        id=count.id,
        name=count.name,
        location=count.location,
        state=count.state,
        blind=count.blind,
        is_recount=is_recount,
        lines=count.lines,
        counted=count.counted,
        to_count=to_count,
        more=1 if left.next_cursor else 0,
        mine=[
            {"id": str(row.variant_id), "sku": row.sku, "name": row.name, "pieces": plain(row.pieces)}
            for row in mine
        ],
    )


def told_entries(body: bytes, now: datetime) -> list[Told]:
    """What a device sent; a moment is told as an age, so that the device's clock may be wrong."""
    try:
        entries = json.loads(body)["entries"]
        return [_told(entry, now) for entry in entries]
    except (ValueError, KeyError, TypeError, InvalidOperation) as error:
        raise InvalidCount(detail=gettext("These entries cannot be read. Load the page again.")) from error


def answers(told: list[Entered]) -> list[dict[str, Any]]:
    """What became of the entries, for the device; never what is expected."""
    return [
        {
            "key": each.key,
            "outcome": each.outcome,
            "id": str(each.variant_id) if each.variant_id else "",
            "sku": each.sku,
            "name": each.name,
            "pieces": plain(each.mine) if each.mine is not None else "",
        }
        for each in told
    ]


def _told(entry: Mapping[str, Any], now: datetime) -> Told:
    age = min(max(int(entry.get("age") or 0), 0), _LONGEST_MS)
    quantity = Decimal(str(entry.get("quantity") or 0))
    if not quantity.is_finite() or quantity >= 10**14:
        raise InvalidCount(detail=gettext("This quantity is too large."))
    return Told(
        key=str(entry["key"]),
        quantity=round(quantity, 4),
        code=str(entry.get("code") or "")[:100].replace("\x00", ""),
        counted_at=now - timedelta(milliseconds=age),
        takes_back=str(entry.get("takes_back") or ""),
    )


def _left(actor: Actor, count: CountView, which: Lines) -> Page[CountLineRow]:
    return count_lines_page(actor, count.id, which=which, limit=LISTED)
