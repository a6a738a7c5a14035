"""No table shows, changes or takes another company's rows, even with every filter left out of the code."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from tests.architecture.tables import (
    SHARED,
    Table,
    all_tables,
    as_app,
    as_owner,
    company_tables,
    count,
    insert_row,
    made_up,
)
from tests.make.people import owner

from stockwright.kit.tenancy_names import APP_ROLE

TABLES = company_tables()


@pytest.fixture(scope="module")
def companies() -> Iterator[tuple[UUID, UUID]]:
    """Alice's and Mallory's companies, with a row of each in every table."""
    alice, mallory = owner("Alice's shop").company_id, owner("Mallory's shop").company_id
    with as_owner() as connection:
        connection.execute("set session_replication_role = replica")  # parents need not exist
        for table in TABLES:
            for company_id in (alice, mallory):
                if not count(connection, table, company_id):
                    insert_row(connection, table, company_id)
        connection.commit()
    yield alice, mallory
    with as_owner() as connection:
        connection.execute("set session_replication_role = replica")  # the ledger's rows as well
        for table in TABLES:
            whose = sql.SQL("delete from {} where {} = any(%s)")
            connection.execute(
                whose.format(sql.Identifier(table.name), sql.Identifier(table.key)), [[alice, mallory]]
            )
        connection.commit()


def test_every_table_is_a_companys_or_shared_for_a_reason() -> None:
    assert set(SHARED) <= set(all_tables())
    with as_owner() as connection:
        for table in TABLES:
            columns = {row[0] for row in connection.execute(COLUMNS, [table.name])}
            assert table.key in columns, f"{table} says nowhere whose a row is"
        for name in SHARED:
            columns = {row[0] for row in connection.execute(COLUMNS, [name])}
            assert "company_id" not in columns, f"{name} is a company's"


def touched(connection: "psycopg.Connection[Any]", statement: sql.Composed) -> int:
    """How many rows a statement reaches; none when the program has not even the right to try."""
    try:
        return connection.execute(statement).rowcount
    except psycopg.errors.InsufficientPrivilege:
        return 0


COLUMNS = "select column_name from information_schema.columns where table_schema = 'public' and table_name = %s"


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_row_level_security_is_on_and_binds_the_owner_too(table: Table) -> None:
    with as_owner() as connection:
        state = connection.execute(
            "select relrowsecurity, relforcerowsecurity from pg_class where relname = %s", [table.name]
        ).fetchone()
        policies = connection.execute(
            "select qual, with_check from pg_policies where tablename = %s and policyname = 'own_company'"
            " and permissive = 'PERMISSIVE' and cmd = 'ALL'",
            [table.name],
        ).fetchall()
    assert state == (True, True)
    assert len(policies) == 1
    assert all(table.key in condition and "stockwright.company_id" in condition for condition in policies[0])


def test_the_program_can_neither_bypass_nor_switch_off_row_level_security() -> None:
    with as_owner() as connection:
        role = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = %s",
            [APP_ROLE],
        ).fetchone()
        owned = connection.execute("select tablename from pg_tables where tableowner = %s", [APP_ROLE])
        assert role == (False, False, False, False)
        assert owned.fetchall() == []
        joined = connection.execute(
            "select count(*) from pg_auth_members where member = %s::regrole", [APP_ROLE]
        ).fetchone()
        assert joined == (0,)


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_outside_a_company_there_is_no_row(table: Table, companies: tuple[UUID, UUID]) -> None:
    with as_app() as connection:
        assert count(connection, table) == 0


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_forgotten_filter_shows_only_the_own_rows(table: Table, companies: tuple[UUID, UUID]) -> None:
    alice, mallory = companies
    with as_owner() as connection:
        assert count(connection, table, alice) > 0
        own = count(connection, table, mallory)
    with as_app(mallory) as connection:
        assert count(connection, table) == own > 0
        assert count(connection, table, alice) == 0


@pytest.mark.parametrize("table", TABLES, ids=str)
@pytest.mark.parametrize("deed", ["update {table} set {key} = {key}", "delete from {table}"])
def test_another_companys_rows_are_out_of_reach(table: Table, deed: str, companies: tuple[UUID, UUID]) -> None:
    alice, mallory = companies
    statement = sql.SQL(deed + " where {key} = {alice}").format(
        table=sql.Identifier(table.name), key=sql.Identifier(table.key), alice=sql.Literal(alice)
    )
    with as_app(mallory) as connection:
        assert touched(connection, statement) == 0


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_nobody_writes_into_another_company(table: Table, companies: tuple[UUID, UUID]) -> None:
    alice, mallory = companies
    with as_app(mallory) as connection:
        values = made_up(connection, table, alice)
        assert table.key in values
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            insert_row(connection, table, alice)


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_nobody_gives_a_row_away(table: Table, companies: tuple[UUID, UUID]) -> None:
    alice, mallory = companies
    statement = sql.SQL("update {} set {} = {}").format(
        sql.Identifier(table.name), sql.Identifier(table.key), sql.Literal(alice)
    )
    with as_app(mallory) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_the_program_cannot_empty_a_table(table: Table) -> None:
    with as_app() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL("truncate {} cascade").format(sql.Identifier(table.name)))
