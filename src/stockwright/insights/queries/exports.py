"""What was exported lately, how much there is to export, and which batches are open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from stockwright.insights.exports.dataset import Dataset
from stockwright.insights.models import DeltaCursor, ExportRun
from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask

MANY = 100_000
"""Rows are counted up to here; a page that is only looked at counts no further."""


@dataclass(frozen=True)
class ExportView:
    """A file that was taken away."""

    id: UUID
    dataset: str
    format: str
    rows: int
    by: str
    at: datetime
    manifest: dict[str, Any]


def exports_page(actor: Actor, *, cursor: str = "", limit: int = 50) -> Page[ExportView]:
    """The newest exports."""
    runs = ExportRun.objects.of(actor)
    if cursor:
        runs = runs.filter(_before(cursor))
    rows = [_view(run) for run in runs.order_by("-at", "-id")[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.at.isoformat(), row.id))


def last_exports(actor: Actor) -> dict[str, ExportView]:
    """The newest export of each data set."""
    runs = ExportRun.objects.of(actor).order_by("dataset", "-at").distinct("dataset")
    return {run.dataset: _view(run) for run in runs}


def export_of(actor: Actor, export_id: UUID) -> ExportView:
    """One export, or NotFound."""
    run = ExportRun.objects.of(actor).filter(pk=export_id).first()
    if run is None:
        raise NotFound(what="export")
    return _view(run)


def open_batch(actor: Actor, batch_id: UUID) -> DeltaCursor:
    """The cursor whose batch waits to be acknowledged, or NotFound."""
    cursor = DeltaCursor.objects.of(actor).filter(batch_id=batch_id).first()
    if cursor is None:
        raise NotFound(what="open batch")
    return cursor


def consumers(actor: Actor) -> list[DeltaCursor]:
    """Everybody who fetches deltas, by name."""
    return list(DeltaCursor.objects.of(actor).order_by("dataset", "consumer"))


def rows_in(actor: Actor, datasets: tuple[Dataset, ...]) -> dict[str, int]:
    """How many rows each data set has, up to one more than MANY, in one statement."""
    if not datasets:
        return {}
    each = (
        f"select '{one.name}', count(*) from (select 1 from ({one.sql}) rows limit {MANY + 1}) counted"
        for one in datasets
    )
    return dict(ask(" union all ".join(each), {"company": actor.company_id}))


def _before(cursor: str) -> Q:
    at, export_id = decode_cursor(cursor, 2)
    try:
        moment = datetime.fromisoformat(at)
        return Q(at__lt=moment) | Q(at=moment, id__lt=UUID(export_id))
    except ValueError as error:
        raise InvalidCursor from error


def _view(run: ExportRun) -> ExportView:
    return ExportView(run.pk, run.dataset, run.file_format, run.rows, run.by, run.at, run.manifest)
