"""Prices that are set for days to come."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid4

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Money, Out, PageIn, PageOut
from stockwright.forecasting.actions.prices import cancel_price, plan_prices
from stockwright.forecasting.queries.prices import PriceView, price_of, prices_of, prices_page
from stockwright.forecasting.rules.prices import MOST_PRICES, PriceTold
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Calendar"])


class PriceIn(In):
    """What a product costs from a day on."""

    variant_id: UUID
    price: Annotated[Decimal, Field(gt=0, max_digits=20, decimal_places=4, examples=["8.50"])]
    from_on: date = Field(description="Today or later: what was not known before a day explains nothing of it.")


class PricesIn(In):
    """Some prices, all or none."""

    prices: list[PriceIn] = Field(min_length=1, max_length=MOST_PRICES)
    reference: str | None = Field(
        None, min_length=1, max_length=100, description="Your own reference: they are planned once for each."
    )


class PriceOut(Out):
    """A planned price, with what the product cost when it was told."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    price: Money
    price_before: Money | None
    from_on: date
    told_at: datetime
    told_by: str
    cancelled_at: datetime | None
    cancelled_by: str


class PricesOut(Out):
    """What was planned."""

    prices: list[PriceOut]


class PricesAsked(PageIn):
    """Which prices."""

    variant_id: UUID | None = None


@router.get("/planned-prices", response=PageOut[PriceOut])
@needs("forecast.read")
def list_planned_prices(request: ApiRequest, wanted: Query[PricesAsked]) -> Page[PriceView]:
    """Planned prices, the latest day first. Fails with `not_found`."""
    return prices_page(request.auth, variant_id=wanted.variant_id, cursor=wanted.cursor or "", limit=wanted.limit)


@router.post("/planned-prices", response={201: PricesOut})
@needs("forecast.write")
def post_planned_prices(request: ApiRequest, body: PricesIn) -> Status[dict[str, object]]:
    """Set prices for days to come; a price for a day that has one takes its place.

    The forecast is given each price for the days after it was told. Fails with `invalid_price` or `not_found`.
    """
    told = [PriceTold(**one.model_dump()) for one in body.prices]
    source, today = f"api:{body.reference or uuid4()}", company_day(request.auth)
    made = plan_prices(request.auth, told=told, now=now(), today=today, source=source)
    return Status(201, {"prices": prices_of(request.auth, [row.pk for row in made])})


@router.post("/planned-prices/{price_id}/cancel", response=PriceOut)
@needs("forecast.write")
def post_cancel_price(request: ApiRequest, price_id: UUID) -> PriceView:
    """Take a price back before its day. Fails with `price_cancelled` or `price_in_force`."""
    cancel_price(request.auth, price_id=price_id, now=now(), today=company_day(request.auth))
    return price_of(request.auth, price_id)
