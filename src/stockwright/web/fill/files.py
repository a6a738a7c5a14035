"""Lists as CSV files: exact numbers, harmless text, and what the file adds up to."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from stockwright.insights.rules.exports import FORMULA

Cell = str | int | float | Decimal | date | None


class _Echo:
    """What the writer writes is handed on at once."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def lines_of_csv(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The rows as lines of a file that spreadsheets open in any language (UTF-8 with a mark)."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([_text(cell) for cell in row])


def _text(cell: Cell) -> str:
    """A cell as text; a text that a spreadsheet would run as a formula is made harmless."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        text = f"{cell:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return repr(cell)
