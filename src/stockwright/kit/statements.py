"""Set-based statements of SQL on the present transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

Params = Mapping[str, Any]

MANY = 200
"""From this number of rows on, joins go by hash."""


def run(statement: str, params: Params) -> int:
    """Run a statement with named parameters; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def ask(statement: str, params: Params) -> list[tuple[Any, ...]]:
    """All rows that a statement answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def ask_one(statement: str, params: Params) -> tuple[Any, ...]:
    """The one row that a statement such as a count always answers."""
    [row] = ask(statement, params)
    return row


def ask_prepared(statement: str, params: Params) -> list[tuple[Any, ...]]:
    """All rows that a statement answers; each connection plans it once, so it suits what runs very often.

    The database is told no types but those the values have, so a parameter in doubt is cast (`%(x)s::uuid[]`).
    """
    with connection.wrap_database_errors, _native() as cursor:
        return list(cursor.execute(_without_indents(statement), params, prepare=True).fetchall())


def run_prepared(statement: str, params: Params) -> int:
    """Run a statement that is planned once for each connection; the number of rows it touched."""
    with connection.wrap_database_errors, _native() as cursor:
        return int(cursor.execute(_without_indents(statement), params, prepare=True).rowcount)


@lru_cache(512)
def _without_indents(statement: str) -> bytes:
    """The same in fewer bytes: the driver finds parameters anew at every call in what is longer than 4096."""
    return "\n".join(line.strip() for line in statement.splitlines()).encode()


def _native() -> "psycopg.Cursor[Any]":
    """A cursor of the driver itself on the present connection, which is opened lazily."""
    connection.ensure_connection()
    native: psycopg.Cursor[Any] = psycopg.Cursor(connection.connection)
    return native


def work_in_bulk(rows: int = MANY) -> None:
    """Prepare the present transaction for statements over that many rows; few rows need nothing.

    It gets memory for big sorts and joins and does not compile its queries. Joins of many rows go by hash:
    of the rows of a new company or a first big import the planner knows nothing, and it would loop over
    them for hours. Where a big table is to be looked up row by row all the same, the statement says so by
    a lateral subquery with `offset 0`, which cannot be planned in another way.
    """
    if rows < MANY:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('work_mem', '96MB', true), set_config('jit', 'off', true), "
            "set_config('enable_nestloop', 'off', true)"
        )


@contextmanager
def by_hash() -> Iterator[None]:
    """Let joins of whole tables go by hash within this block, as `work_in_bulk` does until the commit."""
    names = ("work_mem", "jit", "enable_nestloop")
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"current_setting('{name}')" for name in names))
        [before] = cursor.fetchall()
        work_in_bulk()
        yield
        chosen = ", ".join(f"set_config('{name}', %s, true)" for name in names)
        cursor.execute(f"select {chosen}", before)


def one_at_a_time(company_id: UUID, what: str) -> None:
    """Wait until nobody else of the company is at `what`, and keep others waiting until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{company_id}:{what}"])
