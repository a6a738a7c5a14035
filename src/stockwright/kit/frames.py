"""Bulk ways between PostgreSQL and data frames: COPY in, COPY out, never a loop over rows."""

import io
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl
import psycopg
from django.db import connection
from psycopg import sql

Schema = Mapping[str, "pl.DataType | type[pl.DataType]"]

_ROWS_AT_ONCE = 100_000


def read_frame(query: str, params: Sequence[Any] | Mapping[str, Any], schema: Schema) -> pl.DataFrame:
    """The answer of `query` as a frame with the columns and types of `schema`, in its order.

    Runs on the present transaction, so row-level security holds. Null and the empty string stay apart;
    booleans, moments (timestamptz) and arrays of numbers arrive in their own types.
    """
    buffer = io.BytesIO()
    for row in _copied(query, params, schema):
        buffer.write(row)
    return _parsed(buffer, schema)


def stream_frames(
    query: str, params: Sequence[Any] | Mapping[str, Any], schema: Schema, *, rows: int = _ROWS_AT_ONCE
) -> Generator[pl.DataFrame, None, None]:
    """The same as frames of up to `rows` rows, read while they are asked for, so that any number fits in memory.

    Until the last one is taken, or the iterator is closed, the connection can do nothing else.
    """
    buffer, held = io.BytesIO(), 0
    for row in _copied(query, params, schema):
        buffer.write(row)
        held += 1
        if held == rows:
            yield _parsed(buffer, schema)
            buffer, held = io.BytesIO(), 0
    if held:
        yield _parsed(buffer, schema)


def copy_frame(frame: pl.DataFrame, table: str, *, constants: Mapping[str, object] | None = None) -> int:
    """Append a frame to `table`, with the same value in every row for each of `constants`.

    PostgreSQL lets no role that row-level security binds COPY into a secured table, so the rows pass
    through a temporary one, and the policies judge every row.
    """
    if frame.is_empty():
        return 0
    given = constants or {}
    into, stage = sql.Identifier(table), f"copied_{table}"
    columns = sql.SQL(",").join(map(sql.Identifier, frame.columns))
    names = sql.SQL(",").join(map(sql.Identifier, [*frame.columns, *given]))
    values = [*map(sql.Identifier, frame.columns), *(sql.Placeholder() for _ in given)]
    make = sql.SQL("create temp table {} on commit drop as select {} from {} where false")
    move = sql.SQL("insert into {} ({}) select {} from {}")
    with connection.wrap_database_errors, _native() as native:
        _drop(native, stage)
        native.execute(make.format(sql.Identifier(stage), columns, into))
        _copy(native, frame, stage)
        native.execute(
            move.format(into, names, sql.SQL(",").join(values), sql.Identifier(stage)), list(given.values())
        )
        _drop(native, stage)
    return frame.height


def stage_frames(frames: Iterable[pl.DataFrame], table: str, columns: Mapping[str, str]) -> int:
    """Put frames into a fresh temporary table that goes with the transaction; the number of rows.

    `columns` gives the table's columns with their PostgreSQL types; a frame may lack some (they are null)
    and may have others (they are left out). The frames are taken one by one, so that any number of rows
    streams through.
    """
    made = ",".join(f'"{name}" {kind}' for name, kind in columns.items())
    rows = 0
    with connection.wrap_database_errors, _native() as native:
        _drop(native, table)
        native.execute(_bytes(f"create temp table {table} ({made}) on commit drop"))
        for frame in frames:
            _copy(native, frame.select(name for name in columns if name in frame.columns), table)
            rows += frame.height
        native.execute(sql.SQL("analyze {}").format(sql.Identifier(table)))
    return rows


def _copied(query: str, params: Sequence[Any] | Mapping[str, Any], schema: Schema) -> Iterator[bytes]:
    """The rows of an answer as text; the server sends each as one message."""
    # A lone null would be an empty line, which the reader of the text would skip.
    source = f"select one.*, 0 from ({query}) one" if len(schema) == 1 else query
    with _native() as native, native.copy(_bytes(f"copy ({source}) to stdout (format csv)"), params) as copy:
        for row in copy:
            yield bytes(row)


def _parsed(buffer: io.BytesIO, schema: Schema) -> pl.DataFrame:
    """The text of an answer as a frame."""
    if buffer.tell() == 0:
        return pl.DataFrame(schema=dict(schema))
    raw = {name: _raw_type(dtype) for name, dtype in schema.items()}
    if len(schema) == 1:
        raw["_"] = pl.Int8
    buffer.seek(0)
    text = pl.read_csv(buffer, has_header=False, new_columns=list(raw), schema=raw)
    return text.select(_typed(name, dtype) for name, dtype in schema.items())


def _native() -> "psycopg.Cursor[Any]":
    """A cursor of the driver itself on the present connection, which is opened lazily."""
    connection.ensure_connection()
    native: psycopg.Cursor[Any] = psycopg.ClientCursor(connection.connection)
    return native


def _bytes(statement: str) -> bytes:
    return statement.encode()


def _drop(native: "psycopg.Cursor[Any]", table: str) -> None:
    native.execute(sql.SQL("drop table if exists pg_temp.{}").format(sql.Identifier(table)))


def _copy(native: "psycopg.Cursor[Any]", frame: pl.DataFrame, table: str) -> None:
    statement = sql.SQL("copy pg_temp.{} ({}) from stdin (format csv)").format(
        sql.Identifier(table), sql.SQL(",").join(map(sql.Identifier, frame.columns))
    )
    written = frame.with_columns(_array(name) for name, dtype in frame.schema.items() if dtype == pl.List)
    with native.copy(statement) as copy:
        for part in written.iter_slices(_ROWS_AT_ONCE):
            # Strings are always quoted: an unquoted nothing is null, a quoted one the empty string.
            copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))


def _array(name: str) -> pl.Expr:
    """A list as PostgreSQL writes an array of numbers."""
    return pl.format("{{{}}}", pl.col(name).cast(pl.List(pl.String)).list.join(",")).alias(name)


def _raw_type(dtype: "pl.DataType | type[pl.DataType]") -> "pl.DataType | type[pl.DataType]":
    """What a column is first read as: text, where PostgreSQL writes it in a way of its own."""
    return pl.String if dtype in (pl.Boolean, pl.Datetime, pl.List) else dtype


def _typed(name: str, dtype: "pl.DataType | type[pl.DataType]") -> pl.Expr:
    """A column in its own type, out of what was read."""
    column = pl.col(name)
    if dtype == pl.Boolean:
        return (column == "t").alias(name)
    if dtype == pl.Datetime:
        return column.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%#z", time_unit="us")
    if isinstance(dtype, pl.List):
        parts = column.str.strip_chars("{}").str.split(",")
        numbers = parts.cast(dtype, strict=False)
        return pl.when(column == "{}").then(pl.lit([], dtype=dtype)).otherwise(numbers).alias(name)
    return column.alias(name)
