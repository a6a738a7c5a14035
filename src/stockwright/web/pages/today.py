"""The morning page and what is done on it."""

from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.request import HttpRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound, Problem
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.queue import defer_once
from stockwright.replenishment.actions.decisions import (
    change_threshold,
    clear_flag,
    flag_advice,
    mark_ordered,
    take_back_order,
)
from stockwright.replenishment.models import Advice
from stockwright.replenishment.queries.advice import advice_of, current_advice, latest_plan
from stockwright.replenishment.rules import NothingToOrder
from stockwright.web.components.numbers import quantity as written
from stockwright.web.fill.asked import Asked
from stockwright.web.fill.lines import UNIT, lines_of
from stockwright.web.fill.today import first_progress, header_of, today_page
from stockwright.web.http import PageRequest, framed, next_url, page
from stockwright.web.kept import kept
from stockwright.web.shown.today import Done, FlagDeed, ThresholdDeed


def home(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    """The first page is the morning page."""
    return redirect("today")


@require_GET
@page("plan.read")
def today(request: PageRequest, actor: Actor) -> HttpResponse:
    """The lists of this morning."""
    asked, company = Asked.of(request.GET), request.company
    if latest_plan(actor) is None:
        filled = today_page(actor, company, asked)
    else:
        name = f"today:{clock.today(company.time_zone)}:{asked}"
        filled = kept(actor, name, lambda: today_page(actor, company, asked))
    return framed(request, actor, "today/page.html", section="today", page=filled)


@require_GET
@page("plan.read")
def progress(request: PageRequest, actor: Actor) -> HttpResponse:
    """How far the first plan is; the page itself once it is there or nothing works on it any more."""
    told = first_progress(actor)
    if latest_plan(actor) is not None or not told.poll_url:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("today")})
    return framed(request, actor, "components/_progress.html", progress=told)


@require_POST
@page("plan.run")
def run_now(request: PageRequest, actor: Actor) -> HttpResponse:
    """Begin a fresh forecast; the plan follows it."""
    defer_once("forecasting.refresh", actor)
    messages.info(request, gettext("A new forecast is on its way; the lists follow."))
    return redirect("today")


@require_POST
@page("plan.decide")
def order(request: PageRequest, actor: Actor) -> HttpResponse:
    """Mark one line, or all that are selected, as ordered in the quantities of the form: all or none."""
    ids = _chosen(request.POST)
    day = clock.today(request.company.time_zone)
    try:
        with scope(actor.company_id):
            rows = [_ordered(actor, one, _quantity(request.POST, one), day) for one in ids]
    except NothingToOrder as problem:
        return _refused(request, problem)
    if request.htmx:
        return _settled(request, actor, rows[0], _ordered_words(rows[0]), reverse("today_unorder"))
    if not rows:
        messages.warning(request, gettext("Select the lines that were ordered first."))
    else:
        said = ngettext("%(n)d item marked as ordered.", "%(n)d items marked as ordered.", len(rows))
        messages.success(request, said % {"n": len(rows)})
    return redirect(next_url(request, reverse("today")))


@require_POST
@page("plan.decide")
def unorder(request: PageRequest, actor: Actor) -> HttpResponse:
    """Take the mark back: the line stands where it stood before."""
    rows = [take_back_order(actor, advice_id=chosen) for chosen in _chosen(request.POST)]
    if request.htmx:
        return _undone(request, actor, rows[0])
    messages.success(request, gettext("The mark was taken back, and its order cancelled."))
    return redirect(next_url(request, reverse("today")))


@require_http_methods(["GET", "POST"])
@page("plan.decide")
def flag(request: PageRequest, actor: Actor, advice_id: UUID) -> HttpResponse:
    """Ask for another look at a line with a note, or take the flag away."""
    advice = advice_of(actor, advice_id)
    if request.method == "GET":
        return _flag_form(request, actor, advice, error="")
    if request.POST.get("clear") or request.GET.get("clear"):
        clear_flag(actor, advice_id=advice_id)
        return _flag_answer(request, actor, advice_of(actor, advice_id), cleared=True)
    try:
        flag_advice(actor, advice_id=advice_id, note=request.POST.get("note", ""))
    except Problem as problem:
        return _flag_form(request, actor, advice, error=problem.text)
    return _flag_answer(request, actor, advice_of(actor, advice_id), cleared=False)


@require_http_methods(["GET", "POST"])
@page("plan.decide")
def threshold(request: PageRequest, actor: Actor, variant_id: UUID) -> HttpResponse:
    """Change the days of stock at which an item is ordered early; the next plan uses it."""
    advice = _line_of(request, actor, variant_id)
    if request.method == "GET":
        return _threshold_form(request, actor, advice, days=advice.terms.get("threshold_days"), error="")
    told = request.POST.get("threshold_days", "").strip()
    try:
        days = int(told) if told else None
        change_threshold(actor, advice_id=advice.pk, days=days)
    except ValueError:
        return _threshold_form(request, actor, advice, days=None, error=gettext("Enter a whole number of days."))
    except Problem as problem:
        return _threshold_form(request, actor, advice, days=None, error=problem.text)
    messages.success(request, gettext("Saved. The next plan uses it."))
    if request.htmx:
        answer = _undone(request, actor, advice)
        answer.write(render_to_string("today/_told.html", {"messages": messages.get_messages(request)}))
        return answer
    return redirect(next_url(request, reverse("today")))


