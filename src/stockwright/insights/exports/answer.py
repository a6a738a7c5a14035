"""An export as the answer to a request: sent while it is read, whatever its size."""

from collections.abc import Sequence

from django.http import StreamingHttpResponse

from stockwright.insights.exports.files import Wanted, written
from stockwright.insights.rules.exports import Format, Pack, check_pack
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id

HEADER = "Stockwright-Export"
"""Names the export, whose manifest can be asked for once it is written."""

_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSONL: "application/x-ndjson",
    Format.PARQUET: "application/vnd.apache.parquet",
}


def answer_with(actor: Actor, wanted: Sequence[Wanted], *, name: str, pack: Pack) -> StreamingHttpResponse:
    """The answer. It reads in a transaction of its own, since the one of the request is over by then."""
    export_id, file_format = new_id(), wanted[0].file_format
    check_pack(file_format, pack)
    kind = "application/zip" if pack == Pack.ZIP else _TYPES[file_format]
    ending = {Pack.ZIP: "zip", Pack.GZIP: f"{file_format}.gz", Pack.NONE: file_format.value}[pack]
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{ending}"',
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
        HEADER: str(export_id),
    }
    if pack == Pack.GZIP:
        kind = "application/gzip"
    pieces = written(actor, wanted, export_id=export_id, pack=pack)
    return StreamingHttpResponse(pieces, content_type=kind, headers=headers)
