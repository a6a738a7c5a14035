"""Which days the numbers of stock are of."""

from datetime import date

from pydantic import BaseModel, Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest
from stockwright.insights.queries.periods import Period, period_of


class PeriodFilter(BaseModel):
    """Which days, by the company's clock."""

    since: date | None = Field(None, description="The first day; left out, 90 days before the end.")
    until: date | None = Field(None, description="The last day; left out, today.")


def asked_period(request: ApiRequest, wanted: PeriodFilter) -> Period:
    """The days that were asked for; where none were, the last 90."""
    return period_of(request.auth, today=company_day(request.auth), since=wanted.since, until=wanted.until)
