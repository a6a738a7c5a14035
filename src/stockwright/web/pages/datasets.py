"""Data taken away as files: one data set, or everything."""

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

from stockwright.insights.exports.answer import answer_with
from stockwright.insights.exports.files import Wanted
from stockwright.insights.exports.registry import dataset_named, readable
from stockwright.insights.rules.exports import Format, Pack
from stockwright.kit.actor import Actor
from stockwright.web.fill.datasets import datasets_page
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("exports.read")
def datasets(request: PageRequest, actor: Actor) -> HttpResponse:
    """What can be taken away, and what was taken lately."""
    shown = datasets_page(actor)
    return framed(request, actor, "settings/exports.html", section="settings", page=shown, place="exports")


@require_GET
@page("exports.read")
def dataset_file(request: PageRequest, actor: Actor) -> StreamingHttpResponse:
    """A data set, or without a name everything, in an archive with its manifest."""
    name, told = request.GET.get("dataset", ""), request.GET.get("format", "")
    file_format = Format(told) if told in set(Format) else Format.CSV
    sets = (dataset_named(actor, name),) if name else readable(actor)
    return answer_with(actor, [Wanted(one, file_format) for one in sets], name=name or "everything", pack=Pack.ZIP)
