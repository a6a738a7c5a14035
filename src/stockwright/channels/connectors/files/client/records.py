"""From a block of separated text to rows: the regular lines at once, the irregular ones one by one.

A block is UTF-8, ends with a line end and starts at the beginning of a record. Lines whose quotes are
regular and whose fields are as many as the columns are read together. The others (a quoted line end, a
stray quote, too few or too many fields, letters that could not be decoded) are read by the slow exact
reader, and what it cannot read either keeps its line number and gets a reason.
"""

import csv
import io
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from stockwright.channels.connectors.files.client.tables import LINE, as_batch, text_frame

LONGEST_LINE = 1 << 20
MOST_LINES_IN_A_RECORD = 200
SEPARATORS = (",", ";", "\t", "|")
_UNDECODED = "\ufffd".encode()
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Dialect(NamedTuple):
    """How the rows of a file are written."""

    columns: tuple[str, ...]
    separator: str


class Record(NamedTuple):
    """One record read by itself: lines `first` to `last` of the block, its values or its problem."""

    first: int
    last: int
    values: list[str] | None
    problem: str | None
    raw: str


@dataclass(frozen=True)
class Lines:
    """Where the lines of a block begin and end, and which of them need the slow reader."""

    block: bytes
    starts: Positions
    ends: Positions  # of the line end itself
    blank: Flags
    odd: Flags  # an odd number of quotes: a field goes on in the next line, or a quote is stray
    regular: Flags

    def text(self, first: int, last: int, most: int | None = None) -> str:
        start, end = int(self.starts[first]), int(self.ends[last]) + 1
        return self.block[start : end if most is None else start + most].decode("utf-8", errors="replace")


def read_block(block: bytes, first_line: int, dialect: Dialect, *, final: bool) -> tuple[pl.DataFrame, bytes]:
    """Return the rows of a block, and the unfinished record at its end (empty when `final`)."""
    if not block:
        return as_batch(text_frame([], dialect.columns), pl.Series([], dtype=pl.Int64)), b""
    lines = _lines(block, dialect)
    slow, rest = _irregular(lines, dialect, final=final)
    fast = lines.regular.copy()
    fast[len(lines.ends) if rest is None else rest :] = False
    for record in slow:
        fast[record.first : record.last + 1] = False
    rows = _together(_fast(lines, fast, first_line, dialect), slow, first_line, dialect)
    return rows, b"" if rest is None else block[lines.starts[rest] :]


def _lines(block: bytes, dialect: Dialect) -> Lines:
    data = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(data == _NEWLINE)
    starts = np.concatenate(([0], ends[:-1] + 1))
    separators = np.flatnonzero(data == ord(dialect.separator))
    quotes = np.flatnonzero(data == _QUOTE)
    odd = np.zeros(len(ends), dtype=np.bool_)
    regular = ends - starts <= LONGEST_LINE
    if len(quotes):
        line_of = np.searchsorted(ends, quotes)
        before = np.searchsorted(quotes, starts)
        place = np.arange(len(quotes)) - before[line_of]
        odd = np.bincount(line_of, minlength=len(ends)) % 2 == 1
        regular[line_of[_stray(data, quotes, place, ord(dialect.separator))]] = False
        separators = separators[~_inside(separators, quotes, ends, before)]
    fields = np.diff(np.searchsorted(separators, np.concatenate(([0], ends)))) + 1
    regular &= ~odd & (fields == len(dialect.columns))
    for bad in (_UNDECODED, b"\0"):
        regular[np.searchsorted(ends, _places(block, bad))] = False
    length = ends - starts
    blank = (length == 0) | ((length == 1) & (data[starts] == _RETURN))
    return Lines(block, starts, ends, blank, odd, regular & ~blank)


def _stray(data: npt.NDArray[np.uint8], quotes: Positions, place: Positions, separator: int) -> Flags:
    """Mark quotes that neither begin nor end a field, nor stand doubled inside one."""
    before = np.where(quotes > 0, data[quotes - 1], _NEWLINE)
    after = data[np.minimum(quotes + 1, len(data) - 1)]
    opens = np.isin(before, (separator, _NEWLINE, _QUOTE))
    closes = np.isin(after, (separator, _NEWLINE, _RETURN, _QUOTE))
    stray: Flags = np.where(place % 2 == 0, ~opens, ~closes)
    return stray


def _inside(separators: Positions, quotes: Positions, ends: Positions, before: Positions) -> Flags:
    """Mark separators between quotes, counting quotes from the start of their line."""
    first, last = np.searchsorted(separators, quotes[[0, -1]])
    some = separators[first:last]
    inside = np.zeros(len(separators), dtype=np.bool_)
    inside[first:last] = (np.searchsorted(quotes, some) - before[np.searchsorted(ends, some)]) % 2 == 1
    return inside


