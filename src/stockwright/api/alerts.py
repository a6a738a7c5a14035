"""What runs low: alerts, the report and thresholds by place."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Counted, In, Out, PageIn, PageOut, Quantity
from stockwright.inventory.actions.alerts import acknowledge_alert, resolve_alert, set_threshold
from stockwright.inventory.queries.alerts import AlertRow, LowItem, alert_of, alerts_page, low_items
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Low stock"])


class AlertOut(Out):
    """An item that ran low; without a location it is about all places that sell."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID | None
    location: str
    opened_at: datetime
    available: Quantity = Field(description="What was free when it opened.")
    threshold: Quantity
    acknowledged_at: datetime | None
    acknowledged_by: str
    resolved_at: datetime | None
    resolved_by: str
    note: str


class AlertFilter(PageIn):
    """Which alerts."""

    state: Literal["open", "resolved"] = "open"
    search: str = Field("", max_length=200, description="A part of the SKU or the name.")


class ResolveIn(In):
    """Why it is over."""

    note: str = Field("", max_length=500)


class LowItemOut(Out):
    """An item that is low now."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID | None
    location: str
    on_hand: Quantity
    reserved: Quantity
    inbound: Quantity
    available: Quantity
    threshold: Quantity
    lacks: Quantity = Field(description="Pieces that lack to the threshold.")
    since: datetime


class ThresholdIn(In):
    """From which quantity on an item is low at a place; null ends the watch on that place."""

    variant_id: UUID
    location_id: UUID
    low_stock: Counted | None


@router.get("/inventory/alerts", response=PageOut[AlertOut])
@needs("inventory.read")
def list_alerts(request: ApiRequest, wanted: Query[AlertFilter]) -> Page[AlertRow]:
    """Alerts, the newest first.

    One opens when the free stock of an item is at or below its `low_stock`; where it has none, when nothing is
    free and it sold within 30 days. It ends by itself when that is over.
    """
    return alerts_page(
        request.auth,
        state=wanted.state,
        search=wanted.search,
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )


@router.post("/inventory/alerts/{alert_id}/acknowledge", response=AlertOut)
@needs("inventory.write")
def post_acknowledgement(request: ApiRequest, alert_id: UUID) -> AlertRow:
    """Say that somebody takes care of it. Fails with `alert_resolved` or `not_found`."""
    acknowledge_alert(request.auth, alert_id=alert_id, now=now())
    return alert_of(request.auth, alert_id)


@router.post("/inventory/alerts/{alert_id}/resolve", response=AlertOut)
@needs("inventory.write")
def post_resolution(request: ApiRequest, alert_id: UUID, body: ResolveIn) -> AlertRow:
    """End an alert by hand; the item alerts again after its stock recovered once. Fails with `not_found`."""
    resolve_alert(request.auth, alert_id=alert_id, now=now(), note=body.note)
    return alert_of(request.auth, alert_id)


@router.get("/inventory/low-stock", response=PageOut[LowItemOut])
@needs("inventory.read")
def list_low_stock(request: ApiRequest) -> Page[LowItem]:
    """The items that are low now, what lacks most first; 500 at most, on one page."""
    return Page(low_items(request.auth), None)


@router.put("/inventory/low-stock-thresholds", response={204: None})
@needs("inventory.write")
def put_threshold(request: ApiRequest, body: ThresholdIn) -> Status[None]:
    """Watch an item at one place; the whole company's threshold is the product's `low_stock`."""
    set_threshold(
        request.auth,
        variant_id=body.variant_id,
        location_id=body.location_id,
        low_stock=body.low_stock,
        now=now(),
    )
    return Status(204, None)
