"""Who did what and when, to be looked at and to be taken away."""

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from stockwright.insights.exports.answer import answer_with
from stockwright.insights.exports.audit import AUDIT
from stockwright.insights.exports.files import Wanted
from stockwright.insights.queries.audit import narrowed_by
from stockwright.insights.rules.exports import Format, Pack
from stockwright.kit.actor import Actor
from stockwright.web.fill.activity import AskedActivity, activity_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("audit.read")
def activity(request: PageRequest, actor: Actor) -> HttpResponse:
    """What happened, the newest first; each deed opens to its before and after."""
    shown = activity_page(actor, request.company, AskedActivity.of(request.GET))
    return framed(request, actor, "settings/activity.html", section="settings", page=shown, place="activity")


@require_GET
@page("audit.read")
def activity_file(request: PageRequest, actor: Actor) -> StreamingHttpResponse:
    """The same deeds as a file, as they are filtered."""
    actor.require("exports.read")
    asked = AskedActivity.of(request.GET)
    rows = narrowed_by(asked.filter, time_zone=request.company.time_zone, words=asked.in_words())
    return answer_with(actor, [Wanted(AUDIT, Format.CSV, rows)], name="audit", pack=Pack.ZIP)