def _places(block: bytes, wanted: bytes) -> list[int]:
    places, at = [], block.find(wanted)
    while at >= 0:
        places.append(at)
        at = block.find(b"\n", at)
        at = block.find(wanted, at) if at >= 0 else -1
    return places


def _irregular(lines: Lines, dialect: Dialect, *, final: bool) -> tuple[list[Record], int | None]:
    """Read the irregular lines exactly; also say at which line an unfinished record begins, if any."""
    records: list[Record] = []
    done = 0
    odd = np.flatnonzero(lines.odd)
    for line in np.flatnonzero(~lines.regular & ~lines.blank).tolist():
        if line < done:
            continue
        record = _single(lines, line, dialect)
        if record.problem == "unclosed_quote":
            after = int(np.searchsorted(odd, line)) + 1
            room = (int(odd[after]) if after < len(odd) else len(lines.ends)) - line < MOST_LINES_IN_A_RECORD
            if room and after < len(odd):
                record = _several(lines, record, int(odd[after]), dialect)
            elif room and not final:
                return records, line
        records.append(record)
        done = record.last + 1
    return records, None


def _single(lines: Lines, line: int, dialect: Dialect) -> Record:
    """Read one line by itself."""
    if lines.ends[line] - lines.starts[line] > LONGEST_LINE:
        return Record(line, line, None, "line_too_long", lines.text(line, line, most=200))
    text = lines.text(line, line)
    if "\ufffd" in text or "\0" in text:
        return Record(line, line, None, "broken_letters", text)
    values = _divide(text, dialect.separator)
    if _fits(values, dialect):
        return Record(line, line, values[: len(dialect.columns)], None, text)
    return Record(line, line, None, _why(text, values, dialect), text)


def _several(lines: Lines, alone: Record, last: int, dialect: Dialect) -> Record:
    """Read a record whose quoted field goes on to line `last`; else its first line stays broken alone."""
    text = lines.text(alone.first, last)
    values = _divide(text, dialect.separator)
    if len(text) > LONGEST_LINE or not _fits(values, dialect) or "\ufffd" in text or "\0" in text:
        return alone
    return Record(alone.first, last, values[: len(dialect.columns)], None, text)


def _divide(text: str, separator: str) -> list[str]:
    """Divide one record; an unclosed quote shows as a last value that keeps its line end."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return []
    return rows[0] if len(rows) == 1 else []


def _fits(values: list[str], dialect: Dialect) -> bool:
    """Accept one value per column; more are fine when they are empty."""
    count = len(dialect.columns)
    return len(values) >= count and not any(values[count:]) and not values[-1].endswith("\n")


def _why(text: str, values: list[str], dialect: Dialect) -> str:
    if values and values[-1].endswith("\n"):
        return "unclosed_quote"
    others = (separator for separator in SEPARATORS if separator != dialect.separator)
    if any(len(_divide(text, other)) == len(dialect.columns) for other in others):
        return "other_separator"
    return "too_few_fields" if len(values) < len(dialect.columns) else "too_many_fields"


def _fast(lines: Lines, chosen: Flags, first_line: int, dialect: Dialect) -> pl.DataFrame:
    """Read the chosen regular lines at once."""
    numbers = pl.Series(np.flatnonzero(chosen) + first_line, dtype=pl.Int64)
    if numbers.is_empty():
        return as_batch(text_frame([], dialect.columns), numbers)
    values = pl.read_csv(
        lines.block if chosen.all() else _cut(lines, chosen),
        has_header=False,
        separator=dialect.separator,
        infer_schema=False,
        new_columns=list(dialect.columns),
    )
    return as_batch(values, numbers)


def _cut(lines: Lines, chosen: Flags) -> bytes:
    """Copy the chosen lines, in runs."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], chosen.astype(np.int8), [0]))))
    runs = zip(lines.starts[edges[::2]].tolist(), lines.ends[edges[1::2] - 1].tolist(), strict=True)
    return b"".join(lines.block[start : end + 1] for start, end in runs)


def _together(fast: pl.DataFrame, slow: list[Record], first_line: int, dialect: Dialect) -> pl.DataFrame:
    """Put the rows of both readers into the order of the file."""
    if not slow:
        return fast
    nothing = [None] * len(dialect.columns)
    rows = [
        (*(value or None for value in record.values or nothing), first_line + record.first)
        + ((record.problem, record.raw.strip()[:200]) if record.problem else (None, None))
        for record in slow
    ]
    exact = pl.DataFrame(rows, schema=fast.schema, orient="row")
    return pl.concat([fast, exact]).sort(LINE)
