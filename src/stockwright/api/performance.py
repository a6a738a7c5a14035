"""How good the forecast is: what came of past ones, beside naive ways."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Out
from stockwright.insights.queries.performance import Asked, Performance, model_performance

router = Router(tags=["Forecast"])


class FiguresOut(Out):
    """Figures of one way of forecasting; null where nothing was sold, or where it states no interval."""

    wape: float | None = Field(description="Sum of absolute errors over demand.")
    bias: float | None = Field(description="Forecast minus demand, over demand: above zero is too high.")
    rmsse: float | None = Field(description="Scaled error: below 1 is better than saying yesterday again.")
    mae: float | None = Field(description="Mean absolute error of a case, in pieces.")
    rmse: float | None = Field(description="Root of the mean squared error of a case, in pieces.")
    mape: float | None = Field(
        description="Mean error over what was sold, of cases with a sale of products that sell one piece a day or "
        "more; of others it says nothing."
    )
    pinball: float | None = Field(description="Pinball loss over all stated levels, over demand.")
    within_50: float | None = Field(description="Share of cases inside the 50% interval.")
    within_80: float | None
    within_95: float | None
    below_90: float | None = Field(description="Share of cases at or below the 90% quantile.")


class ComparedOut(Out):
    """The forecast beside two naive ways, over the same cases."""

    name: str = Field(description="What the cases have in common: a lead in days, a class, a category ...")
    judged: int
    demand: float
    forecast: FiguresOut
    last_week: FiguresOut = Field(description="The last week again.")
    mean_28: FiguresOut = Field(description="The mean of 28 days.")


class HeldOut(Out):
    """What a stated level was worth."""

    level: float = Field(examples=[0.9])
    held: float = Field(examples=[0.89])
    judged: int


class CalibrationOut(Out):
    """Of the times we said `level`, how often it held, for demand summed over `days`."""

    source: Literal["live", "backtest"]
    days: int
    at_90: HeldOut = Field(description="Demand stayed at or below the 90% quantile.")
    intervals: list[HeldOut]


class ModelRunOut(Out):
    """The run that is current."""

    id: UUID
    as_of: date
    finished_at: datetime | None
    version: str


class SpellOut(Out):
    """The forecast became worse than it used to be."""

    began_on: date
    figure: Literal["wape", "bias"]
    found: float
    usual: float


class PerformanceOut(Out):
    """What past forecasts were worth."""

    run: ModelRunOut | None
    since: date | None = Field(description="First day that was judged; null before any was.")
    through: date | None
    overall: ComparedOut | None
    groups: list[ComparedOut]
    calibration: CalibrationOut | None
    spell: SpellOut | None = Field(description="Since when it is worse than it used to be; null while it is not.")
    backtest: dict[str, Any] = Field(description="The weekly back-test of the current run.")


class PerformanceFilter(BaseModel):
    """Which forecasts, and how they are grouped."""

    period: int = Field(28, ge=1, le=3650, description="How many of the newest complete days.")
    window: Literal[1, 7, 14, 28] = Field(1, description="Single days, or demand summed over so many days.")
    by: Literal["lead", "class", "category", "location", "week", "run"] = "lead"
    demand_class: str = Field("", max_length=15)
    category: str = Field("", max_length=200, description="The name of a category.")
    location_id: UUID | None = None


@router.get("/analytics/model-performance", response=PerformanceOut)
@needs("forecast.read")
def get_model_performance(request: ApiRequest, wanted: Query[PerformanceFilter]) -> Performance:
    """Past forecasts held against what was sold, by lead time, class, category, location, week or run.

    Days on which an item was not in stock all day are not judged. Fails with `not_found`.
    """
    return model_performance(request.auth, Asked(**wanted.model_dump()))
