"""How well stock serves: what was counted, what ran out, what was delivered."""

from datetime import date

from ninja import Query, Router
from pydantic import Field

from stockwright.api.analytics_periods import PeriodFilter, asked_period
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Exact, Out, PageOut, Quantity
from stockwright.insights.queries import coverage, fill_rates
from stockwright.kit.paging import Page

router = Router(tags=["Stock analytics"])


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


@router.get("/analytics/inventory/coverage", response=CoverageOut)
@needs("inventory.read")
def get_count_coverage(request: ApiRequest, wanted: Query[PeriodFilter]) -> dict[str, object]:
    """How much of the catalogue was counted."""
    told = coverage.count_coverage(request.auth, asked_period(request, wanted))
    months = [{"month": month, "items": items} for month, items in told.by_month]
    return {"items": told.items, "counted": told.counted, "share": told.share, "by_month": months}


@router.get("/analytics/inventory/stockouts", response=PageOut[DrynessOut])
@needs("inventory.read")
def get_stockouts(request: ApiRequest, wanted: Query[PeriodFilter]) -> Page[coverage.Dryness]:
    """How often and how long there was no stock, by month."""
    return Page(coverage.stockouts(request.auth, asked_period(request, wanted)), None)


@router.get("/analytics/inventory/fill-rate", response=FillRateOut)
@needs("inventory.read")
def get_fill_rate(request: ApiRequest, wanted: Query[PeriodFilter]) -> fill_rates.FillRate:
    """What of the promises was kept, and what of the demand was met."""
    return fill_rates.fill_rate(request.auth, asked_period(request, wanted))
