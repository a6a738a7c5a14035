"""Items that somebody typed, scanned or pasted: one a line, by SKU or barcode, with a quantity."""

import re
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from stockwright.catalog.models import Variant
from stockwright.kit.actor import Actor
from stockwright.kit.money import plain
from stockwright.kit.problems import Invalid

_LINE = re.compile(r"^(?P<code>.+?)(?:\s*[\t;]\s*|,\s*|\s+)(?P<quantity>\d+(?:[.,]\d+)?)$")


class UnreadableLine(Invalid):
    """A line names no item, or no quantity."""

    message = "{detail}"


def told_items(actor: Actor, text: str) -> list[tuple[UUID, Decimal]]:
    """The items with their quantities, in order; a line without a quantity means one piece."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [_read(line) for line in lines]
    codes = {code for pair in told for code in pair[2]}
    known = _known(actor, codes)
    found: list[tuple[UUID, Decimal]] = []
    unknown: list[str] = []
    for whole, quantity, codes_of in told:
        # A SKU may itself end in a number, so the whole line is looked for first.
        if whole in known:
            found.append((known[whole], Decimal(1)))
        elif codes_of[-1] in known:
            found.append((known[codes_of[-1]], quantity))
        else:
            unknown.append(whole)
    if unknown:
        detail = gettext("No item has this SKU or barcode: %(codes)s.") % {"codes": ", ".join(unknown[:5])}
        raise UnreadableLine(detail=detail)
    return found


def items_text(items: list[tuple[str, Decimal]]) -> str:
    """The same backwards: SKUs with quantities, one a line."""
    return "\n".join(f"{sku}\t{plain(quantity)}" for sku, quantity in items)


def number_of(text: str) -> Decimal:
    """A quantity as it was typed, nothing typed being none; UnreadableLine for anything else."""
    try:
        number = Decimal(text.strip().replace(",", ".") or "0")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14 or number != round(number, 4):
        raise UnreadableLine(detail=gettext("“%(text)s” is not a quantity.") % {"text": text})
    return number


def _read(line: str) -> tuple[str, Decimal, tuple[str, ...]]:
    match = _LINE.match(line)
    if match is None:
        return line, Decimal(1), (line,)
    return line, number_of(match["quantity"]), (line, match["code"])


def _known(actor: Actor, codes: set[str]) -> dict[str, UUID]:
    items = Variant.objects.of(actor).filter(Q(sku__in=codes) | Q(barcode__in=codes), archived_at=None)
    known: dict[str, UUID] = {}
    for variant_id, sku, barcode in items.values_list("pk", "sku", "barcode"):
        known[sku] = variant_id
        if barcode:
            known.setdefault(barcode, variant_id)
    return known
