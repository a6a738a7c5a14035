"""What is written once stays: not even the owner of the database changes the stock ledger."""

import psycopg
import pytest
from psycopg import sql
from tests.architecture.tables import Table, as_app, as_owner, insert_row
from tests.make.people import owner

LEDGERS = [Table("inventory_movement", "company_id"), Table("inventory_tagevent", "company_id")]
INSERT_ONLY = [*LEDGERS, Table("messaging_event", "company_id"), Table("messaging_attempt", "company_id")]
CHANGES = ["update {} set company_id = company_id", "delete from {}", "truncate {}"]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", LEDGERS, ids=str)
def test_the_ledger_refuses_even_the_owner(table: Table, change: str) -> None:
    company_id = owner().company_id
    with as_owner() as connection:
        connection.execute("set session_replication_role = replica")
        insert_row(connection, table, company_id)
        connection.execute("set session_replication_role = origin")
        with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
            connection.execute(sql.SQL(change).format(sql.Identifier(table.name)))


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", INSERT_ONLY, ids=str)
def test_the_program_may_only_add(table: Table, change: str) -> None:
    company_id = owner().company_id
    with as_app(company_id) as connection:
        insert_row(connection, table, company_id)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
            connection.execute(sql.SQL(change).format(sql.Identifier(table.name)))
