"""A pasted table of promotions, read."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext

from stockwright.catalog.queries import FoundCode, find_by_codes
from stockwright.forecasting.rules.promotions import PromotionTold
from stockwright.kit.actor import Actor
from stockwright.web.fill.told_items import UnreadableLine, number_of, shared_barcode

COLUMNS = 5
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d")


class Line(NamedTuple):
    """A line of the table."""

    number: int
    name: str
    starts_on: date
    ends_on: date
    discount: Decimal
    code: str


def read_promotions(actor: Actor, table: str) -> list[PromotionTold]:
    """The promotions of a table, in its order; UnreadableLine says which line is wrong and why."""
    lines = list(_lines(table))
    if not lines:
        raise UnreadableLine(detail=gettext("Paste at least one promotion below the heading."), field="table")
    known = find_by_codes(actor, {line.code for line in lines})
    items: dict[tuple[str, date, date, Decimal], list[UUID]] = {}
    for line in lines:
        key = (line.name, line.starts_on, line.ends_on, line.discount)
        items.setdefault(key, []).append(_item(line, known.get(line.code, [])))
    return [
        PromotionTold(name, starts_on, ends_on, discount, tuple(variant_ids))
        for (name, starts_on, ends_on, discount), variant_ids in items.items()
    ]


def day_of(text: str) -> date | None:
    """A day as it was typed: 2026-03-31, 31.03.2026 or 2026/03/31."""
    for form in DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _lines(table: str) -> Iterator[Line]:
    separator = next((one for one in ("\t", ";") if one in table), ",")
    for number, told in enumerate(_rows(table, separator), start=1):
        if not any(told) or (number == 1 and len(told) == COLUMNS and _is_heading(told)):
            continue
        if len(told) != COLUMNS:
            raise _wrong(number, gettext("it needs name, first day, last day, discount and SKU."))
        starts_on, ends_on = day_of(told[1]), day_of(told[2])
        if starts_on is None or ends_on is None:
            raise _wrong(number, gettext("write days as 2026-03-31."))
        yield Line(number, told[0], starts_on, ends_on, _share(number, told[3]), told[4])


def _rows(table: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(table.splitlines(), delimiter=separator)
    try:
        for cells in reader:
            yield [cell.strip() for cell in cells]
    except csv.Error as error:
        raise _wrong(reader.line_num, gettext("it cannot be read as a line of a table.")) from error


def _is_heading(told: list[str]) -> bool:
    """Whether the cells are words where days and numbers would be."""
    return not any(letter.isdigit() for cell in told[1:4] for letter in cell)


def _share(number: int, text: str) -> Decimal:
    try:
        return round(number_of(text.removesuffix("%")) / 100, 4)
    except UnreadableLine as error:
        raise _wrong(number, gettext("write the discount in percent, such as 20.")) from error


def _item(line: Line, found: list[FoundCode]) -> UUID:
    if not found:
        raise _wrong(line.number, gettext("no item has the SKU or barcode %(code)s.") % {"code": line.code})
    if len(found) > 1:
        raise _wrong(line.number, shared_barcode(line.code, found))
    return found[0].variant_id


def _wrong(number: int, why: str) -> UnreadableLine:
    return UnreadableLine(
        detail=gettext("Line %(number)s: %(why)s") % {"number": number, "why": why}, field="table"
    )
