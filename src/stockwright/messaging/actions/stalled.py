"""Jobs that died with their worker: taken up again, and given up when they keep ending workers.

A worker gives a sign of life every ten seconds. A job in the hands of a worker that fell silent would
otherwise be under way for ever, and its lock would hold up every job behind it.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

SILENT_SECONDS = 30
MOST_DEATHS = 3

log = structlog.get_logger("stockwright.messaging")


def retake_stalled_jobs(*, now: datetime) -> None:
    """Queue the jobs of silent workers again; a job that ended MOST_DEATHS workers is given up."""
    for job in _stalled():
        if job.attempts + 1 < MOST_DEATHS:
            _retake(job, now)
        else:
            _give_up(job)


def _stalled() -> Iterable[Job]:
    found: Iterable[Job] = async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=SILENT_SECONDS)
    return found


def _retake(job: Job, now: datetime) -> None:
    log.warning("job taken up again", job=job.id, task=job.task_name, deaths=job.attempts + 1)
    try:
        with transaction.atomic():
            async_to_sync(app.job_manager.retry_job)(job, retry_at=now)
    except exceptions.UniqueViolation:
        # The same work waits in the queue already.
        _end(job, Status.ABORTED)


def _give_up(job: Job) -> None:
    """End the job, and let the part that it belongs to say so where people look."""
    log.error("job given up", job=job.id, task=job.task_name, deaths=job.attempts + 1)
    _end(job, Status.FAILED)
    told = import_string(settings.ABANDONED).get(job.task_name)
    if told:
        import_string(told)(**_arguments(job))


def _arguments(job: Job) -> dict[str, Any]:
    """The job's arguments; Django's connection hands JSON over as it is written."""
    written: Any = job.task_kwargs
    told: dict[str, Any] = json.loads(written) if isinstance(written, str) else written
    return told


def _end(job: Job, status: Status) -> None:
    async_to_sync(app.job_manager.finish_job)(job, status=status, delete_job=False)
