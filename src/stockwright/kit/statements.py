"""Set-based statements of SQL on the present transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

Params = Mapping[str, Any]

MANY = 10_000
"""From this number of rows on, reading a table once is cheaper than looking each row up."""


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


def work_in_bulk(rows: int = MANY) -> None:
    """Prepare the present transaction for a statement over that many rows.

    It gets memory for big sorts and joins and does not compile its queries. Joins of many rows go by hash
    or merge: right after a first big import the planner knows nothing of the new rows, and would loop over
    them for hours.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('work_mem', '96MB', true), set_config('jit', 'off', true), "
            "set_config('enable_nestloop', %s, true)",
            ["off" if rows >= MANY else "on"],
        )


def one_at_a_time(company_id: UUID, what: str) -> None:
    """Wait until nobody else of the company is at `what`, and keep others waiting until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{company_id}:{what}"])
