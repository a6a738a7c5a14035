"""What happens, told to the pages that are open."""

from django.conf import settings
from django.http import StreamingHttpResponse
from django.views.decorators.http import require_GET

from stockwright.kit.actor import Actor
from stockwright.messaging.live.stream import CONTENT_TYPE, HEADERS, places, stream
from stockwright.web.http import PageRequest, page


@require_GET
@page("inventory.read")
def changes(request: PageRequest, actor: Actor) -> StreamingHttpResponse:
    """The company's events from now on, or from where the page had got to."""
    told = stream(actor, last_id=request.headers.get("Last-Event-ID", ""), places=places(settings.STREAMS))
    return StreamingHttpResponse(told, content_type=CONTENT_TYPE, headers=HEADERS)
