"""What is known of the demand of the past: days of bulk orders, changes, days without stock."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageIn, PageOut
from stockwright.catalog.queries import item_of
from stockwright.forecasting.actions.outliers import decide_outlier
from stockwright.forecasting.queries.notices import NoticeRow, notices_page
from stockwright.forecasting.queries.outliers import OutlierRow, outlier_of, outliers_page
from stockwright.forecasting.rules.outliers import LONGEST_NOTE
from stockwright.insights.queries.demand import ItemDemand, item_demand
from stockwright.kit import clock
from stockwright.kit.paging import Page

router = Router(tags=["Forecast"])


class OutlierOut(Out):
    """A day on which more was sold than is believed, or of which a person said something."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    day: date
    sold: float
    believed: float = Field(description="Pieces that count.")
    good_day: float = Field(description="Pieces of an ordinary good day.")
    orders: int
    largest: float = Field(description="Pieces of the largest order.")
    customer: str = Field(description="Who placed the largest order.")
    explained: str = Field(description="one_order, few_orders, many_orders or unknown.")
    effect: float = Field(description="What counting the day in full adds to the forecast of four weeks, about.")
    found: bool = Field(description="Found by the program; false where only a person points at the day.")
    decision: str = Field(description="keep, damp or ignore; empty: left to the program.")
    note: str
    decided_by: str
    decided_at: datetime | None


class OutlierFilter(PageIn):
    """Which days."""

    variant_id: UUID | None = None
    decided: bool | None = Field(None, description="Only what people decided, or only what waits for them.")
    since: date | None = None


class DecisionIn(In):
    """What a day counts as from the next forecast on."""

    variant_id: UUID
    location_id: UUID
    day: date
    decision: Literal["keep", "damp", "ignore"] | None = Field(
        description="keep: in full; damp: as an ordinary good day at most; ignore: it tells nothing; "
        "null: leave it to the program again."
    )
    note: str = Field("", max_length=LONGEST_NOTE)


class NoticeOut(Out):
    """A change in the demand of an item."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    kind: str = Field(
        description="surge (a rise that may pass), up, down, dying, new, taking_off, awake or promoted."
    )
    since: date
    before: float = Field(description="Pieces per day in stock before the change.")
    now: float = Field(description="Pieces per day in stock since.")
    opened_on: date
    seen_on: date
    closed_on: date | None


class NoticeFilter(PageIn):
    """Which changes."""

    variant_id: UUID | None = None
    kind: Literal["", "surge", "up", "down", "dying", "new", "taking_off", "awake", "promoted"] = ""
    with_closed: bool = Field(False, description="Also those that are over or have become usual.")


class DemandDayOut(Out):
    """A day of an item: what was sold, and what would have been with stock all day."""

    day: date
    sold: float
    estimate: float
    in_stock_minutes: int | None = Field(description="Null where the stock of the day is not known.")


class ItemDemandOut(Out):
    """The demand of an item at a place, day by day."""

    variant_id: UUID
    location_id: UUID
    days: list[DemandDayOut]
    sold: float
    estimate: float


class DemandFilter(BaseModel):
    """Of which place, and since when."""

    location_id: UUID
    since: date | None = Field(None, description="At most a year back, which is also the default.")


@router.get("/forecasts/outliers", response=PageOut[OutlierOut])
@needs("forecast.read")
def list_outliers(request: ApiRequest, asked: Query[OutlierFilter]) -> Page[OutlierRow]:
    """Days of bulk orders, the newest first. Fails with `not_found` or `invalid_cursor`."""
    return outliers_page(request.auth, **dict(asked))


@router.put("/forecasts/outliers", response=OutlierOut)
@needs("forecast.write")
def put_outlier(request: ApiRequest, body: DecisionIn) -> OutlierRow:
    """Say what a day counts as. Fails with `invalid_decision` or `not_found`."""
    told = {**dict(body), "decision": body.decision or ""}
    decide_outlier(request.auth, **told, now=clock.now(), today=company_day(request.auth))
    key = {"variant_id": body.variant_id, "location_id": body.location_id, "day": body.day}
    return outlier_of(request.auth, **key)  # type: ignore[arg-type]


@router.get("/forecasts/notices", response=PageOut[NoticeOut])
@needs("forecast.read")
def list_notices(request: ApiRequest, asked: Query[NoticeFilter]) -> Page[NoticeRow]:
    """Changes in demand, those noticed last first. Fails with `not_found` or `invalid_cursor`."""
    return notices_page(request.auth, **dict(asked))


@router.get("/products/{variant_id}/demand", response=ItemDemandOut)
@needs("forecast.read")
def get_item_demand(request: ApiRequest, variant_id: UUID, asked: Query[DemandFilter]) -> ItemDemand:
    """What was sold of an item and what would have been, by day. Fails with `not_found`."""
    item_of(request.auth, variant_id)
    return item_demand(request.auth, variant_id, asked.location_id, since=asked.since)
