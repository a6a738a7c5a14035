"""What stock is worth, how fast it turns and what holding it costs."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import AwareDatetime, BaseModel, Field

from stockwright.api.analytics_periods import PeriodFilter, asked_period
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Exact, Money, Out, PageIn, PageOut, Quantity
from stockwright.insights.queries import turnover, valuation
from stockwright.inventory.queries.stock_then import Moments, ThenRow, stock_then
from stockwright.kit import clock
from stockwright.kit.paging import Page

router = Router(tags=["Stock analytics"])


class CarryingFilter(PeriodFilter):
    """Which days, at which rate."""

    yearly_rate: Decimal = Field(
        Decimal("0.20"), ge=0, le=5, decimal_places=4, description="What holding stock costs a year, of its value."
    )


class GroupFilter(BaseModel):
    """What to divide by."""

    by: Literal["category", "location", "supplier"] = "category"


class AsOfFilter(PageIn):
    """Which moment, as known when, and where."""

    moment: AwareDatetime = Field(description="What was there at this moment.")
    known_at: AwareDatetime | None = Field(None, description="As far as it was recorded by then; left out, now.")
    location_id: UUID | None = Field(None, description="The id of a location; leave it out for all of them.")


class AsOfOut(Out):
    """What of a product was at a place, and what it was worth."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    quantity: Quantity
    average_value: Money
    fifo_value: Money


class SummaryOut(Out):
    """All stock in a few numbers."""

    in_stock: int
    low: int
    out: int
    negative: int
    unknown: int
    pieces: Quantity
    reserved: Quantity
    inbound: Quantity
    outbound: Quantity
    average_value: Money
    fifo_value: Money


class WorthOut(Out):
    """Stock of one group."""

    name: str = Field(description="Empty for what belongs to no group.")
    items: int
    pieces: Quantity
    average_value: Money
    fifo_value: Money


class MonthOfStockOut(Out):
    """A month's cost of goods sold and average stock value."""

    month: date
    days: int
    cost_of_goods: Money
    average_value: Money


class TurnoverOut(Out):
    """How fast stock turns."""

    days: int
    cost_of_goods: Money
    average_value: Money
    opening_value: Money
    closing_value: Money
    turns: Exact | None = Field(description="A year, at this pace.")
    days_of_stock: Exact | None
    by_month: list[MonthOfStockOut]


class CarryingOut(Out):
    """What holding the stock cost."""

    days: int
    average_value: Money
    yearly_rate: Exact
    cost: Money


class AbcOut(Out):
    """The items of a class."""

    name: str
    items: int
    sold: Money
    pieces: Quantity
    stock_value: Money


@router.get("/inventory/as-of", response=PageOut[AsOfOut])
@needs("inventory.read")
def list_stock_as_of(request: ApiRequest, wanted: Query[AsOfFilter]) -> Page[ThenRow]:
    """What was where at a moment, and what it was worth, as known then or now."""
    moments = Moments(wanted.moment, wanted.known_at or clock.now(), wanted.location_id)
    return stock_then(request.auth, wanted=moments, cursor=wanted.cursor or "", limit=wanted.limit)[0]


@router.get("/analytics/inventory/summary", response=SummaryOut)
@needs("inventory.read")
def get_stock_summary(request: ApiRequest) -> valuation.Summary:
    """Items by status, pieces and value."""
    return valuation.summary(request.auth)


@router.get("/analytics/inventory/valuation", response=PageOut[WorthOut])
@needs("inventory.read")
def get_stock_valuation(request: ApiRequest, wanted: Query[GroupFilter]) -> Page[valuation.Worth]:
    """What stock is worth by category, location or supplier, at moving average and first in first out."""
    return Page(valuation.valuation(request.auth, by=wanted.by), None)


@router.get("/analytics/inventory/turnover", response=TurnoverOut)
@needs("inventory.read")
def get_turnover(request: ApiRequest, wanted: Query[PeriodFilter]) -> turnover.Turnover:
    """Cost of goods sold against the average value of stock."""
    return turnover.turnover(request.auth, asked_period(request, wanted))


@router.get("/analytics/inventory/carrying-cost", response=CarryingOut)
@needs("inventory.read")
def get_carrying_cost(request: ApiRequest, wanted: Query[CarryingFilter]) -> dict[str, object]:
    """What holding the stock cost in the period."""
    told = turnover.turnover(request.auth, asked_period(request, wanted))
    cost = told.carrying_cost(wanted.yearly_rate)
    return {
        "days": told.days,
        "average_value": told.average_value,
        "yearly_rate": wanted.yearly_rate,
        "cost": cost,
    }


@router.get("/analytics/inventory/abc", response=PageOut[AbcOut])
@needs("inventory.read")
def get_abc(request: ApiRequest, wanted: Query[PeriodFilter]) -> Page[valuation.AbcClass]:
    """Items by what they sold: A makes 80% of it, B the next 15%, C the rest."""
    return Page(valuation.abc_analysis(request.auth, asked_period(request, wanted)), None)
