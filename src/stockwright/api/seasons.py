"""Which weekdays, months and holidays sell more."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Out
from stockwright.forecasting.queries.seasons import Scope, SeasonalView, seasonal_view

router = Router(tags=["Forecast"])


class HolidayOut(Out):
    """A public holiday's effect."""

    name: str
    effect: float = Field(description="Sold over what the day would sell otherwise: 1 is no effect.")
    days: int = Field(description="How often it was seen.")


class MonthOut(Out):
    """A month to come."""

    first_on: date
    index: float = Field(description="Over the mean of the year, 1 is usual.")
    expected: float = Field(description="Pieces at the present level.")


class SeasonsOut(Out):
    """Indexes are around 1; strengths are shares of the variance, 0..1; null where history is too short."""

    name: str = Field(description="The product or category; empty for everything.")
    first_on: date | None
    through: date | None
    enough: bool = Field(description="false with less than four weeks of sales.")
    weekdays: list[float] | None = Field(description="Monday to Sunday.")
    months: list[float] | None = Field(description="January to December.")
    weeks: list[float] | None = Field(description="The 52 weeks of the year.")
    year_from: Literal["own", "category", "all", "none"] = Field(
        description="Whose year is told: with less than two years of history that of the category or of everything."
    )
    growth: float | None = Field(description="The level now over that of a year ago, less 1.")
    level: float | None = Field(description="Pieces a day now, without season.")
    weekday_strength: float | None
    year_strength: float | None
    trend_strength: float | None
    holidays: list[HolidayOut]
    ahead: list[MonthOut]


class SeasonsFilter(BaseModel):
    """Of what."""

    variant_id: UUID | None = None
    category: str = Field("", max_length=200, description="The name of a category.")
    location_id: UUID | None = None


@router.get("/analytics/seasonal-forecast", response=SeasonsOut)
@needs("forecast.read")
def get_seasonal_forecast(request: ApiRequest, wanted: Query[SeasonsFilter]) -> SeasonsOut:
    """Weekdays, year, holidays and trend of everything, a category or a product. Fails with `not_found`."""
    scope = Scope(**wanted.model_dump())
    return _out(seasonal_view(request.auth, scope, today=company_day(request.auth)))


def _out(view: SeasonalView) -> SeasonsOut:
    found = view.found
    return SeasonsOut(
        name=view.name,
        first_on=view.first_on,
        through=view.through,
        enough=found is not None,
        weekdays=found.weekdays.tolist() if found else None,
        months=None if view.months is None else view.months.tolist(),
        weeks=None if found is None or found.year is None else found.year.tolist(),
        year_from=view.year_from,
        growth=found.growth if found else None,
        level=float(found.trend[-1]) if found else None,
        weekday_strength=found.weekday_strength if found else None,
        year_strength=found.year_strength if found else None,
        trend_strength=found.trend_strength if found else None,
        holidays=[HolidayOut.model_validate(one) for one in view.holidays],
        ahead=[MonthOut.model_validate(one) for one in view.ahead],
    )
