"""Webhooks: who is told about events, what was told, and telling again."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid, Problem
from stockwright.messaging.actions.endpoints import (
    add_endpoint,
    change_endpoint,
    remove_endpoint,
    rotate_secret,
)
from stockwright.messaging.actions.replays import replay_since, try_endpoint
from stockwright.messaging.queries.endpoints import EndpointView, endpoint_of
from stockwright.web.fill.webhook_forms import ReplayForm, WebhookForm
from stockwright.web.fill.webhooks import events_page, webhook_page, webhooks_page
from stockwright.web.http import PageRequest, framed, page


@require_http_methods(["GET", "POST"])
@page("webhooks.read")
def webhooks(request: PageRequest, actor: Actor) -> HttpResponse:
    """Every webhook; a new one opens with its secret, which is never shown again."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST":
        actor.require("webhooks.write")
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made, secret = add_endpoint(
                actor,
                url=told["url"],
                description=told["description"],
                wants=told["events"],
                reach=settings.WEBHOOK_REACH,
                now=clock.now(),
            )
        except Problem as problem:
            form.add_error(_field(problem), problem.text)
        else:
            return _one(request, actor, endpoint_of(actor, made.pk), secret=secret)
    shown = webhooks_page(actor, form)
    status = 422 if form.errors else 200
    return framed(
        request, actor, "webhooks/page.html", section="settings", status=status, page=shown, place="webhooks"
    )


@require_http_methods(["GET", "POST"])
@page("webhooks.read")
def webhook(request: PageRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:
    """One webhook, to look at and to change."""
    known = endpoint_of(actor, webhook_id)
    if request.method == "GET":
        return _one(request, actor, known)
    actor.require("webhooks.write")
    form = WebhookForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            change_endpoint(
                actor,
                endpoint_id=webhook_id,
                reach=settings.WEBHOOK_REACH,
                now=clock.now(),
                url=told["url"],
                description=told["description"],
                wants=told["events"],
            )
        except Problem as problem:
            form.add_error(_field(problem), problem.text)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("settings_webhook", webhook_id)
    return _one(request, actor, known, form=form)


@require_POST
@page("webhooks.write")
def enter(request: PageRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:
    """Pause a webhook or switch it on (again)."""
    wanted = "paused" if request.POST.get("state") == "paused" else "active"
    change_endpoint(actor, endpoint_id=webhook_id, reach=settings.WEBHOOK_REACH, now=clock.now(), state=wanted)
    told = gettext("Paused: events wait.") if wanted == "paused" else gettext("On: what waited is delivered now.")
    messages.success(request, told)
    return redirect("settings_webhook", webhook_id)


@require_POST
@page("webhooks.write")
def test(request: PageRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Have a test message sent, and watch what comes of it."""
    delivery = try_endpoint(actor, endpoint_id=webhook_id, now=clock.now())
    return redirect("settings_delivery", delivery.pk)


@require_POST
@page("webhooks.write")
def rotate(request: PageRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:
    """A new secret, shown on the answer and never again."""
    secret = rotate_secret(actor, endpoint_id=webhook_id, now=clock.now())
    return _one(request, actor, endpoint_of(actor, webhook_id), secret=secret)


@require_POST
@page("webhooks.write")
def replay(request: PageRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:
    """Tell again everything since a moment."""
    known, form, now = endpoint_of(actor, webhook_id), ReplayForm(request.POST), clock.now()
    if not form.is_valid():
        return _one(request, actor, known, replay=form)
    try:
        since = form.cleaned_data["since"]
        found = replay_since(actor, endpoint_id=webhook_id, since=since, until=now, now=now)
    except (Conflict, Invalid) as problem:
        messages.error(request, problem.text)
    else:
        told = ngettext("%(n)d delivery is sent.", "%(n)d deliveries are sent.", found) % {"n": found}
        messages.success(request, told)
    return redirect("settings_webhook", webhook_id)


@require_POST
@page("webhooks.write")
def remove(request: PageRequest, actor: Actor, webhook_id: UUID) -> HttpResponse:
    """Remove a webhook."""
    remove_endpoint(actor, endpoint_id=webhook_id)
    messages.success(request, gettext("The webhook was removed."))
    return redirect("settings_webhooks")


@require_GET
@page("webhooks.read")
def events(request: PageRequest, actor: Actor) -> HttpResponse:
    """Every event that can be subscribed to, with an example."""
    shown = events_page()
    return framed(request, actor, "webhooks/events.html", section="settings", page=shown, place="webhooks")


def _one(
    request: PageRequest,
    actor: Actor,
    known: EndpointView,
    *,
    form: WebhookForm | None = None,
    replay: ReplayForm | None = None,
    secret: str = "",
) -> HttpResponse:
    """The page of a webhook; a secret on it is kept nowhere."""
    told = {"url": known.url, "description": known.description, "events": "\n".join(known.wants)}
    shown = webhook_page(
        actor, known, form=form or WebhookForm(initial=told), replay=replay or ReplayForm(), secret=secret
    )
    status = 422 if shown.form.errors or shown.replay.errors else 200
    answer = framed(
        request, actor, "webhooks/one.html", section="settings", status=status, page=shown, place="webhooks"
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _field(problem: Problem) -> str | None:
    return {"invalid_receiver": "url", "unknown_events": "events"}.get(problem.code)
