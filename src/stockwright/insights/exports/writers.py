"""Frames as the bytes of a file, in each of the formats."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from stockwright.insights.exports.facts import Facts, as_strings
from stockwright.insights.exports.sink import Sink
from stockwright.insights.rules.exports import FORMULA, Format
from stockwright.kit.frames import Schema

_MOMENT = "%Y-%m-%dT%H:%M:%S%.6fZ"


class Writer(Protocol):
    """Begins a file, adds rows to it, and ends it."""

    def begin(self) -> bytes:
        """What stands before the rows."""

    def rows(self, frame: pl.DataFrame) -> bytes:
        """Some rows."""

    def end(self, facts: Facts) -> bytes:
        """What stands after the rows."""


class _Separated:
    """CSV by RFC 4180 in UTF-8: null is nothing, the empty text is two quotes, and no text is a formula."""

    def __init__(self, columns: Schema) -> None:
        self._columns = columns

    def begin(self) -> bytes:
        """The line of names."""
        return (",".join(self._columns) + "\r\n").encode()

    def rows(self, frame: pl.DataFrame) -> bytes:
        """One line a row."""
        written = frame.select(_harmless(name, kind) for name, kind in self._columns.items())
        return written.write_csv(include_header=False, line_terminator="\r\n").encode()

    def end(self, facts: Facts) -> bytes:  # noqa: ARG002 - the other formats need them
        """Nothing but rows is in the file."""
        return b""


class _JsonLines:
    """One JSON object a line; exact numbers are text, as in the API."""

    def __init__(self, columns: Schema) -> None:
        self._columns = columns

    def begin(self) -> bytes:
        """Nothing."""
        return b""

    def rows(self, frame: pl.DataFrame) -> bytes:
        """One line a row."""
        written = frame.select(_as_text(name, kind) for name, kind in self._columns.items())
        return written.write_ndjson().encode()

    def end(self, facts: Facts) -> bytes:  # noqa: ARG002 - the other formats need them
        """Nothing but rows is in the file."""
        return b""


class _Parquet:
    """Parquet with a row group for each frame; its footer carries the facts."""

    def __init__(self, columns: Schema) -> None:
        self._schema = pa.schema([(name, _arrow(kind)) for name, kind in columns.items()])
        self._sink = Sink()
        self._writer = pq.ParquetWriter(self._sink, self._schema, compression="zstd")

    def begin(self) -> bytes:
        """The mark of the format."""
        return self._sink.take()

    def rows(self, frame: pl.DataFrame) -> bytes:
        """One row group."""
        self._writer.write_table(frame.to_arrow().cast(self._schema))
        return self._sink.take()

    def end(self, facts: Facts) -> bytes:
        """The footer, with the facts under `stockwright.NAME`."""
        told = {f"stockwright.{name}": text for name, text in as_strings(facts.told())}
        self._writer.add_key_value_metadata(told)
        self._writer.close()
        return self._sink.take()


_WRITERS: dict[Format, Callable[[Schema], Writer]] = {
    Format.CSV: _Separated,
    Format.JSONL: _JsonLines,
    Format.PARQUET: _Parquet,
}


def writer_of(file_format: Format, columns: Schema) -> Writer:
    """A writer for one file."""
    return _WRITERS[file_format](columns)


def _as_text(name: str, kind: Any) -> pl.Expr:
    """Exact numbers and moments as text; the rest stays."""
    column = pl.col(name)
    if isinstance(kind, pl.Decimal):
        return column.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".").alias(name)
    if isinstance(kind, pl.Datetime):
        return column.dt.strftime(_MOMENT).alias(name)
    return column.dt.strftime("%Y-%m-%d") if isinstance(kind, pl.Date) else column


def _harmless(name: str, kind: Any) -> pl.Expr:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay exact."""
    column = _as_text(name, kind)
    if not isinstance(kind, pl.String):
        return column
    risky: Iterable[pl.Expr] = (column.str.starts_with(sign) for sign in FORMULA)
    marked = pl.concat_str(pl.lit("'"), column)
    return pl.when(pl.any_horizontal(risky)).then(marked).otherwise(column).alias(name)


def _arrow(kind: Any) -> Any:
    simple = {pl.String: pa.string(), pl.Int64: pa.int64(), pl.Boolean: pa.bool_(), pl.Date: pa.date32()}
    if isinstance(kind, pl.Decimal):
        return pa.decimal128(kind.precision, kind.scale)
    return pa.timestamp("us", tz="UTC") if isinstance(kind, pl.Datetime) else simple[type(kind)]
