"""A real PostgreSQL for every test run: a migrated template, and a database of its own for each process.

Tests commit like the product does. They do not disturb one another because each works in companies of its
own, which row-level security keeps apart.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "stockwright"
HOME = Path(os.environ.get("STOCKWRIGHT_TEST_HOME", ROOT / ".data" / "tests"))
sys.path.insert(0, str(ROOT))


def pytest_configure() -> None:
    """Point Django at this process's database before anything imports the settings."""
    import django

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ["STOCKWRIGHT_HOME"] = str(HOME / worker)
    os.environ["STOCKWRIGHT_SECRET_KEY"] = "only-for-tests"
    os.environ["DJANGO_SETTINGS_MODULE"] = "stockwright.config.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ["STOCKWRIGHT_API_LIMIT"] = os.environ["STOCKWRIGHT_LOGIN_LIMIT"] = "0"
    owner, app = _own_database(f"test_{worker}_{os.getpid()}")
    os.environ["DATABASE_URL"] = owner
    os.environ["STOCKWRIGHT_APP_DATABASE_URL"] = app
    django.setup()
    from django.conf import settings

    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0  # threads of a test end with their connections closed
    settings.PASSWORD_HASHERS = ["tests.make.people.QuickArgon2"]
    hypothesis.settings.register_profile("calm", deadline=None)
    hypothesis.settings.load_profile("calm")


def pytest_unconfigure() -> None:
    """Give the process's database back."""
    from django.db import connections

    connections.close_all()
    with psycopg.connect(_maintenance(), autocommit=True) as connection:
        name = psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])["dbname"]
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(str(name))))


@pytest.fixture(autouse=True)
def _empty_queue() -> Iterator[None]:
    """Jobs that one test left behind are not another test's business."""
    yield
    from django.db import connections

    if connections["default"].connection is not None:
        with connections["default"].cursor() as cursor:
            cursor.execute("delete from procrastinate_jobs")


def _own_database(name: str) -> tuple[str, str]:
    from stockwright.config.embedded import start_embedded
    from stockwright.kit.tenancy_names import APP_ROLE

    HOME.mkdir(parents=True, exist_ok=True)
    maintenance, _ = start_embedded(HOME / "postgres", database="maintenance")
    os.environ["STOCKWRIGHT_TEST_MAINTENANCE"] = maintenance
    template = f"template_{_migrations_hash()}"
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(8321)")
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"alter system set {setting} = off")
        connection.execute("select pg_reload_conf()")
        if not connection.execute("select 1 from pg_database where datname = %s", [template]).fetchone():
            _migrated(connection, template, maintenance)
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    owner = maintenance.replace("/maintenance?", f"/{name}?")
    return owner, owner.replace("postgres:@", f"{APP_ROLE}:@", 1)


def _migrated(connection: psycopg.Connection, template: str, maintenance: str) -> None:
    """Build the template in a process of its own, since Django's settings are read once."""
    import subprocess

    building = f"{template}_building"
    connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(building)))
    connection.execute(sql.SQL("create database {}").format(sql.Identifier(building)))
    address = maintenance.replace("/maintenance?", f"/{building}?")
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": address},
        check=True,
    )
    rename = sql.SQL("alter database {} rename to {}")
    connection.execute(rename.format(sql.Identifier(building), sql.Identifier(template)))


def _maintenance() -> str:
    return os.environ["STOCKWRIGHT_TEST_MAINTENANCE"]


def _migrations_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(SOURCE.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
