"""What people say otherwise than the forecast."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.forecasting.actions.overrides import end_override, make_override
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid, NotFound
from stockwright.web.fill.overrides import form_page, list_page, override_day, override_form, override_said
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.http import PageRequest, framed, next_url, page


@require_GET
@page("forecast.read")
def overrides(request: PageRequest, actor: Actor) -> HttpResponse:
    """What stands or is over, and who was nearer."""
    over, cursor = request.GET.get("state") == "over", request.GET.get("cursor", "")
    shown = list_page(actor, request.company, over=over, cursor=cursor)
    return framed(request, actor, "calendar/overrides.html", section="forecast", place="overrides", page=shown)


@require_http_methods(["GET", "POST"])
@page("forecast.write")
def new(request: PageRequest, actor: Actor) -> HttpResponse:
    """Say otherwise than the forecast."""
    form = override_form(actor, request.company, request.POST or None, variant=request.GET.get("variant", ""))
    if request.method == "POST" and form.is_valid():
        try:
            told, source = override_said(actor, form), f"page:{form.cleaned_data['source']}"
            today = override_day(actor, request.company)
            make_override(actor, told=told, now=clock.now(), today=today, source=source)
        except (Invalid, NotFound) as problem:
            tell_refusal(form, problem)
        else:
            messages.success(request, gettext("Said. The next forecast follows you."))
            return redirect("overrides")
    return framed(
        request,
        actor,
        "calendar/override_form.html",
        section="forecast",
        place="overrides",
        status=422 if form.errors else 200,
        page=form_page(form),
    )


@require_POST
@page("forecast.write")
def end(request: PageRequest, actor: Actor, override_id: UUID) -> HttpResponse:
    """Let the forecast stand again."""
    try:
        end_override(actor, override_id=override_id, now=clock.now(), today=override_day(actor, request.company))
    except Conflict as problem:
        messages.error(request, problem.text)
    else:
        messages.success(request, gettext("Ended. The next forecast stands by itself again."))
    return redirect(next_url(request, "/forecast/overrides"))
