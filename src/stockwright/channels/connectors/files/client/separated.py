"""CSV and its kin: any separator, encoding and line end, read in blocks of constant size."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from stockwright.channels.connectors.files.client.headers import decimal_sign, find_header
from stockwright.channels.connectors.files.client.letters import encoding_of
from stockwright.channels.connectors.files.client.records import (
    LONGEST_LINE,
    SEPARATORS,
    Dialect,
    read_block,
)
from stockwright.channels.connectors.files.client.tables import LINE, PROBLEM, Table, unique_names
from stockwright.channels.connectors.files.problems import LineTooLong, NoRows, OneColumn

BLOCK = 4 << 20
WINDOW = 128 << 10
WINDOWS = 12
HEAD_LINES = 200


@dataclass(frozen=True, kw_only=True)
class SeparatedTable(Table):
    """A text file with one row per line."""

    header_line: int

    def batches(self, rows: int = 50_000) -> Iterator[pl.DataFrame]:
        dialect = Dialect(self.columns, self.separator)
        line, rest = 1, b""
        for block, final in _blocks(self.path, self.encoding):
            text = rest + block
            frame, rest = read_block(text, line, dialect, final=final)
            line += text.count(b"\n") - rest.count(b"\n")
            yield from frame.filter(pl.col(LINE) > self.header_line).iter_slices(rows)

    def sample(self, rows: int = 4_000) -> pl.DataFrame:
        dialect = Dialect(self.columns, self.separator)
        parts = []
        for place, window in enumerate(_windows(self.path)):
            text = _whole_lines(window, self.encoding, first=place == 0)
            frame, _ = read_block(text.encode(), 1, dialect, final=True)
            above = self.header_line if place == 0 else 0
            frame = frame.filter(pl.col(LINE) > above, pl.col(PROBLEM).is_null())
            parts.append(frame)
        each = max(rows // len(parts), 1)
        return pl.concat([part.gather_every(max(part.height // each, 1)).head(each) for part in parts])


def open_separated(path: Path, *, name: str) -> SeparatedTable:
    """Open a text file; encoding, separator, header and decimal sign are told from its own bytes."""
    windows = _windows(path)
    encoding = encoding_of(windows, name=name)
    text = _head(path, encoding, name)
    separator = _separator(text, name)
    rows, ends = _rows(text, separator)
    top = find_header(rows, name=name)
    body = rows[top + 1 :]
    if not any(any(row) for row in body) and path.stat().st_size <= WINDOW:
        raise NoRows(name=name)
    return SeparatedTable(
        path=path,
        name=name,
        columns=unique_names(_as_wide_as(rows[top], body)),
        kind="csv",
        encoding=encoding,
        separator=separator,
        decimal=decimal_sign(cell for row in body for cell in row),
        header_line=ends[top],
    )


def _windows(path: Path) -> list[bytes]:
    """Read short pieces spread over the file; the first is its beginning."""
    size = path.stat().st_size
    offsets = sorted({max(size - WINDOW, 0) * i // (WINDOWS - 1) // 4 * 4 for i in range(WINDOWS)})
    if size <= WINDOW:
        offsets = [0]
    with path.open("rb") as file:
        return [_piece(file, offset) for offset in offsets]


def _piece(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.read(WINDOW)


def _whole_lines(window: bytes, encoding: str, *, first: bool) -> str:
    """Decode a piece and leave out the lines that its edges cut."""
    text = _plain(window.decode(encoding, errors="replace"))
    if not first:
        text = text[text.find("\n") + 1 :]
    short = len(window) < WINDOW and not text.endswith("\n")
    return text + "\n" if short else text[: text.rfind("\n") + 1]


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _head(path: Path, encoding: str, name: str) -> str:
    """Return the first lines, at most `HEAD_LINES`; a beginning without a line end is no table."""
    with path.open("rb") as file:
        piece = file.read(LONGEST_LINE)
        more = bool(file.read(1))
    lines = _plain(piece.decode(encoding, errors="replace")).split("\n")
    if more and len(lines) < 2:
        raise LineTooLong(name=name, line=1, limit=LONGEST_LINE)
    return "\n".join(lines[:-1] if more else lines[:HEAD_LINES])


def _separator(text: str, name: str) -> str:
    """Choose the separator that divides most lines into the same number of columns."""
    if text[:4].lower() == "sep=" and len(text) > 4:
        return text[4]
    scores = {separator: _evenness(text, separator) for separator in SEPARATORS}
    best = max(scores, key=lambda separator: scores[separator])
    if scores[best] == (0.0, 0):
        raise OneColumn(name=name)
    return best


def _evenness(text: str, separator: str) -> tuple[float, int]:
    counts = Counter(len(row) for row in _rows(text, separator)[0] if any(row))
    many = [(times, count) for count, times in counts.items() if count > 1]
    if not many:
        return (0.0, 0)
    times, count = max(many)
    return (round(times / counts.total(), 1), count)


def _rows(text: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """Divide the first lines into rows, with the line on which each row ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, ends = [], []
    try:
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error:  # a field longer than the reader takes: what is above it tells enough
        pass
    return rows[:HEAD_LINES], ends[:HEAD_LINES]


def _as_wide_as(header: list[str], body: list[list[str]]) -> list[str]:
    """Give the header as many names as most rows have values; names are never cut off."""
    usual = Counter(len(row) for row in body if any(row)).most_common(1)
    width = usual[0][0] if usual else len(header)
    named = max((i for i, cell in enumerate(header, start=1) if cell.strip()), default=0)
    return (header + [""] * width)[: max(width, named)]


def _blocks(path: Path, encoding: str) -> Iterator[tuple[bytes, bool]]:
    """Yield the file as UTF-8 in blocks that end with a line end; the last one is marked.

    A line longer than the limit is cut just above it, so that it is refused without being held.
    """
    carry, skipping = b"", False
    for chunk in _chunks(path, encoding):
        if skipping:
            end = chunk.find(b"\n")
            skipping = end < 0
            chunk = b"" if skipping else chunk[end:]  # noqa: PLW2901
        text = carry + chunk
        cut = text.rfind(b"\n") + 1
        carry = text[cut:]
        if len(carry) > LONGEST_LINE and not skipping:
            carry, skipping = carry[: LONGEST_LINE + 1], True
        if cut:
            yield text[:cut], False
    yield (carry + b"\n" if carry else b""), True


def _chunks(path: Path, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    plain = io.IncrementalNewlineDecoder(decoder, translate=True)
    with path.open("rb") as file:
        chunk = plain.decode(file.read(BLOCK)).removeprefix("\ufeff")
        while chunk:
            yield chunk.encode()
            raw = file.read(BLOCK)
            chunk = plain.decode(raw, final=not raw)
