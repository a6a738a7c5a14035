"""Whether this process can do its work, for whoever watches it."""

from dataclasses import dataclass
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.fields import Out

router = Router(tags=["Health"])


class HealthOut(Out):
    """The state of the parts that everything rests on."""

    ok: bool
    database: bool = Field(description="The database answers.")
    migrated: bool = Field(description="The tables are those of this version.")
    queue_age_seconds: float | None = Field(
        description="How long the oldest job that is due has been waiting; 0 when none waits."
    )
    workers: int | None = Field(description="Background workers that gave a sign of life in the last minute.")


@dataclass(frozen=True)
class Health:
    """What was found."""

    database: bool = False
    migrated: bool = False
    queue_age_seconds: float | None = None
    workers: int | None = None

    @property
    def ok(self) -> bool:
        """Whether requests can be served."""
        return self.database and self.migrated


@router.get("/health", response={200: HealthOut, 503: HealthOut}, auth=None)
def get_health(request: HttpRequest) -> Status[Health]:  # noqa: ARG001 - every operation takes one
    """Answer 200 when requests can be served, 503 when not. Needs no token."""
    health = look()
    return Status(200 if health.ok else 503, health)


def look() -> Health:
    """The state of the database and the queue now."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
        if not _migrations() <= applied:
            return Health(database=True)
        age, workers = _queue()
    except DatabaseError:
        return Health()
    return Health(database=True, migrated=True, queue_age_seconds=age, workers=workers)


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _queue() -> tuple[float, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select coalesce(extract(epoch from now() - min(coalesce(job.scheduled_at, event.at))), 0),
                   (select count(*) from procrastinate_workers
                    where last_heartbeat > now() - interval '1 minute')
            from procrastinate_jobs job
            join procrastinate_events event on event.job_id = job.id and event.type = 'deferred'
            where job.status = 'todo' and coalesce(job.scheduled_at, event.at) <= now()
            """
        )
        age, workers = cursor.fetchone() or (0, 0)
    return float(age), int(workers)
