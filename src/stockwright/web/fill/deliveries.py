"""The delivery log, filled."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlsplit
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from stockwright.kit.actor import Actor
from stockwright.messaging.queries.deliveries import (
    DeliveryFilter,
    DeliveryRow,
    DeliveryView,
    count_deliveries,
    deliveries_page,
    waiting_deliveries,
)
from stockwright.messaging.queries.endpoints import endpoint_of, endpoints_of
from stockwright.messaging.rules.deliveries import DeliveryKind, DeliveryState
from stockwright.web.shown.frame import Chip, Choice, Paging
from stockwright.web.shown.webhooks import (
    DeliveriesPage,
    DeliveryLine,
    DeliveryPage,
    Standing,
    TryRow,
    WaitingLine,
)

LINES = 50


@dataclass(frozen=True)
class AskedDeliveries:
    """The parameters of the log."""

    webhook: str = ""
    state: str = ""
    event: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; what is not known is left at its default."""
        told = {name: query.get(name, "").strip()[:300] for name in cls.__dataclass_fields__}
        if told["state"] not in set(DeliveryState):
            told["state"] = ""
        try:
            UUID(told["webhook"])
        except ValueError:
            told["webhook"] = ""
        return cls(**told)

    @property
    def filter(self) -> DeliveryFilter:
        """The same as the query understands it."""
        return DeliveryFilter(UUID(self.webhook) if self.webhook else None, self.state, self.event)

    def without(self, name: str) -> str:
        """The address with one filter taken off."""
        wanted = {key: value for key, value in vars(replace(self, cursor="", **{name: ""})).items() if value}
        return f"{reverse('settings_deliveries')}?{urlencode(wanted)}"


def log_page(actor: Actor, asked: AskedDeliveries) -> DeliveriesPage:
    """The deliveries that are asked for, those of the newest events first."""
    found = deliveries_page(actor, asked.filter, cursor=asked.cursor, limit=LINES)
    waiting, total = waiting_deliveries(actor), count_deliveries(actor, asked.filter)
    return DeliveriesPage(
        lines=lines_of(actor, found.items),
        waiting=WaitingLine(waiting.count, waiting.oldest_at),
        webhooks=tuple(
            Choice(str(one.id), one.description or host_of(one.url), str(one.id) == asked.webhook)
            for one in endpoints_of(actor)
        ),
        states=tuple(Choice(one.value, state_words(one.value), one == asked.state) for one in DeliveryState),
        event=asked.event,
        chips=(Chip(gettext("Event"), asked.event, asked.without("event")),) if asked.event else (),
        paging=Paging(len(found.items), total, found.next_cursor, is_first=not asked.cursor),
        is_any=bool(total or asked.webhook or asked.state or asked.event),
    )


def delivery_page(actor: Actor, delivery: DeliveryView) -> DeliveryPage:
    """One delivery; it is looked at again and again until it was tried."""
    webhook = endpoint_of(actor, delivery.endpoint_id)
    [line] = lines_of(actor, [delivery])
    untried = delivery.state == DeliveryState.WAITING and not delivery.attempts
    return DeliveryPage(
        line=line,
        webhook_id=webhook.id,
        url=webhook.url,
        event_id=delivery.event_id,
        tries=tuple(TryRow(one.at, one.status, one.milliseconds, one.error, one.answer) for one in delivery.tries),
        body=json.dumps(delivery.message, indent=2, ensure_ascii=False),
        poll_url=reverse("settings_delivery_progress", args=[delivery.id]) if untried else "",
        may_write=actor.may("webhooks.write"),
    )


def lines_of(actor: Actor, rows: Sequence[DeliveryRow]) -> tuple[DeliveryLine, ...]:
    """Deliveries as lines, each with the host that it goes to."""
    hosts = {one.id: host_of(one.url) for one in endpoints_of(actor)} if rows else {}
    return tuple(_line(row, hosts.get(row.endpoint_id, "")) for row in rows)


def host_of(url: str) -> str:
    """The part of an address that people know it by."""
    return urlsplit(url).netloc


def state_words(state: str) -> str:
    """A state as people call it."""
    return {
        "waiting": gettext("waiting"),
        "delivered": gettext("delivered"),
        "failed": gettext("failed"),
    }[state]


def _standing(row: DeliveryRow) -> Standing:
    if row.state == DeliveryState.DELIVERED:
        return Standing(state_words(row.state), "good", "circle-check")
    if row.state == DeliveryState.FAILED:
        return Standing(state_words(row.state), "bad", "circle-alert")
    return Standing(state_words(row.state), "warn" if row.attempts else "", "clock")


def _line(row: DeliveryRow, host: str) -> DeliveryLine:
    kinds = {DeliveryKind.TEST.value: gettext("test"), DeliveryKind.REPLAY.value: gettext("sent again")}
    return DeliveryLine(
        id=row.id,
        event=row.event,
        subject=row.subject,
        sequence=row.sequence,
        host=host,
        standing=_standing(row),
        kind=kinds.get(row.kind, ""),
        attempts=row.attempts,
        told=row.last_error if row.state != DeliveryState.DELIVERED else "",
        due_at=row.due_at if row.state == DeliveryState.WAITING and row.attempts else None,
        at=row.created_at,
    )
