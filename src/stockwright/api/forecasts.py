"""The forecast: of each item, and of everything together."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Out, PageIn, PageOut, Quantity
from stockwright.forecasting.rules.runs import HORIZON_DAYS
from stockwright.insights.queries.forecasts import ItemForecastView, forecasts_page
from stockwright.insights.queries.outlook import Outlook, Wish, outlook
from stockwright.insights.queries.runs import RunView, latest_runs
from stockwright.kit.paging import Page

router = Router(tags=["Forecast"])


class QuantileOut(Out):
    """Demand that each day stays within with the probability `level`."""

    level: float = Field(examples=[0.9])
    days: list[float]


class ForecastOut(Out):
    """The forecast of one product at one place: a number for each day from `first_on` on."""

    run_id: UUID
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    first_on: date
    demand_class: str = Field(description="smooth, erratic, intermittent, lumpy, new or dormant.")
    method: str = Field(description="How it was forecast.")
    velocity_7: float = Field(description="Mean pieces a day over the last 7 days in stock.")
    velocity_30: float
    velocity_90: float
    mean: list[float] = Field(description="Expected pieces of each day, to four places: they add up to the totals.")
    base: list[float] = Field(description="The same before people's overrides.")
    plain: list[float] = Field(description="The same without promotions and planned prices.")
    quantiles: list[QuantileOut]
    confidence: float = Field(
        description="Probability (0..1) that demand over `confidence_days` is near its median, within the "
        "company's `confidence_within`."
    )
    confidence_days: int
    generated_at: datetime


class ForecastFilter(PageIn):
    """Which forecasts."""

    variant_id: UUID | None = None
    location_id: UUID | None = None


class TotalFilter(BaseModel):
    """Of which products, and how far ahead."""

    days: int = Field(HORIZON_DAYS, ge=1, le=HORIZON_DAYS)
    variant_id: UUID | None = None
    location_id: UUID | None = None
    category: str = Field("", max_length=200, description="The name of a category.")
    by: Literal["", "category", "location"] = Field("", description="Also the parts that it adds up from.")


class DayOut(Out):
    """Expected pieces of a day."""

    day: date
    mean: Quantity


class PartOut(Out):
    """What is expected of a category or a place."""

    name: str = Field(description="Empty for products without a category.")
    items: int
    total: Quantity
    days: list[Quantity]


class RangeOut(Out):
    """Of past totals demand was between so many times what was expected, in 8 of 10 cases."""

    low: Quantity
    high: Quantity
    runs: int = Field(description="Forecasts that this was seen of.")


class ForecastRunOut(Out):
    """The run that a forecast is from, with how it did on the past."""

    id: UUID
    as_of: date = Field(description="The last day of the history it was made from.")
    finished_at: datetime | None
    accuracy: dict[str, Any]


class TotalOut(Out):
    """Expected pieces by day, of all the products asked for together; the parts add up to it exactly."""

    run: ForecastRunOut | None = Field(description="null before the first forecast.")
    items: int = Field(description="Products at places that are added up.")
    total: Quantity
    days: list[DayOut]
    parts: list[PartOut]
    planned: Quantity = Field(description="Pieces of it that promotions and planned prices add.")
    overridden: Quantity = Field(description="Pieces of it that people's overrides add.")
    capped: int = Field(description="Days of bulk orders that do not count in full.")
    missed: float = Field(description="Pieces estimated missed without stock in the last four weeks.")
    ranges: dict[int, RangeOut] = Field(
        description="By days summed up (1, 7, 14, 28) how far demand was from such totals before; empty until a "
        "month of forecasts is judged, and for single products."
    )


class RunOut(Out):
    """A forecast or plan that was tried, and how it ended."""

    id: UUID
    kind: Literal["forecast", "plan"]
    state: Literal["running", "done", "failed"]
    on: date = Field(description="The last day of a forecast's history, or the morning a plan is for.")
    reason: str = Field(description="Why it failed; else empty.")
    started_at: datetime
    finished_at: datetime | None
    settings: dict[str, Any]
    figures: dict[str, Any] = Field(description="A forecast's accuracy, or a plan's summary.")


class RunFilter(BaseModel):
    """How many runs."""

    limit: int = Field(50, ge=1, le=500)


@router.get("/forecasts", response=PageOut[ForecastOut])
@needs("forecast.read")
def list_forecasts(request: ApiRequest, wanted: Query[ForecastFilter]) -> Page[ItemForecastView]:
    """The current forecast of each product at each place.

    All pages are of the run that the first page was of. Empty before the first forecast. Fails with
    `not_found`.
    """
    return forecasts_page(
        request.auth,
        variant_id=wanted.variant_id,
        location_id=wanted.location_id,
        cursor=wanted.cursor,
        limit=wanted.limit,
    )


@router.get("/analytics/sales-forecast", response=TotalOut)
@needs("forecast.read")
def get_sales_forecast(request: ApiRequest, wanted: Query[TotalFilter]) -> Outlook:
    """Expected demand by day, of everything or of a product, a place or a category. Fails with `not_found`."""
    return outlook(request.auth, Wish(**wanted.model_dump()))


@router.get("/runs", response=PageOut[RunOut])
@needs("forecast.read")
def list_runs(request: ApiRequest, wanted: Query[RunFilter]) -> Page[RunView]:
    """The newest forecasts and plans, failed ones too, on one page."""
    return Page(latest_runs(request.auth, limit=wanted.limit), None)
