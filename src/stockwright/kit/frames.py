"""Bulk ways between PostgreSQL and data frames: COPY in, COPY out, never a loop over rows."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import psycopg
from django.db import connection
from psycopg import sql

Schema = Mapping[str, "pl.DataType | type[pl.DataType]"]


def read_frame(query: str, params: Sequence[Any], schema: Schema) -> pl.DataFrame:
    """The answer of `query` as a frame with the columns and types of `schema`, in its order.

    Runs on the present transaction, so row-level security holds. Booleans arrive as t/f: cast them to int.
    """
    with connection.cursor() as cursor:
        cursor.execute("select 1")  # the connection is opened lazily
        native: psycopg.Cursor[Any] = cursor.cursor
        buffer = io.BytesIO()
        with native.copy(f"copy ({query}) to stdout (format csv)".encode(), list(params)) as copy:
            for block in copy:
                buffer.write(block)
    if buffer.tell() == 0:
        return pl.DataFrame(schema=dict(schema))
    buffer.seek(0)
    return pl.read_csv(buffer, has_header=False, new_columns=list(schema), schema=dict(schema))


def copy_frame(frame: pl.DataFrame, table: str, *, constants: Mapping[str, object] | None = None) -> int:
    """Append a frame to `table` by COPY, with the same value in every row for each of `constants`."""
    if frame.is_empty():
        return 0
    filled = frame.with_columns(pl.lit(str(value)).alias(name) for name, value in (constants or {}).items())
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        native: psycopg.Cursor[Any] = cursor.cursor
        statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(
            sql.Identifier(table), sql.SQL(",").join(map(sql.Identifier, filled.columns))
        )
        with native.copy(statement) as copy:
            for part in filled.iter_slices(100_000):
                copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))
    return filled.height
