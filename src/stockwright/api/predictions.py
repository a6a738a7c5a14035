"""Predictions, each with what came of it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Out, PageIn, PageOut, Quantity
from stockwright.forecasting.queries.prediction_days import PredictionFilter
from stockwright.forecasting.queries.predictions import Prediction, predictions_page
from stockwright.kit.paging import Page

router = Router(tags=["Forecast"])


class FeaturesOut(Out):
    """What of the item the prediction was made from."""

    sales_up_to: date
    demand_class: str
    method: str
    velocity_7: float = Field(description="Mean pieces a day over the last 7 days in stock.")
    velocity_30: float
    velocity_90: float
    outliers_capped: int
    lost_estimate: float = Field(description="Pieces estimated unmet in the last 28 days.")


class PredictionOut(Out):
    """Demand predicted for a product at a place on a day."""

    type: Literal["demand"]
    run_id: UUID
    model_version: str
    generated_at: datetime
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    day: date
    days_ahead: int
    value: float = Field(description="Expected pieces.")
    lower: float
    upper: float
    interval: float = Field(description="The share of times that demand is between both.", examples=[0.8])
    confidence: float = Field(
        description="Probability (0..1) that demand is near its median: within the company's `confidence_within`."
    )
    input_features: FeaturesOut
    actual_value: Quantity | None = Field(description="What was sold; null before the day is complete.")
    in_stock_all_day: bool | None = Field(description="false: demand may have been more than what was sold.")
    accuracy_score: float | None = Field(
        description="1 less the error over the larger of both; null before the day is complete or where the "
        "product was not in stock all day."
    )


class PredictionsFilter(PageIn):
    """Which predictions."""

    type: Literal["demand"] = "demand"
    variant_id: UUID | None = None
    location_id: UUID | None = None
    run_id: UUID | None = Field(None, description="Those of one run; without days, of all its days.")
    since: date | None = Field(None, description="Without both days: those that the newest run speaks of.")
    until: date | None = None
    current: bool = Field(False, description="One a product, place and day: that of the newest run before the day.")


@router.get("/analytics/predictions", response=PageOut[PredictionOut])
@needs("forecast.read")
def list_predictions(request: ApiRequest, wanted: Query[PredictionsFilter]) -> Page[Prediction]:
    """What was predicted of each product for each day, and what came, by day, run, product and place.

    Without `current` every run tells its own. Fails with `not_found` or `too_many_days`.
    """
    told = PredictionFilter(**wanted.model_dump(exclude={"type", "cursor", "limit"}))
    day = company_day(request.auth)
    return predictions_page(request.auth, told, today=day, cursor=wanted.cursor, limit=wanted.limit)