def _chosen(form: QueryDict) -> list[UUID]:
    """The one line whose button was pressed, or every line that is ticked."""
    only = form.get("only")
    try:
        return [UUID(one) for one in ([only] if only else form.getlist("line"))]
    except ValueError as error:
        raise NotFound(what="advice") from error


def _quantity(form: QueryDict, advice_id: UUID) -> Decimal | None:
    told = form.get(f"quantity-{advice_id}", "").strip().replace(",", ".")
    if not told:
        return None
    try:
        wanted = Decimal(told)
    except InvalidOperation as error:
        raise NothingToOrder from error
    if not wanted.is_finite():
        raise NothingToOrder
    return wanted


def _ordered(actor: Actor, advice_id: UUID, quantity: Decimal | None, day: date) -> Advice:
    return mark_ordered(actor, advice_id=advice_id, today=day, quantity=quantity)


def _refused(request: PageRequest, problem: Problem) -> HttpResponse:
    if request.htmx:
        raise problem
    messages.error(request, problem.text)
    return redirect(next_url(request, reverse("today")))


def _here(request: PageRequest) -> Asked:
    """The list that the person looks at."""
    return Asked.of(QueryDict((request.htmx.current_url or "").partition("?")[2]))


def _ordered_words(row: Advice) -> str:
    return gettext("Ordered %(quantity)s %(unit)s.") % {"quantity": written(row.ordered_quantity), "unit": UNIT}


def _settled(request: PageRequest, actor: Actor, row: Advice, words: str, undo_url: str) -> HttpResponse:
    """The line's place in the list after it was dealt with, and the header as it is now."""
    done = Done(row.pk, row.name, words, undo_url)
    header = header_of(actor, row.run, _here(request))
    return framed(request, actor, "today/_after.html", done=done, header=header)


def _undone(request: PageRequest, actor: Actor, row: Advice) -> HttpResponse:
    """The line again, and the header as it is now."""
    asked = _here(request)
    [line] = lines_of(actor, request.company, row.run, [row])
    header = header_of(actor, row.run, asked)
    return framed(request, actor, "today/_undone.html", line=line, tab=asked.list, header=header)


def _flag_form(request: PageRequest, actor: Actor, advice: Advice, *, error: str) -> HttpResponse:
    note = request.POST.get("note", advice.flag_note)
    deed = FlagDeed(advice.pk, advice.name, note, bool(advice.flag_note), error)
    template = "today/_flag.html" if request.htmx else "today/flag.html"
    answer = framed(request, actor, template, section="today", status=_status(error), deed=deed)
    return _unfolded(answer, advice.pk, error)


def _flag_answer(request: PageRequest, actor: Actor, advice: Advice, *, cleared: bool) -> HttpResponse:
    if not request.htmx:
        messages.success(request, gettext("The flag was taken away.") if cleared else gettext("Flagged."))
        return redirect(next_url(request, reverse("today")))
    if advice.shown_in == _here(request).list:
        return _undone(request, actor, advice)
    words = gettext("Moved back to its list.") if cleared else gettext("Flagged: it is under “Needs a look” now.")
    return _settled(request, actor, advice, words, f"{reverse('today_flag', args=[advice.pk])}?clear=1")


def _line_of(request: PageRequest, actor: Actor, variant_id: UUID) -> Advice:
    """The line that the form was opened from, else the item's first line in the newest plan."""
    rows = current_advice(actor, variant_id=variant_id)
    if not rows:
        raise NotFound(what="item in the plan")
    target = (request.htmx.target or "").removeprefix("line-")
    return next((row for row in rows if str(row.pk) == target), rows[0])


def _threshold_form(
    request: PageRequest, actor: Actor, advice: Advice, *, days: float | None, error: str
) -> HttpResponse:
    deed = ThresholdDeed(
        line_id=advice.pk if request.htmx else None,
        variant_id=advice.variant_id,
        name=advice.name,
        days=None if days is None else Decimal(days),
        company_days=Decimal(request.company.threshold_days),
        error=error,
    )
    template = "today/_threshold.html" if request.htmx else "today/threshold.html"
    answer = framed(request, actor, template, section="today", status=_status(error), deed=deed)
    return _unfolded(answer, advice.variant_id, error)


def _status(error: str) -> int:
    return 422 if error else 200


def _unfolded(answer: HttpResponse, key: UUID, error: str) -> HttpResponse:
    """A form that was refused takes its own place again, not that of the line it is about."""
    if error:
        answer["HX-Retarget"] = f"#unfolded-{key}"
        answer["HX-Reswap"] = "outerHTML"
    return answer
