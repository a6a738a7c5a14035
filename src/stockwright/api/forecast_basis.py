"""What the forecast of a product is made from."""

from datetime import date
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Out, Quantity
from stockwright.catalog.queries import item_of
from stockwright.forecasting.queries.basis import Basis, basis_of

router = Router(tags=["Forecast"])


class KnownOut(Out):
    """Something that the forecast knows; `first` to `last` are its days, null where it has no end."""

    kind: str = Field(
        description="Told: event, holiday, promotion, price, override, history, set, channel, kept_day. Left out: "
        "bulk_day, ignored_day, holiday_off, called_off."
    )
    name: str
    first: date | None
    last: date | None
    amount: Quantity | None = Field(
        description="The discount, the price, what an override says, the share of a predecessor's history, the "
        "pieces in a set, or the pieces of a day that count."
    )
    whole: Quantity | None = Field(description="All the pieces of that day.")
    detail: str = Field(
        description="The way of an override, the demand kind of a channel, the kind of an event, or what was "
        "called off: event or promotion."
    )


class BasisOut(Out):
    """What is behind the newest forecast of a product at a place."""

    as_of: date | None = Field(description="The last day of the history; null where there is no forecast.")
    version: str
    demand_class: str
    method: str = Field(description="The family of methods that says most.")
    stage: str | None = Field(description="new, growing, steady, fading, asleep or replaced.")
    shares: dict[str, float] = Field(description="The say of each family among products of the same class.")
    losses: dict[str, float] = Field(description="What each lost per piece on days it had not seen; `blend`: all.")
    days_out: int = Field(description="Days of the last year on which it was not in stock all day.")
    told: list[KnownOut]
    left_out: list[KnownOut]


class BasisAsked(BaseModel):
    """At which place."""

    location_id: UUID


@router.get("/products/{variant_id}/forecast-basis", response=BasisOut)
@needs("forecast.read")
def get_forecast_basis(request: ApiRequest, variant_id: UUID, asked: Query[BasisAsked]) -> Basis:
    """What the forecast was told of a product, what it leaves out, and by which methods it is made.

    Fails with `not_found`.
    """
    item_of(request.auth, variant_id)
    return basis_of(request.auth, variant_id, asked.location_id, today=company_day(request.auth))
