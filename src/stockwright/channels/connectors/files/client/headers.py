"""Where the table begins: the line with the names of the columns, and how its numbers are written."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from stockwright.channels.connectors.files.problems import NoHeader, OneColumn

MOST_LINES_ABOVE = 30  # a title, a period, a shop name
_VALUE = re.compile(r"^[\s+\-(]*[$€£₽₩]?\s*\d[\d\s.,:/\-T]*[)%$€£₽₩Z]?$")
_DECIMAL = {
    ",": re.compile(r"^[+-]?\d+(?:[. \u00a0\u202f]\d{3})*,\d+$"),
    ".": re.compile(r"^[+-]?\d+(?:[, ]\d{3})*\.\d+$"),
}
_THOUSAND = re.compile(r"^[+-]?\d{1,3}[.,]\d{3}$")


def find_header(rows: Sequence[Sequence[str | None]], *, name: str) -> int:
    """Return the index of the row with the names of the columns.

    It is the first row as full as the rows under it, and most of its cells are words.
    """
    filled = [sum(1 for cell in row if cell and cell.strip()) for row in rows]
    if max(filled, default=0) < 2:
        raise OneColumn(name=name)
    usual = Counter(n for n in filled if n >= 2).most_common(1)[0][0]
    for index, count in enumerate(filled[:MOST_LINES_ABOVE]):
        if count >= max(2, 0.6 * usual):
            return _words(rows[index], index, name)
    raise NoHeader(name=name, example=_example(rows[0]))


def decimal_sign(cells: Iterable[str | None]) -> str:
    """Return "," or ".", whichever the numbers in these cells use; "." when none tells."""
    votes = {",": 0, ".": 0}
    for cell in cells:
        text = (cell or "").strip()
        if text and not _THOUSAND.match(text):  # 1,234 may be either
            for sign, pattern in _DECIMAL.items():
                votes[sign] += bool(pattern.match(text))
    return "," if votes[","] > votes["."] else "."


def _words(row: Sequence[str | None], index: int, name: str) -> int:
    cells = [cell.strip() for cell in row if cell and cell.strip()]
    if sum(1 for cell in cells if _VALUE.match(cell)) * 3 > len(cells):
        raise NoHeader(name=name, example=_example(row))
    return index


def _example(row: Sequence[str | None]) -> str:
    return " | ".join(cell or "" for cell in row)[:60]
