"""Data taken away as files: whole data sets as of one moment, or the new rows of the ledger."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import StreamingHttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageIn, PageOut
from stockwright.insights.actions.deltas import Delta, acknowledge_delta, narrowed_to, open_delta
from stockwright.insights.exports.answer import answer_with
from stockwright.insights.exports.dataset import Narrowed
from stockwright.insights.exports.files import Wanted
from stockwright.insights.exports.registry import dataset_named, ledger_named
from stockwright.insights.models import DeltaCursor
from stockwright.insights.queries.exports import ExportView, export_of, exports_page, open_batch
from stockwright.insights.rules.exports import Format, Pack
from stockwright.kit import clock
from stockwright.kit.paging import Page

router = Router(tags=["Exports"])

_FILES: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file, sent while it is read.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in (
                    "application/zip",
                    "text/csv",
                    "application/x-ndjson",
                    "application/vnd.apache.parquet",
                )
            },
        }
    }
}


class FileIn(BaseModel):
    """How the rows are written."""

    format: Literal["csv", "jsonl", "parquet"] = "csv"
    pack: Literal["zip", "gzip", "none"] = Field(
        "zip",
        description="`zip`: the file with its `manifest.json`. `gzip` and `none`: the file alone; its manifest is "
        "at `/exports/runs/{export_id}` once it is written, with the id from the header `Stockwright-Export`.",
    )


class ExportOut(Out):
    """A file that was written to its end. `manifest` has its row count, control totals, filter and data time."""

    id: UUID
    dataset: str
    format: str
    rows: int
    by: str
    at: datetime
    manifest: dict[str, Any]


class DeltaIn(In):
    """Who fetches the new rows."""

    consumer: str = Field(min_length=1, max_length=60, examples=["bookkeeping"])


class DeltaOut(Out):
    """A batch of new rows: their ids are above `after` and up to `upto`."""

    id: UUID | None = Field(description="Null when there is nothing new.")
    dataset: str
    consumer: str
    after: int
    upto: int
    rows: int
    held_back: bool = Field(description="Rows were just being written; they come with a later batch.")


class AcknowledgedOut(Out):
    """How far a consumer is: all rows up to `acked_id` are theirs."""

    dataset: str
    consumer: str
    acked_id: int
    acked_at: datetime | None


@router.get("/exports", response=PageOut[ExportOut])
@needs("exports.read")
def list_exports(request: ApiRequest, wanted: Query[PageIn]) -> Page[ExportView]:
    """The files that were taken away, the newest first."""
    return exports_page(request.auth, cursor=wanted.cursor or "", limit=wanted.limit)


@router.get("/exports/runs/{export_id}", response=ExportOut)
@needs("exports.read")
def get_export(request: ApiRequest, export_id: UUID) -> ExportView:
    """One export that was written to its end, with its manifest. Fails with `not_found`."""
    return export_of(request.auth, export_id)


@router.post("/exports/ledger/deltas", response=DeltaOut)
@needs("exports.read")
def post_delta(request: ApiRequest, body: DeltaIn) -> Delta:
    """Ask for the rows of the stock ledger that are new to a consumer.

    The same batch is answered until it is acknowledged. No row is left out and none comes twice, whatever order
    they were committed in. Fails with `name_missing`.
    """
    return open_delta(request.auth, dataset=ledger_named(request.auth, "ledger"), consumer=body.consumer)


@router.get("/exports/ledger/deltas/{batch_id}", openapi_extra=_FILES)
@needs("exports.read")
def get_delta(request: ApiRequest, batch_id: UUID, wanted: Query[FileIn]) -> StreamingHttpResponse:
    """The rows of an open batch as a file, the same ones as often as it is asked for. Fails with `not_found`."""
    cursor = open_batch(request.auth, batch_id)
    rows = narrowed_to(cursor.consumer, cursor.acked_id, cursor.batch_upto or cursor.acked_id)
    return _answer(request, cursor.dataset, wanted, rows)


@router.post("/exports/ledger/deltas/{batch_id}/ack", response=AcknowledgedOut)
@needs("exports.read")
def acknowledge_batch(request: ApiRequest, batch_id: UUID) -> DeltaCursor:
    """Say that the rows of a batch are safe, so that the next batch goes on after them. Fails with `not_found`."""
    return acknowledge_delta(request.auth, batch_id=batch_id, at=clock.now())


@router.get("/exports/{dataset}", openapi_extra=_FILES)
@needs("exports.read")
def get_dataset(request: ApiRequest, dataset: str, wanted: Query[FileIn]) -> StreamingHttpResponse:
    """A whole data set as of one moment, as a file.

    Data sets: `items`, `levels`, `ledger`, `statements`, `sales`, `purchase-orders`, `suppliers`, `audit` and what
    the page Settings, Export names. Fails with `no_such_dataset` or `not_allowed`.
    """
    return _answer(request, dataset, wanted, Narrowed())


def _answer(request: ApiRequest, name: str, wanted: FileIn, narrowed: Narrowed) -> StreamingHttpResponse:
    file = Wanted(dataset_named(request.auth, name), Format(wanted.format), narrowed)
    return answer_with(request.auth, [file], name=name, pack=Pack(wanted.pack))
