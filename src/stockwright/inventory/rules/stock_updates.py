"""Tables of stock that people paste: an item, a place and a quantity on each line."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from stockwright.inventory.rules.adjustments import MOST_LINES, Way
from stockwright.inventory.rules.locations import MAIN_LOCATION
from stockwright.kit.problems import Invalid

_LARGEST = Decimal(10) ** 13
_NAMES = {
    "sku": "sku",
    "item": "sku",
    "article": "sku",
    "code": "sku",
    "location": "location",
    "place": "location",
    "warehouse": "location",
    "store": "location",
    "quantity": "quantity",
    "qty": "quantity",
    "pieces": "quantity",
    "set to": Way.SET_TO,
    "set_to": Way.SET_TO,
    "on hand": Way.SET_TO,
    "stock": Way.SET_TO,
    "change by": Way.CHANGE_BY,
    "change_by": Way.CHANGE_BY,
    "change": Way.CHANGE_BY,
}
"""What the heading of a column may be called."""

_AS_WRITTEN = ("sku", "location", "quantity")


class InvalidTable(Invalid):
    """Nothing can be made of the table as a whole."""

    message = "{detail}"


class LinesRefused(Invalid):
    """Some lines name what is not there, or cannot be read; nothing was changed."""

    message = "{count} lines cannot be used, so nothing was changed. The first: line {line}, {why}"


class UpdateRow(NamedTuple):
    """A line that could be read."""

    line: int
    sku: str
    location: str
    way: str
    amount: Decimal


class BadRow(NamedTuple):
    """A line that cannot be used, and why."""

    line: int
    told: str
    why: str


class ReadTable(NamedTuple):
    """The lines of a table."""

    rows: Sequence[UpdateRow]
    bad: Sequence[BadRow]


def read_table(text: str, *, way: str) -> ReadTable:
    """The lines of a pasted table or CSV file; `way` says what a column without a heading means.

    Columns are divided by tabs, semicolons or commas; headings are known by their names, and without any the
    columns are SKU, location (left out: Main) and quantity. Empty lines are passed over.
    """
    divider = _divider(text)
    told = [(number, cells) for number, cells in _cells(text, divider) if any(cells)]
    if not told:
        raise InvalidTable(detail="There is no line in the table. Paste lines of SKU, location and quantity.")
    heading = _heading(told[0][1])
    body = told[1:] if heading else told
    if len(body) > MOST_LINES:
        raise InvalidTable(detail=f"The table has {len(body):,} lines; {MOST_LINES:,} can be posted at once.")
    rows: list[UpdateRow] = []
    bad: list[BadRow] = []
    for number, cells in body:
        columns = heading or (_AS_WRITTEN if len(cells) > 2 else ("sku", "quantity"))
        row = _row(number, dict(zip(columns, cells, strict=False)), way, decimal_comma=divider != ",")
        if isinstance(row, UpdateRow):
            rows.append(row)
        else:
            bad.append(row)
    again = repeated(rows)
    lines = {one.line for one in again}
    return ReadTable([row for row in rows if row.line not in lines], sorted([*bad, *again]))


def repeated(rows: Iterable[UpdateRow]) -> list[BadRow]:
    """The lines that name an item and place which an earlier line names."""
    first: dict[tuple[str, str], int] = {}
    found = []
    for row in rows:
        known = first.setdefault((row.sku, row.location), row.line)
        if known != row.line:
            found.append(BadRow(row.line, row.sku, f"the item and place of line {known} again"))
    return found


def _divider(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(("\t", ";", ","), key=first.count)


def _cells(text: str, divider: str) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=divider)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise InvalidTable(detail=f"Line {reader.line_num} cannot be read: {error}.") from error


def _heading(cells: Sequence[str]) -> tuple[str, ...]:
    """The meaning of each column where the first line is a heading, else nothing."""
    names = tuple(_NAMES.get(cell.lower(), "") for cell in cells)
    return names if "sku" in names and len(set(names) - {"", "sku"}) else ()


def _row(line: int, cells: dict[str, str], way: str, *, decimal_comma: bool) -> UpdateRow | BadRow:
    sku, place = cells.get("sku", ""), cells.get("location", "") or MAIN_LOCATION
    if not sku:
        return BadRow(line, "", "there is no SKU")
    for name, meaning in (("quantity", way), (Way.SET_TO, Way.SET_TO), (Way.CHANGE_BY, Way.CHANGE_BY)):
        if told := cells.get(name, ""):
            return _counted(line, sku, place, str(meaning), told.replace(",", ".") if decimal_comma else told)
    return BadRow(line, sku, "there is no quantity")


def _counted(line: int, sku: str, place: str, way: str, told: str) -> UpdateRow | BadRow:
    try:
        amount = Decimal(told.replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", "").replace(" ", ""))
    except InvalidOperation:
        return BadRow(line, told, "this is no number")
    if not amount.is_finite() or abs(amount) >= _LARGEST or amount != round(amount, 4):
        return BadRow(line, told, "this number is too large or has more than 4 decimals")
    if way == Way.SET_TO and amount < 0:
        return BadRow(line, told, "stock cannot be set below zero")
    if way == Way.CHANGE_BY and amount == 0:
        return BadRow(line, told, "a change of nothing")
    return UpdateRow(line, sku, place, way, amount)
