"""Counting on a phone."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from stockwright.inventory.actions.count_entries import enter_counts
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Problem
from stockwright.web.fill.count_sheets import answers, sheet_page, told_entries
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("inventory.write")
def sheet(request: PageRequest, actor: Actor, count_id: UUID) -> HttpResponse:
    """The counting page of one counter."""
    return framed(request, actor, "counts/sheet.html", section="stock", page=sheet_page(actor, count_id))


@require_POST
@page("inventory.write")
def entries(request: PageRequest, actor: Actor, count_id: UUID) -> HttpResponse:
    """Take in what a device counted; entries that it sends again add nothing."""
    now = clock.now()
    try:
        told = enter_counts(actor, count_id=count_id, entries=told_entries(request.body, now), now=now)
    except Problem as problem:
        return JsonResponse({"code": problem.code, "detail": problem.text}, status=problem.status)
    return JsonResponse({"items": answers(told)})
