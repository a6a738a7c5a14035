"""A job that died with its worker is taken up again, and one that keeps ending workers is given up aloud."""

import pytest
from django.db import connection
from django.utils import timezone
from tests.make.files import sales_csv, uploaded
from tests.make.jobs import run_jobs
from tests.make.people import owner

from stockwright.channels.actions.imports import queue_import
from stockwright.channels.models import ImportBatch, ImportState
from stockwright.channels.queries.imports import batch_of, preview
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.stalled import MOST_DEATHS, SILENT_SECONDS, retake_stalled_jobs


@pytest.fixture
def alice() -> Actor:
    return owner("Tea")


def queued_import(actor: Actor) -> ImportBatch:
    batch = uploaded(actor, sales_csv())
    with scope(actor.company_id):
        mapping = preview(actor, batch, today=clock.today("UTC")).mapping
    return queue_import(actor, batch_id=batch.pk, mapping=mapping)


def taken_by_a_worker(*, silent_for: float) -> None:
    """Every waiting job is in the hands of a worker that gave its last sign of life so long ago."""
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values returning id")
        [worker] = cursor.fetchone()
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s where status = 'todo'", [worker]
        )
        cursor.execute(
            "update procrastinate_workers set last_heartbeat = now() - %s::interval where id = %s",
            [f"{silent_for} seconds", worker],
        )


def states() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs order by id")
        return [state for (state,) in cursor.fetchall()]


def state_of(actor: Actor, batch: ImportBatch) -> ImportBatch:
    with scope(actor.company_id):
        return batch_of(actor, batch.pk)


def test_a_job_of_a_living_worker_is_left_alone(alice: Actor) -> None:
    queued_import(alice)
    taken_by_a_worker(silent_for=SILENT_SECONDS / 2)
    retake_stalled_jobs(now=timezone.now())
    assert states() == ["doing"]


def test_an_import_that_died_with_its_worker_is_brought_in_by_the_next(alice: Actor) -> None:
    batch = queued_import(alice)
    taken_by_a_worker(silent_for=SILENT_SECONDS * 2)
    with scope(alice.company_id):
        ImportBatch.objects.of(alice).update(state=ImportState.RUNNING)
    retake_stalled_jobs(now=timezone.now())
    run_jobs()
    assert state_of(alice, batch).state == ImportState.DONE


def test_a_job_that_ends_every_worker_is_given_up_and_says_so(alice: Actor) -> None:
    batch = queued_import(alice)
    for _ in range(MOST_DEATHS):
        assert state_of(alice, batch).state == ImportState.QUEUED
        taken_by_a_worker(silent_for=SILENT_SECONDS * 2)
        retake_stalled_jobs(now=timezone.now())
    assert states()[:1] == ["failed"]
    given_up = state_of(alice, batch)
    assert given_up.state == ImportState.FAILED
    assert "Nothing of it is in" in given_up.reason


def test_of_two_equal_jobs_only_the_waiting_one_is_kept(alice: Actor) -> None:
    insert = (
        "insert into procrastinate_jobs (queue_name, task_name, queueing_lock)"
        " values ('default', 'schedule.tick', 'schedule.tick')"
    )
    with connection.cursor() as cursor:
        cursor.execute(insert)
        taken_by_a_worker(silent_for=SILENT_SECONDS * 2)
        cursor.execute(insert)
    retake_stalled_jobs(now=timezone.now())
    assert states() == ["aborted", "todo"]
