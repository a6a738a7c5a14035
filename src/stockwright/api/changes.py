"""Changes as they happen, pushed to programs."""

from typing import Annotated

from django.conf import settings
from django.http import StreamingHttpResponse
from ninja import Header, Query, Router

from stockwright.api.door import ApiRequest, needs
from stockwright.messaging.live.stream import CONTENT_TYPE, HEADERS, places, stream

router = Router(tags=["Stock"])

_EXAMPLE = """\
retry: 2000

id: 48211:48214:48212
data: {"id": "01a1fdf0-0132-771d-acd5-7820090338d9", "name": "inventory.stock_changed", "at": "...", \
"subject": "stock:...", "sequence": 7, "payload": {"on_hand": "12", "available": "9"}}
"""
_DESCRIBED = {"responses": {200: {"description": "OK", "content": {CONTENT_TYPE: {"example": _EXAMPLE}}}}}


@router.get("/inventory/changes", openapi_extra=_DESCRIBED)
@needs("inventory.read")
def stream_inventory_changes(
    request: ApiRequest,
    since: Annotated[str, Query(max_length=4000, description="The same, for clients that cannot set it.")] = "",
    last_event_id: Annotated[str, Header(max_length=4000, description="The last `id` that was received.")] = "",
) -> StreamingHttpResponse:
    """Follow what happens in the company, as server-sent events.

    Each event is a line of JSON: id, name and moment; with subject, number, and payload where the token may
    read it. A stream ends after less than a minute. Come back after `retry` milliseconds with the last `id`
    as `Last-Event-ID`, as every client of server-sent events does by itself: nothing is lost, and nothing is
    told twice, within a day. Where all places are taken the answer has what is new and ends at once.
    """
    told = stream(request.auth, last_id=last_event_id or since, places=places(settings.STREAMS))
    return StreamingHttpResponse(told, content_type=CONTENT_TYPE, headers=HEADERS)
