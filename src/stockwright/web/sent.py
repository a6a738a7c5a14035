"""Lists sent as files, streamed as they are read."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils import timezone

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.web.fill.files import Cell, lines_of_csv
from stockwright.web.http import PageRequest


def csv_answer(
    request: PageRequest, actor: Actor, rows: Iterable[Sequence[Cell]], name: str
) -> StreamingHttpResponse:
    """The rows as a file; they are read while it is sent, at one moment of the database."""
    zone = request.company.time_zone

    def streamed() -> Iterator[str]:
        with scope(actor.company_id, one_moment=True), timezone.override(zone):
            yield from lines_of_csv(rows)

    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(streamed(), content_type="text/csv; charset=utf-8", headers=headers)
