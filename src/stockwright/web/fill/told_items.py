"""Items that somebody typed, scanned or pasted: one a line, by SKU or barcode, with a quantity."""

import re
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.utils.translation import gettext

from stockwright.catalog.queries import FoundCode, find_by_codes
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
    known = find_by_codes(actor, codes)
    found: list[tuple[UUID, Decimal]] = []
    unknown: list[str] = []
    for whole, quantity, codes_of in told:
        # A SKU may itself end in a number, so the whole line is looked for first.
        if whole in known:
            found.append((_only(known[whole], whole), Decimal(1)))
        elif codes_of[-1] in known:
            found.append((_only(known[codes_of[-1]], codes_of[-1]), quantity))
        else:
            unknown.append(whole)
    if unknown:
        detail = gettext("No item has this SKU or barcode: %(codes)s.") % {"codes": ", ".join(unknown[:5])}
        raise UnreadableLine(detail=detail)
    return found


def items_text(items: list[tuple[str, Decimal]]) -> str:
    """The same backwards: SKUs with quantities, one a line."""
    return "\n".join(f"{sku}\t{plain(quantity)}" for sku, quantity in items)


def shared_barcode(code: str, found: list[FoundCode]) -> str:
    """What to say where a barcode does not tell which item is meant."""
    told = {"code": code, "skus": ", ".join(item.sku for item in found[:5])}
    return gettext("Several items have the barcode %(code)s: %(skus)s. Use the SKU.") % told


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


def _only(found: list[FoundCode], code: str) -> UUID:
    if len(found) > 1:
        raise UnreadableLine(detail=shared_barcode(code, found))
    return found[0].variant_id
