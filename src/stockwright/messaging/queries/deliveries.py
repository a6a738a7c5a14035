"""What was told to whom, what waits, and how each try went."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.messaging.models import Attempt, Delivery, Endpoint, Event
from stockwright.messaging.rules.deliveries import DeliveryState
from stockwright.messaging.rules.endpoints import EndpointState
from stockwright.messaging.rules.messages import message_of


@dataclass(frozen=True)
class DeliveryRow:
    """A delivery as lists show it."""

    id: UUID
    endpoint_id: UUID
    event_id: UUID
    event: str
    subject: str
    sequence: int | None
    kind: str
    state: str
    attempts: int
    due_at: datetime
    last_status: int | None
    last_error: str
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class AttemptRow:
    """One try."""

    at: datetime
    status: int | None
    milliseconds: int
    error: str
    answer: str


@dataclass(frozen=True)
class DeliveryView(DeliveryRow):
    """A delivery with its tries and what is sent."""

    tries: list[AttemptRow]
    message: dict[str, Any]


@dataclass(frozen=True)
class DeliveryFilter:
    """Which deliveries: of one webhook, in one state, of one event name."""

    endpoint_id: UUID | None = None
    state: str = ""
    event: str = ""


@dataclass(frozen=True)
class Waiting:
    """How much waits, and since when."""

    count: int
    oldest_at: datetime | None


def deliveries_page(
    actor: Actor, wanted: DeliveryFilter, *, cursor: str = "", limit: int = 50
) -> Page[DeliveryRow]:
    """Deliveries, those of the newest events first."""
    rows = _filtered(actor, wanted)
    if cursor:
        try:
            event_id, delivery_id = (UUID(part) for part in decode_cursor(cursor, 2))
        except ValueError as error:
            raise InvalidCursor from error
        older = rows.filter(event_id=event_id, pk__lt=delivery_id)
        rows = rows.filter(event_id__lt=event_id) | older
    found = [DeliveryRow(**_fields(row)) for row in rows.order_by("-event_id", "-id")[: limit + 1]]
    return page_of(found, limit, key=lambda row: (row.event_id, row.id))


def delivery_of(actor: Actor, delivery_id: UUID) -> DeliveryView:
    """One delivery; NotFound where there is none, or another company's."""
    row = Delivery.objects.of(actor).filter(pk=delivery_id).first()
    if row is None:
        raise NotFound(what="delivery")
    tries = Attempt.objects.of(actor).filter(delivery_id=row.pk).order_by("-at", "-id")[:100]
    event = Event.objects.of(actor).get(pk=row.event_id)
    return DeliveryView(
        **_fields(row),
        tries=[AttemptRow(one.at, one.status, one.milliseconds, one.error, one.answer) for one in tries],
        message=message_of(event),
    )


def count_deliveries(actor: Actor, wanted: DeliveryFilter) -> int:
    """How many there are."""
    return _filtered(actor, wanted).count()


def waiting_deliveries(actor: Actor) -> Waiting:
    """What waits for endpoints that are not switched off."""
    told = Endpoint.objects.of(actor).exclude(state=EndpointState.DISABLED).values("pk")
    rows = Delivery.objects.of(actor).filter(state=DeliveryState.WAITING, endpoint_id__in=told)
    found = rows.aggregate(n=Count("pk"), oldest=Min("created_at"))
    return Waiting(found["n"], found["oldest"])


def _filtered(actor: Actor, wanted: DeliveryFilter) -> "QuerySet[Delivery]":
    rows = Delivery.objects.of(actor)
    if wanted.endpoint_id:
        if not Endpoint.objects.of(actor).filter(pk=wanted.endpoint_id).exists():
            raise NotFound(what="webhook")
        rows = rows.filter(endpoint_id=wanted.endpoint_id)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return rows.filter(name=wanted.event) if wanted.event else rows


def _fields(row: Delivery) -> dict[str, Any]:
    alone = row.lane == str(row.event_id)
    return {
        "id": row.pk,
        "endpoint_id": row.endpoint_id,
        "event_id": row.event_id,
        "event": row.name,
        "subject": "" if alone else row.lane,
        "sequence": None if alone else row.sequence,
        "kind": row.kind,
        "state": row.state,
        "attempts": row.attempts,
        "due_at": row.due_at,
        "last_status": row.last_status,
        "last_error": row.last_error,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    }
