"""Whoever watches the program learns whether it can work, without a token."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app
from tests.api.calls import call


@pytest.fixture
def missing_migration() -> Iterator[None]:
    """A database on which a migration is still to come."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "update django_migrations set name = '0001_later' "
            "where app = 'sales' and name = '0001_initial' returning id"
        )
        [(row,)] = cursor.fetchall()
        yield
        cursor.execute("update django_migrations set name = '0001_initial' where id = %s", [row])


def test_a_sound_system_is_told_as_sound() -> None:
    told = call(None, "GET", "/health")
    assert told.status == 200
    assert told.body == {
        "ok": True,
        "database": True,
        "migrated": True,
        "queue_age_seconds": 0,
        "workers": told.body["workers"],
    }


def test_tables_of_an_older_version_are_told(missing_migration: None) -> None:
    told = call(None, "GET", "/health")
    assert told.status == 503
    assert (told.body["ok"], told.body["database"], told.body["migrated"]) == (False, True, False)


def test_a_job_that_waits_makes_the_queue_old() -> None:
    app.configure_task("messaging.react").defer(company_id="x", event_id="x", handler="x")
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_events set at = now() - interval '90 seconds'")
    assert 89 < call(None, "GET", "/health").body["queue_age_seconds"] < 120
