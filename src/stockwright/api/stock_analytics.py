"""The health of stock in numbers: what it is worth, how it moves, ages, runs out and goes missing."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import AwareDatetime, BaseModel, Field

from stockwright.accounts.queries import company_of
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Exact, Money, Out, PageIn, PageOut, Quantity
from stockwright.insights.queries import ageing, coverage, fill_rates, losses, turnover, valuation
from stockwright.insights.queries.periods import Period, period_of
from stockwright.inventory.queries.stock_then import Moments, ThenRow, stock_then
from stockwright.kit import clock
from stockwright.kit.paging import Page

router = Router(tags=["Stock analytics"])


class PeriodFilter(BaseModel):
    """Which days, by the company's clock."""

    since: date | None = Field(None, description="The first day; left out, 90 days before the end.")
    until: date | None = Field(None, description="The last day; left out, today.")


class CarryingFilter(PeriodFilter):
    """Which days, at which rate."""

    yearly_rate: Decimal = Field(
        Decimal("0.20"), ge=0, le=5, decimal_places=4, description="What holding stock costs a year, of its value."
    )


class IdleFilter(BaseModel):
    """What counts as not sold."""

    days: int = Field(90, ge=1, le=3650, description="No sale in so many days.")
    limit: int = Field(100, ge=1, le=1000, description="How many items to name, the dearest first.")


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


class CountedMonth(Out):
    """How many items were counted in a month."""

    month: date
    items: int


class CoverageOut(Out):
    """How much of the catalogue was counted."""

    items: int
    counted: int
    share: Exact | None
    by_month: list[CountedMonth]


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


class DrynessOut(Out):
    """A month's item-days (an item at a place on a day), and those without stock."""

    month: date
    days: int
    dry_days: int
    partly_dry_days: int
    dry_minutes: int
    items: int
    dry_items: int
    share: Exact = Field(description="The share of the time without stock.")


class AbcOut(Out):
    """The items of a class."""

    name: str
    items: int
    sold: Money
    pieces: Quantity
    stock_value: Money


class FillRateOut(Out):
    """How much of what was wanted was delivered."""

    lines: int
    full_lines: int
    asked: Quantity
    committed: Quantity
    backordered: Quantity
    sold: Quantity
    wanted: Exact
    of_pieces: Exact | None = Field(
        description="Of the pieces asked for in closed reservations, those that went out."
    )
    of_lines: Exact | None = Field(description="Of the lines, those that went out in full.")
    of_demand: Exact | None = Field(
        description="Of the demand, what was sold; in the time without stock it is taken to go on at its pace."
    )


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


@router.get("/analytics/inventory/movements", response=PageOut[FlowOut])
@needs("inventory.read")
def get_stock_flows(request: ApiRequest, wanted: Query[PeriodFilter]) -> Page[losses.Flow]:
    """What came in and went out, by kind and month."""
    return Page(losses.flows(request.auth, _period(request, wanted)), None)


@router.get("/analytics/inventory/shrinkage", response=PageOut[LossOut])
@needs("inventory.read")
def get_shrinkage(request: ApiRequest, wanted: Query[PeriodFilter]) -> Page[losses.Loss]:
    """What counts found missing, was written off or adjusted away, by reason and month."""
    return Page(losses.shrinkage(request.auth, _period(request, wanted)), None)


@router.get("/analytics/inventory/ageing", response=PageOut[AgeOut])
@needs("inventory.read")
def get_ageing(request: ApiRequest) -> Page[ageing.AgeBucket]:
    """Stock by the days since it came in, at first in first out."""
    return Page(ageing.age_buckets(request.auth, now=clock.now()), None)


@router.get("/analytics/inventory/idle", response=IdleOut)
@needs("inventory.read")
def get_idle_stock(request: ApiRequest, wanted: Query[IdleFilter]) -> ageing.IdleStock:
    """Items with stock that nobody bought in so many days: slow with 90, dead with 180 or more."""
    return ageing.idle_stock(request.auth, today=_today(request), days=wanted.days, limit=wanted.limit)


@router.get("/analytics/inventory/coverage", response=CoverageOut)
@needs("inventory.read")
def get_count_coverage(request: ApiRequest, wanted: Query[PeriodFilter]) -> dict[str, object]:
    """How much of the catalogue was counted."""
    told = coverage.count_coverage(request.auth, _period(request, wanted))
    months = [{"month": month, "items": items} for month, items in told.by_month]
    return {"items": told.items, "counted": told.counted, "share": told.share, "by_month": months}


@router.get("/analytics/inventory/turnover", response=TurnoverOut)
@needs("inventory.read")
def get_turnover(request: ApiRequest, wanted: Query[PeriodFilter]) -> turnover.Turnover:
    """Cost of goods sold against the average value of stock."""
    return turnover.turnover(request.auth, _period(request, wanted))


@router.get("/analytics/inventory/carrying-cost", response=CarryingOut)
@needs("inventory.read")
def get_carrying_cost(request: ApiRequest, wanted: Query[CarryingFilter]) -> dict[str, object]:
    """What holding the stock cost in the period."""
    told = turnover.turnover(request.auth, _period(request, wanted))
    cost = told.carrying_cost(wanted.yearly_rate)
    return {
        "days": told.days,
        "average_value": told.average_value,
        "yearly_rate": wanted.yearly_rate,
        "cost": cost,
    }


@router.get("/analytics/inventory/stockouts", response=PageOut[DrynessOut])
@needs("inventory.read")
def get_stockouts(request: ApiRequest, wanted: Query[PeriodFilter]) -> Page[coverage.Dryness]:
    """How often and how long there was no stock, by month."""
    return Page(coverage.stockouts(request.auth, _period(request, wanted)), None)


@router.get("/analytics/inventory/abc", response=PageOut[AbcOut])
@needs("inventory.read")
def get_abc(request: ApiRequest, wanted: Query[PeriodFilter]) -> Page[valuation.AbcClass]:
    """Items by what they sold: A makes 80% of it, B the next 15%, C the rest."""
    return Page(valuation.abc_analysis(request.auth, _period(request, wanted)), None)


@router.get("/analytics/inventory/fill-rate", response=FillRateOut)
@needs("inventory.read")
def get_fill_rate(request: ApiRequest, wanted: Query[PeriodFilter]) -> fill_rates.FillRate:
    """What of the promises was kept, and what of the demand was met."""
    return fill_rates.fill_rate(request.auth, _period(request, wanted))


def _today(request: ApiRequest) -> date:
    return clock.today(company_of(request.auth).time_zone)


def _period(request: ApiRequest, wanted: PeriodFilter) -> Period:
    return period_of(request.auth, today=_today(request), since=wanted.since, until=wanted.until)
