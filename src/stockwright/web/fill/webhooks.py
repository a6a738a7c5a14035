"""The pages of the webhooks, filled."""

import json

from django.conf import settings
from django.forms import BaseForm
from django.utils.translation import gettext, ngettext

from stockwright.kit.actor import Actor
from stockwright.messaging.queries.catalogue import event_catalogue
from stockwright.messaging.queries.deliveries import DeliveryFilter, Waiting, deliveries_page, waiting_deliveries
from stockwright.messaging.queries.endpoints import EndpointView, endpoints_of
from stockwright.messaging.rules.endpoints import EVERYTHING, EndpointState
from stockwright.web.fill.deliveries import lines_of
from stockwright.web.shown.webhooks import (
    EventsPage,
    KnownEventRow,
    Standing,
    WaitingLine,
    WebhookPage,
    WebhookRow,
    WebhooksPage,
)

_LATEST = 10


def webhooks_page(actor: Actor, form: BaseForm) -> WebhooksPage:
    """Every webhook, and the form that adds one."""
    return WebhooksPage(
        tuple(_row(one) for one in endpoints_of(actor)),
        waiting_line(waiting_deliveries(actor)),
        form,
        may_write=actor.may("webhooks.write"),
        is_mailed=settings.MAIL_IS_SET_UP,
    )


def webhook_page(
    actor: Actor, webhook: EndpointView, *, form: BaseForm, replay: BaseForm, secret: str = ""
) -> WebhookPage:
    """One webhook with its latest deliveries."""
    latest = deliveries_page(actor, DeliveryFilter(endpoint_id=webhook.id), limit=_LATEST)
    return WebhookPage(
        id=webhook.id,
        url=webhook.url,
        standing=standing_of(webhook),
        is_active=webhook.state == EndpointState.ACTIVE,
        disabled_at=webhook.disabled_at,
        disabled_reason=webhook.disabled_reason,
        failing_since=webhook.failing_since,
        rest_until=webhook.rest_until,
        waiting=WaitingLine(webhook.waiting, webhook.oldest_waiting_at),
        delivered_at=webhook.delivered_at,
        old_secret_until=webhook.old_secret_until,
        new_secret=secret,
        form=form,
        replay=replay,
        latest=lines_of(actor, latest.items),
        may_write=actor.may("webhooks.write"),
    )


def events_page() -> EventsPage:
    """Every event that can be subscribed to."""
    return EventsPage(
        tuple(
            KnownEventRow(
                one.name, one.means.replace("`", ""), json.dumps(one.example, indent=2, ensure_ascii=False)
            )
            for one in event_catalogue()
        )
    )


def waiting_line(waiting: Waiting) -> WaitingLine:
    """What waits."""
    return WaitingLine(waiting.count, waiting.oldest_at)


def standing_of(webhook: EndpointView) -> Standing:
    """How a webhook is doing, in a word."""
    if webhook.state == EndpointState.DISABLED:
        return Standing(gettext("switched off"), "bad", "circle-alert")
    if webhook.state == EndpointState.PAUSED:
        return Standing(gettext("paused"), "warn", "clock")
    if webhook.failing_since:
        return Standing(gettext("failing"), "bad", "triangle-alert")
    return Standing(gettext("active"), "good", "circle-check")


def _row(one: EndpointView) -> WebhookRow:
    more = len(one.wants) - 2
    events = ", ".join(one.wants[:2])
    if more > 0:
        events += ngettext(" and %(n)d more", " and %(n)d more", more) % {"n": more}
    if EVERYTHING in one.wants:
        events = gettext("everything")
    return WebhookRow(one.id, one.url, one.description, events, standing_of(one), one.waiting, one.delivered_at)
