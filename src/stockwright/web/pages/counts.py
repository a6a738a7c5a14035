"""Counts on the desk: the list, a new one, its review and its booking."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.inventory.actions.count_finish import finalise_count, undo_count
from stockwright.inventory.actions.count_review import (
    accept_counts,
    ask_recount,
    give_reasons,
    resume_count,
    review_count,
)
from stockwright.inventory.actions.counts import cancel_count, create_count
from stockwright.inventory.queries.counts import count_of
from stockwright.inventory.rules.counts import NotCounted
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound, Problem
from stockwright.web.fill.count_finish import finish_page
from stockwright.web.fill.count_forms import CountForm, first_values
from stockwright.web.fill.counts import count_page, counts_list
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.shown.counts import NewCountPage


@require_GET
@page("inventory.read")
def counts(request: PageRequest, actor: Actor) -> HttpResponse:
    """Every count, and what is next."""
    shown = counts_list(actor, request.company, request.GET.get("cursor", ""))
    return framed(request, actor, "counts/list.html", section="stock", place="counts", page=shown)


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def new(request: PageRequest, actor: Actor) -> HttpResponse:
    """Start a count."""
    form = CountForm(actor, request.POST or None, initial=first_values(actor, request.GET.dict()))
    if request.method == "POST" and form.is_valid():
        try:
            made = create_count(actor, plan=form.plan(request.company.time_zone), now=clock.now())
        except Problem as problem:
            tell_refusal(form, problem)
        else:
            return redirect("count", made.pk)
    status = 422 if form.errors else 200
    shown = NewCountPage(form)
    return framed(request, actor, "counts/new.html", section="stock", place="counts", status=status, page=shown)


@require_GET
@page("inventory.read")
def count(request: PageRequest, actor: Actor, count_id: UUID) -> HttpResponse:
    """A count with its lines."""
    asked = request.GET
    shown = count_page(actor, count_id, which=asked.get("which", ""), cursor=asked.get("cursor", ""))
    return framed(request, actor, "counts/count.html", section="stock", place="counts", page=shown)


@require_POST
@page("inventory.write")
def review(request: PageRequest, actor: Actor, count_id: UUID) -> HttpResponse:
    """End the counting, or take in what was recounted."""
    done = review_count(actor, count_id=count_id, now=clock.now())
    told = ngettext("%(n)s item was counted.", "%(n)s items were counted.", done.counted) % {"n": done.counted}
    messages.success(request, told)
    return redirect("count", count_id)


@require_POST
@page("inventory.write")
def resume(request: PageRequest, actor: Actor, count_id: UUID) -> HttpResponse:
    """Let the counting go on."""
    resume_count(actor, count_id=count_id)
    messages.success(request, gettext("The counting goes on."))
    return redirect("count", count_id)


@require_POST
@page("inventory.write")
def cancel(request: PageRequest, actor: Actor, count_id: UUID) -> HttpResponse:
    """Give the count up."""
    cancel_count(actor, count_id=count_id, now=clock.now())
    messages.success(request, gettext("Given up: stock is what it was."))
    return redirect("count", count_id)


@require_POST
@page("inventory.write")
def decide(request: PageRequest, actor: Actor, count_id: UUID) -> HttpResponse:
    """What somebody decided on the chosen lines."""
    chosen, deed = _ids(request.POST.getlist("line")), request.POST.get("deed", "")
    if deed == "accept_all":
        done = accept_counts(actor, count_id=count_id)
    elif not chosen:
        count_of(actor, count_id)
        messages.warning(request, gettext("Choose lines first."))
        return redirect("count", count_id)
    elif deed == "recount":
        done = ask_recount(actor, count_id=count_id, variant_ids=chosen)
    elif deed == "accept":
        done = accept_counts(actor, count_id=count_id, variant_ids=chosen)
    else:
        done = give_reasons(actor, count_id=count_id, variant_ids=chosen, reason=request.POST.get("reason", ""))
    messages.success(request, ngettext("%(n)s line changed.", "%(n)s lines changed.", done) % {"n": done})
    return redirect("count", count_id)


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def finish(request: PageRequest, actor: Actor, count_id: UUID) -> HttpResponse:
    """What booking would do, and the booking."""
    told = request.POST or request.GET
    zero = told.get("not_counted") == NotCounted.ZERO
    if request.method == "POST":
        wanted = NotCounted.ZERO if zero else NotCounted.KEEP
        finalise_count(actor, count_id=count_id, not_counted=wanted, now=clock.now())
        messages.success(request, gettext("Booked: stock is what was counted."))
        return redirect("count", count_id)
    shown = finish_page(actor, count_id, zero=zero, now=clock.now())
    return framed(request, actor, "counts/finish.html", section="stock", place="counts", page=shown)


@require_POST
@page("inventory.write")
def undo(request: PageRequest, actor: Actor, count_id: UUID) -> HttpResponse:
    """Take back what a count booked."""
    undo_count(actor, count_id=count_id, now=clock.now())
    messages.success(request, gettext("Undone: stock is what it was before the count."))
    return redirect("count", count_id)


def _ids(told: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in told]
    except ValueError as error:
        raise NotFound(what="line") from error
