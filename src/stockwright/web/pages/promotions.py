"""Promotions: the list, one with its effect, and the forms that tell of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.forecasting.actions.promotions import cancel_promotion, change_promotion, plan_promotions
from stockwright.forecasting.queries.promotions import promotion_of
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import Conflict, Invalid, NotFound
from stockwright.web.fill.promotion_table import read_promotions
from stockwright.web.fill.promotions import form_page, list_page, one_page, promotion_form, promotion_said
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.fill.told_forms import PromotionForm, PromotionTableForm
from stockwright.web.http import PageRequest, framed, page


@require_GET
@page("forecast.read")
def promotions(request: PageRequest, actor: Actor) -> HttpResponse:
    """Promotions, the latest to begin first."""
    state, cursor = request.GET.get("state", ""), request.GET.get("cursor", "")
    shown = list_page(actor, request.company, state=state, cursor=cursor)
    return framed(request, actor, "calendar/promotions.html", section="forecast", place="promotions", page=shown)


@require_GET
@page("forecast.read")
def promotion(request: PageRequest, actor: Actor, promotion_id: UUID) -> HttpResponse:
    """One promotion with what it changes."""
    shown = one_page(actor, request.company, promotion_id)
    return framed(request, actor, "calendar/promotion.html", section="forecast", place="promotions", page=shown)


@require_http_methods(["GET", "POST"])
@page("forecast.write")
def new(request: PageRequest, actor: Actor) -> HttpResponse:
    """Plan a promotion."""
    form = promotion_form(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told, source = promotion_said(actor, form), f"page:{form.cleaned_data['source']}"
            [made] = plan_promotions(actor, told=[told], now=clock.now(), source=source)
        except (Invalid, NotFound) as problem:
            tell_refusal(form, problem)
        else:
            messages.success(request, gettext("Planned. The next forecast shows its effect."))
            return redirect("promotion", made.pk)
    return _form(request, actor, form)


@require_http_methods(["GET", "POST"])
@page("forecast.write")
def change(request: PageRequest, actor: Actor, promotion_id: UUID) -> HttpResponse:
    """Tell a promotion anew."""
    before = promotion_of(actor, promotion_id, today=clock.today(request.company.time_zone))
    form = promotion_form(actor, request.POST or None, before)
    if request.method == "POST" and form.is_valid():
        try:
            told = promotion_said(actor, form)
            change_promotion(actor, promotion_id=promotion_id, told=told, now=clock.now())
        except (Conflict, Invalid, NotFound) as problem:
            tell_refusal(form, problem)
        else:
            messages.success(request, gettext("Changed. The next forecast shows its effect."))
            return redirect("promotion", promotion_id)
    status, shown = 422 if form.errors else 200, form_page(form, before)
    return framed(
        request, actor, "calendar/promotion_form.html", section="forecast", place="promotions", status=status,
        page=shown,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("forecast.write")
def paste(request: PageRequest, actor: Actor) -> HttpResponse:
    """Plan many promotions from a pasted table, all or none."""
    form = PromotionTableForm(request.POST or None, initial={"source": new_id()})
    if request.method == "POST" and form.is_valid():
        try:
            told, source = (
                read_promotions(actor, form.cleaned_data["table"]),
                f"paste:{form.cleaned_data['source']}",
            )
            made = plan_promotions(actor, told=told, now=clock.now(), source=source)
        except (Invalid, NotFound) as problem:
            tell_refusal(form, problem)
        else:
            said = ngettext("%(n)s promotion is planned.", "%(n)s promotions are planned.", len(made))
            messages.success(request, said % {"n": len(made)})
            return redirect("promotions")
    return _form(request, actor, form)


@require_POST
@page("forecast.write")
def cancel(request: PageRequest, actor: Actor, promotion_id: UUID) -> HttpResponse:
    """Say that a promotion does not take place."""
    reason = request.POST.get("reason", "")[:500]
    try:
        cancel_promotion(actor, promotion_id=promotion_id, now=clock.now(), reason=reason)
    except Conflict as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("Cancelled. The next forecast does not know it any more."))
    return redirect("promotion", promotion_id)


def _form(request: PageRequest, actor: Actor, form: PromotionForm | PromotionTableForm) -> HttpResponse:
    template = "calendar/promotion_form.html" if isinstance(form, PromotionForm) else "calendar/paste.html"
    return framed(
        request,
        actor,
        template,
        section="forecast",
        place="promotions",
        status=422 if form.errors else 200,
        page=form_page(form),
    )
