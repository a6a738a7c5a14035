"""Adjustments of several lines, typed on one page and kept as drafts."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from stockwright.inventory.actions.adjustments import change_adjustment, draft_adjustment
from stockwright.inventory.models import Adjustment
from stockwright.inventory.queries.adjustments import adjustment_of
from stockwright.inventory.queries.effects import Wanted
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid, NotFound
from stockwright.web.fill.adjust_drafts import asked_lines, check_write_off, draft_page, tell_at_line
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.shown.adjustments import DraftPage

Keep = Callable[[list[Wanted], str, str], Adjustment]
"""Keeps lines with the code of their reason and a note."""


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def new(request: PageRequest, actor: Actor) -> HttpResponse:
    """Write down what is to be set right."""
    shown = draft_page(actor, request.POST, more="more" in request.POST)

    def keep(lines: list[Wanted], reason: str, note: str) -> Adjustment:
        source = shown.form.cleaned_data["source"]
        return draft_adjustment(actor, lines=lines, reason=reason, note=note, source=source, now=clock.now())

    return _answer(request, actor, shown, keep)


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def change(request: PageRequest, actor: Actor, adjustment_id: UUID) -> HttpResponse:
    """Write down something else instead."""
    held = adjustment_of(actor, adjustment_id)
    shown = draft_page(actor, request.POST, held, more="more" in request.POST)

    def keep(lines: list[Wanted], reason: str, note: str) -> Adjustment:
        return change_adjustment(
            actor,
            adjustment_id=adjustment_id,
            lines=lines,
            reason=reason,
            note=note,
            happened_at=held.head.happened_at,
            now=clock.now(),
        )

    return _answer(request, actor, shown, keep)


def _answer(request: PageRequest, actor: Actor, shown: DraftPage, keep: Keep) -> HttpResponse:
    """The draft that was kept; else the form, with what is wrong at its fields."""
    status = 200
    if request.method == "POST" and "more" not in request.POST:
        if made := _kept(actor, shown, keep):
            messages.success(request, gettext("Kept as a draft. Look at what it changes, then set it right."))
            return redirect("adjustment", made.pk)
        status = 422
    at = {"section": "stock", "place": "adjustments", "part": "draft"}
    return framed(request, actor, "adjustments/draft.html", status=status, page=shown, **at)


def _kept(actor: Actor, shown: DraftPage, keep: Keep) -> Adjustment | None:
    lines = asked_lines(actor, shown)
    if lines is None:
        return None
    told = shown.form.cleaned_data
    try:
        check_write_off(actor, shown, lines)
        return keep(lines, told["reason"], told["note"])
    except (Conflict, Invalid, NotFound) as problem:
        tell_at_line(shown, problem)
        return None
