"""Taking deliveries in hand: each by one courier, in order, for as long as a lease lasts.

The endpoint's row is locked while deliveries are claimed, so the number under way and the order within a lane
hold over all couriers. A courier that dies leaves a lease that runs out, and the delivery goes again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.sealing import unseal
from stockwright.kit.statements import ask
from stockwright.messaging.actions.endpoints import SECRETS
from stockwright.messaging.models import Event, SigningSecret
from stockwright.messaging.rules.deliveries import LEASE, room_at
from stockwright.messaging.rules.messages import body_of


@dataclass(frozen=True)
class Parcel:
    """A delivery in hand: where to, what, signed with which secrets, and until when it is ours."""

    company_id: UUID
    endpoint_id: UUID
    delivery_id: UUID
    event_id: UUID
    lane: str
    url: str
    body: bytes
    secrets: tuple[str, ...]
    leased_until: datetime


@dataclass(frozen=True)
class _Due:
    """An endpoint that can be sent to, and how many of its deliveries are under way."""

    id: UUID
    url: str
    is_open: bool
    failures: int
    busy: list[str]


_ENDPOINTS = """
    select e.id, e.url, e.state = 'active' and (e.rest_until is null or e.rest_until <= %(now)s), e.failures,
        array(select lane from messaging_delivery b where b.company_id = e.company_id and b.endpoint_id = e.id
            and b.state = 'waiting' and b.leased_until > %(now)s)
    from messaging_endpoint e
    where e.company_id = %(company)s and exists (
        select from messaging_delivery d where d.company_id = e.company_id and d.endpoint_id = e.id
            and d.state = 'waiting' and d.due_at <= %(now)s)
    order by e.id
    for update of e skip locked
"""

_TESTS = """
    select id, lane from messaging_delivery
    where company_id = %(company)s and endpoint_id = %(endpoint)s and state = 'waiting' and kind = 'test'
        and due_at <= %(now)s and lane <> all(%(busy)s)
    order by due_at limit %(room)s
"""

_FIRST = """
    select d.id, d.lane, d.due_at from messaging_delivery d
    where d.company_id = %(company)s and d.endpoint_id = %(endpoint)s and d.state = 'waiting' and d.lane > {after}
    order by d.lane, d.sequence limit 1
"""

_HEADS = f"""
    with recursive head as (
        (select f.*, 1 as step from ({_FIRST.format(after="%(after)s")}) f)
        union all
        select n.*, h.step + 1 from head h cross join lateral ({_FIRST.format(after="h.lane")}) n
        where h.step < 2000
    )
    select id, lane from head where due_at <= %(now)s and lane <> all(%(busy)s) limit %(room)s
"""
"""The first delivery of each lane, found by stepping from lane to lane, however much waits behind them."""

_TAKE = """
    update messaging_delivery set leased_until = %(until)s, due_at = %(until)s
    where company_id = %(company)s and id = any(%(ids)s)
    returning id, endpoint_id, event_id, lane
"""


def companies_with_due(now: datetime) -> list[UUID]:
    """The companies that something is to be delivered for: all that a courier may know across companies."""
    with connection.cursor() as cursor:
        cursor.execute("select company_id from companies_with_due_webhooks(%s) order by 1", [now])
        return [company_id for (company_id,) in cursor.fetchall()]


@deed("webhooks.write")
def claim_deliveries(
    actor: Actor, *, now: datetime, room: int, after: Mapping[UUID, str] | None = None
) -> list[Parcel]:
    """At most `room` deliveries that are due, the first of their lanes, now in the hands of the caller.

    `after` says for an endpoint which lane was served last, so that all get their turn.
    """
    endpoints = [_Due(*row) for row in ask(_ENDPOINTS, {"company": actor.company_id, "now": now})]
    ids: list[UUID] = []
    for endpoint in endpoints:
        ids += _heads(actor, endpoint, now, room - len(ids), (after or {}).get(endpoint.id, ""))
    if not ids:
        return []
    asked = {"company": actor.company_id, "ids": ids, "until": now + LEASE}
    taken = sorted(ask(_TAKE, asked), key=lambda row: ids.index(row[0]))
    return _packed(actor, taken, {one.id: one.url for one in endpoints}, now)


def _heads(actor: Actor, endpoint: _Due, now: datetime, room: int, after: str) -> list[UUID]:
    asked = {"company": actor.company_id, "endpoint": endpoint.id, "now": now, "busy": endpoint.busy}
    found = ask(_TESTS, asked | {"room": room})
    if endpoint.is_open:
        most = min(room, room_at(endpoint.failures, len(endpoint.busy)))
        for start in dict.fromkeys((after, "")):
            busy = [*endpoint.busy, *(lane for _, lane in found)]
            left = most - len(found)
            if left > 0:
                found += ask(_HEADS, asked | {"busy": busy, "room": left, "after": start})
    return [delivery_id for delivery_id, _ in found]


def _packed(
    actor: Actor, taken: Sequence[tuple[UUID, UUID, UUID, str]], urls: Mapping[UUID, str], now: datetime
) -> list[Parcel]:
    events = Event.objects.of(actor).in_bulk([event_id for _, _, event_id, _ in taken])
    secrets = _secrets(actor, {endpoint_id for _, endpoint_id, _, _ in taken}, now)
    return [
        Parcel(
            company_id=actor.company_id,
            endpoint_id=endpoint_id,
            delivery_id=delivery_id,
            event_id=event_id,
            lane=lane,
            url=urls[endpoint_id],
            body=body_of(events[event_id]),
            secrets=secrets[endpoint_id],
            leased_until=now + LEASE,
        )
        for delivery_id, endpoint_id, event_id, lane in taken
    ]


def _secrets(actor: Actor, endpoints: set[UUID], now: datetime) -> dict[UUID, tuple[str, ...]]:
    """The secrets that sign now, the newest first."""
    rows = SigningSecret.objects.of(actor).filter(endpoint_id__in=endpoints).exclude(retires_at__lte=now)
    found: dict[UUID, tuple[str, ...]] = dict.fromkeys(endpoints, ())
    for row in rows.order_by("-created_at", "-id"):
        found[row.endpoint_id] += (unseal(row.sealed, use=SECRETS),)
    return found
