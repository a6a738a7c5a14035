"""How stock moves, ages and goes missing."""

from datetime import date
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from stockwright.api.analytics_periods import PeriodFilter, asked_period
from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Money, Out, PageOut, Quantity
from stockwright.insights.queries import ageing, losses
from stockwright.kit import clock
from stockwright.kit.paging import Page

router = Router(tags=["Stock analytics"])


class IdleFilter(BaseModel):
    """What counts as not sold."""

    days: int = Field(90, ge=1, le=3650, description="No sale in so many days.")
    limit: int = Field(100, ge=1, le=1000, description="How many items to name, the dearest first.")


class FlowOut(Out):
    """A month's movements of one kind."""

    month: date
    kind: str
    movements: int
    pieces_in: Quantity
    pieces_out: Quantity
    value: Money


class LossOut(Out):
    """What a month lost for a reason."""

    month: date
    kind: str
    reason: str
    movements: int
    pieces: Quantity
    value: Money


class AgeOut(Out):
    """Stock that came in so many days ago."""

    first_day: int
    last_day: int | None = Field(description="Null for everything older.")
    items: int
    pieces: Quantity
    value: Money


class IdleItemOut(Out):
    """An item that was not sold for a while."""

    variant_id: UUID
    sku: str
    name: str
    on_hand: Quantity
    value: Money
    sold_on: date | None


class IdleOut(Out):
    """Items with stock and without a sale."""

    days: int
    items: int
    pieces: Quantity
    value: Money
    all_items: int
    all_value: Money
    dearest: list[IdleItemOut]


@router.get("/analytics/inventory/movements", response=PageOut[FlowOut])
@needs("inventory.read")
def get_stock_flows(request: ApiRequest, wanted: Query[PeriodFilter]) -> Page[losses.Flow]:
    """What came in and went out, by kind and month."""
    return Page(losses.flows(request.auth, asked_period(request, wanted)), None)


@router.get("/analytics/inventory/shrinkage", response=PageOut[LossOut])
@needs("inventory.read")
def get_shrinkage(request: ApiRequest, wanted: Query[PeriodFilter]) -> Page[losses.Loss]:
    """What counts found missing, was written off or adjusted away, by reason and month."""
    return Page(losses.shrinkage(request.auth, asked_period(request, wanted)), None)


@router.get("/analytics/inventory/ageing", response=PageOut[AgeOut])
@needs("inventory.read")
def get_ageing(request: ApiRequest) -> Page[ageing.AgeBucket]:
    """Stock by the days since it came in, at first in first out."""
    return Page(ageing.age_buckets(request.auth, now=clock.now()), None)


@router.get("/analytics/inventory/idle", response=IdleOut)
@needs("inventory.read")
def get_idle_stock(request: ApiRequest, wanted: Query[IdleFilter]) -> ageing.IdleStock:
    """Items with stock that nobody bought in so many days: slow with 90, dead with 180 or more."""
    return ageing.idle_stock(request.auth, today=company_day(request.auth), days=wanted.days, limit=wanted.limit)
