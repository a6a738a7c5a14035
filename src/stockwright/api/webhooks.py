"""Webhooks: who is told about events, what was told, and telling again."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from ninja import Router
from ninja.responses import Status
from pydantic import AwareDatetime, Field

from stockwright.api.deliveries import DeliveryOut
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageOut, optional
from stockwright.kit.clock import now
from stockwright.kit.paging import Page
from stockwright.messaging.actions.endpoints import (
    add_endpoint,
    change_endpoint,
    remove_endpoint,
    rotate_secret,
)
from stockwright.messaging.actions.replays import replay_since, try_endpoint
from stockwright.messaging.queries.catalogue import KnownEvent, event_catalogue
from stockwright.messaging.queries.deliveries import (
    DeliveryView,
    delivery_of,
)
from stockwright.messaging.queries.endpoints import EndpointView, endpoint_of, endpoints_of

router = Router(tags=["Webhooks"])

Url = Annotated[str, Field(min_length=8, max_length=2000, examples=["https://example.com/hooks"])]
Wanted = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=80)]],
    Field(
        min_length=1,
        max_length=100,
        examples=[["inventory.*", "purchase_order.received"]],
        description="Names of the catalogue, beginnings such as `inventory.*`, or `*` for everything.",
    ),
]


State = Literal["active", "paused", "disabled"]


class WebhookOut(Out):
    """A webhook: an address that is told about events."""

    id: UUID
    url: str
    description: str
    events: list[str] = Field(validation_alias="wants")
    state: State
    disabled_at: datetime | None
    disabled_reason: str
    failing_since: datetime | None = Field(description="Since when every try failed; null while all is well.")
    created_at: datetime
    waiting: int = Field(description="Deliveries that wait.")
    oldest_waiting_at: datetime | None
    delivered_at: datetime | None = Field(description="The last success.")
    old_secret_until: datetime | None = Field(description="Until when a replaced secret signs along.")


class WebhookIn(In):
    """A new webhook."""

    url: Url
    description: str = Field("", max_length=200)
    events: Wanted


class WebhookPatch(In):
    """What changes; `active` also switches a disabled webhook on again."""

    url: Url = optional()
    description: str = optional(max_length=200)
    events: Wanted = optional()
    state: State = optional()


class NewWebhookOut(WebhookOut):
    """A fresh webhook with its secret, which is shown this once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


class SecretOut(Out):
    """A fresh secret, which is shown this once."""

    secret: str


class ReplayIn(In):
    """From when on, and up to when; without `until` up to now."""

    since: AwareDatetime
    until: AwareDatetime = optional()


class ReplayOut(Out):
    """How much is sent again."""

    deliveries: int


class KnownEventOut(Out):
    """An event that can be subscribed to."""

    name: str
    means: str
    example: dict[str, Any] = Field(description="What `data` looks like.")


@router.get("/webhooks/events", response=PageOut[KnownEventOut])
@needs("webhooks.read")
def list_webhook_events(request: ApiRequest) -> Page[KnownEvent]:  # noqa: ARG001 - the door looks at it
    """Every event that can be subscribed to, by name, on one page."""
    return Page(event_catalogue(), None)


@router.get("/webhooks", response=PageOut[WebhookOut])
@needs("webhooks.read")
def list_webhooks(request: ApiRequest) -> Page[EndpointView]:
    """Every webhook, the oldest first, on one page."""
    return Page(endpoints_of(request.auth), None)


@router.post("/webhooks", response={201: NewWebhookOut})
@needs("webhooks.write", secret=True)
def post_webhook(request: ApiRequest, body: WebhookIn) -> Status[dict[str, Any]]:
    """Add a webhook. Its secret is shown this once.

    Fails with `invalid_receiver`, `unknown_events` or `too_many_endpoints`. A repeat with the same
    Idempotency-Key adds no second one, and is answered with `answer_not_kept`.
    """
    endpoint, secret = add_endpoint(
        request.auth,
        url=body.url,
        description=body.description,
        wants=body.events,
        reach=settings.WEBHOOK_REACH,
        now=now(),
    )
    return Status(201, vars(endpoint_of(request.auth, endpoint.pk)) | {"secret": secret})


@router.get("/webhooks/{webhook_id}", response=WebhookOut)
@needs("webhooks.read")
def get_webhook(request: ApiRequest, webhook_id: UUID) -> EndpointView:
    """One webhook. Fails with `not_found`."""
    return endpoint_of(request.auth, webhook_id)


@router.patch("/webhooks/{webhook_id}", response=WebhookOut)
@needs("webhooks.write")
def patch_webhook(request: ApiRequest, webhook_id: UUID, body: WebhookPatch) -> EndpointView:
    """Change a webhook, pause it or switch it on again.

    Fails with `invalid_receiver`, `unknown_events` or `not_found`.
    """
    changes = body.changes()
    if "events" in changes:
        changes["wants"] = changes.pop("events")
    change_endpoint(request.auth, endpoint_id=webhook_id, reach=settings.WEBHOOK_REACH, now=now(), **changes)
    return endpoint_of(request.auth, webhook_id)


@router.delete("/webhooks/{webhook_id}", response={204: None})
@needs("webhooks.write")
def delete_webhook(request: ApiRequest, webhook_id: UUID) -> Status[None]:
    """Remove a webhook and what it was still to be told. Fails with `not_found`."""
    remove_endpoint(request.auth, endpoint_id=webhook_id)
    return Status(204, None)


@router.post("/webhooks/{webhook_id}/test", response={201: DeliveryOut})
@needs("webhooks.write")
def test_webhook(request: ApiRequest, webhook_id: UUID) -> Status[DeliveryView]:
    """Have a test message sent at once. Read the delivery to see what the receiver answered.

    Fails with `not_found`.
    """
    delivery = try_endpoint(request.auth, endpoint_id=webhook_id, now=now())
    return Status(201, delivery_of(request.auth, delivery.pk))


@router.post("/webhooks/{webhook_id}/rotate", response=SecretOut)
@needs("webhooks.write", secret=True)
def rotate_webhook_secret(request: ApiRequest, webhook_id: UUID) -> SecretOut:
    """Make a new secret, which is shown this once; the present one signs along for a day.

    Fails with `not_found`.
    """
    return SecretOut(secret=rotate_secret(request.auth, endpoint_id=webhook_id, now=now()))


@router.post("/webhooks/{webhook_id}/replay", response=ReplayOut)
@needs("webhooks.write")
def replay_webhook(request: ApiRequest, webhook_id: UUID, body: ReplayIn) -> ReplayOut:
    """Send again everything since a moment that the webhook wants, also what it was never told.

    What waits already is not sent twice. Fails with `endpoint_off` or `not_found`.
    """
    moment = now()
    found = replay_since(
        request.auth, endpoint_id=webhook_id, since=body.since, until=body.until or moment, now=moment
    )
    return ReplayOut(deliveries=found)
