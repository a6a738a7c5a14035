"""What was delivered to webhooks, with every attempt."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Out, PageIn, PageOut
from stockwright.kit.clock import now
from stockwright.kit.paging import Page
from stockwright.messaging.actions.replays import replay_delivery
from stockwright.messaging.queries.deliveries import (
    DeliveryFilter,
    DeliveryRow,
    DeliveryView,
    deliveries_page,
    delivery_of,
)

router = Router(tags=["Webhooks"])


class DeliveryOut(Out):
    """One event for one webhook; `subject` and `sequence` are null for an event that has no order."""

    id: UUID
    webhook_id: UUID = Field(validation_alias="endpoint_id")
    event_id: UUID
    event: str
    subject: str
    sequence: int | None
    kind: Literal["live", "replay", "test"]
    state: Literal["waiting", "delivered", "failed"]
    attempts: int = Field(description="Tries since it was last asked for.")
    due_at: datetime = Field(description="When it is tried next, while it waits.")
    last_status: int | None
    last_error: str
    created_at: datetime
    ended_at: datetime | None


class AttemptOut(Out):
    """One try: the answer's status and beginning, or in words what went wrong."""

    at: datetime
    status: int | None
    milliseconds: int
    error: str
    answer: str


class DeliveryDetailOut(DeliveryOut):
    """A delivery with its latest tries, the newest first, and the body that is sent."""

    tries: list[AttemptOut]
    message: dict[str, Any]


class DeliveriesIn(PageIn):
    """Which deliveries."""

    webhook_id: UUID | None = None
    state: Literal["", "waiting", "delivered", "failed"] = ""
    event: str = Field("", max_length=80, description="The exact name of an event.")


@router.get("/webhooks/deliveries", response=PageOut[DeliveryOut])
@needs("webhooks.read")
def list_webhook_deliveries(request: ApiRequest, wanted: Query[DeliveriesIn]) -> Page[DeliveryRow]:
    """What was and is to be told, those of the newest events first. Fails with `not_found`."""
    which = DeliveryFilter(wanted.webhook_id, wanted.state, wanted.event)
    return deliveries_page(request.auth, which, cursor=wanted.cursor or "", limit=wanted.limit)


@router.get("/webhooks/deliveries/{delivery_id}", response=DeliveryDetailOut)
@needs("webhooks.read")
def get_webhook_delivery(request: ApiRequest, delivery_id: UUID) -> DeliveryView:
    """One delivery with its tries and its body. Fails with `not_found`."""
    return delivery_of(request.auth, delivery_id)


@router.post("/webhooks/deliveries/{delivery_id}/replay", response=DeliveryOut)
@needs("webhooks.write")
def replay_webhook_delivery(request: ApiRequest, delivery_id: UUID) -> DeliveryView:
    """Send a delivery again; one that waits is tried at once. Fails with `endpoint_off` or `not_found`."""
    replay_delivery(request.auth, delivery_id=delivery_id, now=now())
    return delivery_of(request.auth, delivery_id)
