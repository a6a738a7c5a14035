"""The page of exports, filled."""

from stockwright.insights.exports.dataset import Dataset
from stockwright.insights.exports.registry import DATASETS, readable
from stockwright.insights.models import DeltaCursor
from stockwright.insights.queries.exports import MANY, ExportView, consumers, last_exports, rows_in
from stockwright.insights.rules.exports import Format
from stockwright.kit.actor import Actor
from stockwright.web.shown.datasets import ConsumerRow, DatasetRow, DatasetsPage, Taken
from stockwright.web.shown.frame import Choice

_FORMATS = {Format.CSV: "CSV", Format.JSONL: "JSON lines", Format.PARQUET: "Parquet"}


def datasets_page(actor: Actor) -> DatasetsPage:
    """Every data set that the actor may read, in the same few queries for any number of rows."""
    sets = readable(actor)
    counted, last = rows_in(actor, sets), last_exports(actor)
    return DatasetsPage(
        rows=tuple(_row(one, counted[one.name], last.get(one.name)) for one in sets),
        formats=tuple(Choice(form.value, _FORMATS[form], form == Format.CSV) for form in Format),
        consumers=tuple(_consumer(one) for one in consumers(actor)),
    )


def _row(dataset: Dataset, rows: int, last: ExportView | None) -> DatasetRow:
    return DatasetRow(
        name=dataset.name,
        title=str(dataset.title),
        about=str(dataset.about),
        rows=min(rows, MANY),
        is_more=rows > MANY,
        last=Taken(last.at, last.by, last.rows, _FORMATS[Format(last.format)]) if last else None,
    )


def _consumer(cursor: DeltaCursor) -> ConsumerRow:
    known = DATASETS.get(cursor.dataset)
    return ConsumerRow(
        consumer=cursor.consumer,
        title=str(known.title) if known else cursor.dataset,
        upto=cursor.acked_id,
        acknowledged_at=cursor.acked_at,
        is_waiting=cursor.batch_id is not None,
    )
