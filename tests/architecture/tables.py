"""Every table there is, as the database itself tells it, and a plausible row for any of them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from stockwright.kit.tenancy_names import APP_ROLE, COMPANY_SETTING

SHARED = {
    "accounts_person": "a person may belong to several companies",
    "django_migrations": "which tables there are",
    "django_session": "who is logged in, by unguessable key",
    "procrastinate_events": "the queue",
    "procrastinate_jobs": "the queue",
    "procrastinate_periodic_defers": "the queue",
    "procrastinate_workers": "the queue",
}
"""The tables that belong to no company, each with its reason."""

SAMPLES: dict[str, object] = {
    "uuid": None,
    "text": "x",
    "varchar": "x",
    "bool": False,
    "jsonb": "{}",
    "bytea": b"x",
    "date": "2026-01-05",
    "timestamptz": "2026-01-05T10:00:00Z",
    "int2": 1,
    "int4": 1,
    "int8": 1,
    "numeric": 1,
    "float8": 1.0,
    "float4": 1.0,
}
"""A value of each type that every check constraint accepts."""


@dataclass(frozen=True)
class Table:
    """A company's table: its name and the column that says whose a row is."""

    name: str
    key: str

    def __str__(self) -> str:
        return self.name


@contextmanager
def as_owner() -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """The database as the role that migrates it sees it; everything is rolled back."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        yield connection
        connection.rollback()


@contextmanager
def as_app(company_id: UUID | None = None) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """The database as the program sees it, inside a company's scope or outside any; rolled back."""
    with psycopg.connect(os.environ["STOCKWRIGHT_APP_DATABASE_URL"]) as connection:
        role = connection.execute("select current_user").fetchone()
        assert role == (APP_ROLE,)
        if company_id:
            connection.execute("select set_config(%s, %s, true)", [COMPANY_SETTING, str(company_id)])
        yield connection
        connection.rollback()


def all_tables() -> list[str]:
    """The names of all tables."""
    with as_owner() as connection:
        found = connection.execute(
            "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
        )
        return sorted(name for (name,) in found)


def company_tables() -> list[Table]:
    """The tables that belong to a company: all but the SHARED ones."""
    names = [name for name in all_tables() if name not in SHARED]
    return [Table(name, "id" if name == "accounts_company" else "company_id") for name in names]


def count(connection: "psycopg.Connection[Any]", table: Table, company_id: UUID | None = None) -> int:
    """How many rows there are, of one company or with no filter at all."""
    query = sql.SQL("select count(*) from {}").format(sql.Identifier(table.name))
    if company_id:
        query += sql.SQL(" where {} = {}").format(sql.Identifier(table.key), sql.Literal(company_id))
    row = connection.execute(query).fetchone()
    assert row
    return int(row[0])


def insert_row(connection: "psycopg.Connection[Any]", table: Table, company_id: UUID) -> None:
    """A row of made-up values that belongs to the company."""
    values = made_up(connection, table, company_id)
    statement = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier(table.name),
        sql.SQL(",").join(map(sql.Identifier, values)),
        sql.SQL(",").join(sql.Placeholder() for _ in values),
    )
    connection.execute(statement, list(values.values()))


def made_up(connection: "psycopg.Connection[Any]", table: Table, company_id: UUID) -> dict[str, object]:
    """A value for each column that must have one."""
    columns = connection.execute(
        """
        select column_name, udt_name from information_schema.columns
        where table_schema = 'public' and table_name = %s
          and is_nullable = 'NO' and column_default is null and is_identity = 'NO'
        """,
        [table.name],
    ).fetchall()
    values = {name: _sample(kind) for name, kind in columns}
    return values | {table.key: company_id}


def _sample(kind: str) -> object:
    if kind.startswith("_"):
        return []
    return uuid4() if kind == "uuid" else SAMPLES[kind]
