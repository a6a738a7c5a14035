"""Single pieces: the list, one with its history, and where codes and pieces differ."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.inventory.actions.tag_register import reconcile_tags
from stockwright.inventory.actions.tags import relocate_tags, score_tag, set_tag_status
from stockwright.inventory.queries.tags import tag_id_of, tag_story
from stockwright.inventory.rules.tags import InvalidTag, TagDeed
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid, NotFound
from stockwright.web.fill.tags import NEEDS_PLACE, OFFERED, tag_gaps, tag_page, tags_list
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("inventory.read")
def tags(request: PageRequest, actor: Actor) -> HttpResponse:
    """Pieces, the last changed first; a scanned code leads to its piece."""
    scanned = request.GET.get("q", "").strip()
    found = tag_id_of(actor, scanned) if scanned and not request.htmx else None
    if found:
        return redirect("tag", tag_id=found)
    shown = tags_list(actor, request.GET)
    return framed(request, actor, "tags/page.html", section="stock", page=shown, place="tags")


@require_GET
@page("inventory.read")
def tag(request: PageRequest, actor: Actor, tag_id: UUID) -> HttpResponse:
    """One piece: where it is, how good it is, all that happened to it."""
    return framed(request, actor, "tags/one.html", section="stock", page=tag_page(actor, tag_id), place="tags")


@require_POST
@page("inventory.write")
def change(request: PageRequest, actor: Actor, tag_id: UUID) -> HttpResponse:
    """Do something with a piece; a refusal is told on its page."""
    code = tag_story(actor, tag_id=tag_id).tag.code
    try:
        _change(request, actor, code)
    except (Invalid, Conflict) as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("Done."))
    return redirect("tag", tag_id=tag_id)


@require_http_methods(["GET", "POST"])
@page("inventory.read")
def differences(request: PageRequest, actor: Actor) -> HttpResponse:
    """Where codes and pieces are not equally many, with a form that makes them agree."""
    if request.method == "POST":
        actor.require("inventory.write")
        try:
            _reconcile(request, actor)
        except (Invalid, Conflict, NotFound) as problem:
            messages.error(request, problem.text)
        else:
            messages.success(request, gettext("Done. No stock was moved."))
        return redirect("tag_differences")
    return framed(request, actor, "tags/differences.html", section="stock", page=tag_gaps(actor), place="tags")


def _change(request: HttpRequest, actor: Actor, code: str) -> None:
    told, now = request.POST, clock.now()
    if told.get("deed") == TagDeed.SCORED:
        score_tag(actor, code=code, score=_score(told.get("score", "")), now=now, note=told.get("note", ""))
        return
    if told.get("deed") not in {deed.value for deed in OFFERED}:
        raise InvalidTag(detail=gettext("Say what to do with the piece."))
    deed, note = TagDeed(told["deed"]), told.get("note", "")[:200]
    place = _place(told.get("location", "")) if deed in NEEDS_PLACE else None
    if deed == TagDeed.MOVED and place:
        relocate_tags(actor, codes=[code], to_location_id=place, now=now, note=note)
    else:
        set_tag_status(actor, codes=[code], deed=deed, now=now, location_id=place, note=note)


def _reconcile(request: HttpRequest, actor: Actor) -> None:
    reconcile_tags(
        actor,
        variant_id=_place(request.POST.get("variant", "")),
        location_id=_place(request.POST.get("location", "")),
        now=clock.now(),
        codes=request.POST.get("codes", "").split(),
    )


def _score(told: str) -> int | None:
    if told and not told.isdecimal():
        raise InvalidTag(detail=gettext("A quality score is a whole number from 0 to 100."))
    return int(told) if told else None


def _place(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError as error:
        raise InvalidTag(detail=gettext("Say at which location.")) from error
