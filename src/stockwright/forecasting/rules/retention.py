"""How long it is kept what a run told of every item."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

NIGHTS = 60
WEEKLY_DAYS = 730
REDONE_DAYS = 2


class KeptRun(NamedTuple):
    """A run that ended well."""

    id: UUID
    as_of: date
    finished_at: datetime


def to_forget(runs: Sequence[KeptRun], *, today: date, in_use: Collection[UUID]) -> list[UUID]:
    """The runs whose item forecasts may go; their scores stay.

    Kept are the last NIGHTS days, then the last run of each week for two years. Of several runs that know the same
    days only the last is kept beyond REDONE_DAYS. The newest run and those `in_use` are never among them.
    """
    ordered = sorted(runs, key=lambda run: (run.as_of, run.finished_at))
    newest = max(runs, key=lambda run: run.finished_at, default=None)
    last_of_day = {run.as_of: run.id for run in ordered}
    last_of_week = {run.as_of.isocalendar()[:2]: run.id for run in ordered}
    kept = {*in_use, *([newest.id] if newest else [])}
    return [
        run.id
        for run in ordered
        if run.id not in kept and not _is_kept(run, today, last_of_day[run.as_of], last_of_week)
    ]


def _is_kept(run: KeptRun, today: date, last_of_day: UUID, last_of_week: dict[tuple[int, int], UUID]) -> bool:
    age = today - run.as_of
    if age <= timedelta(days=REDONE_DAYS):
        return True
    if age <= timedelta(days=NIGHTS):
        return run.id == last_of_day
    return age <= timedelta(days=WEEKLY_DAYS) and run.id == last_of_week[run.as_of.isocalendar()[:2]]
