"""Products that take over the demand of others."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageOut, Quantity
from stockwright.forecasting.actions.successions import end_inheritance, inherit_history
from stockwright.forecasting.models import Succession
from stockwright.forecasting.queries.successions import SuccessionView, all_successions
from stockwright.kit.paging import Page

router = Router(tags=["Forecast"])

Share = Annotated[Decimal, Field(gt=0, le=10, max_digits=6, decimal_places=4)]


class SuccessionRow(Out):
    """A product that follows another, both by SKU."""

    variant_id: UUID
    sku: str
    predecessor_id: UUID
    predecessor_sku: str
    from_on: date
    share: Quantity
    replaces: bool


class SuccessionIn(In):
    """Whom a product follows."""

    predecessor_id: UUID
    from_on: date = Field(description="What the other one sold before this day counts as its history.")
    share: Share = Field(Decimal(1), description="How much of the other's demand it takes over; 1 is all.")
    replaces: bool = Field(True, description="The other one is not forecast any more.")


class SuccessionOut(Out):
    """Whom a product follows."""

    variant_id: UUID
    predecessor_id: UUID
    from_on: date
    share: Quantity
    replaces: bool


@router.get("/forecast/successions", response=PageOut[SuccessionRow])
@needs("forecast.read")
def list_successions(request: ApiRequest) -> Page[SuccessionView]:
    """Every product that takes over the demand of another, on one page."""
    return Page(all_successions(request.auth), None)


@router.put("/products/{variant_id}/predecessor", response=SuccessionOut)
@needs("forecast.write")
def put_predecessor(request: ApiRequest, variant_id: UUID, body: SuccessionIn) -> Succession:
    """Let a product take over the demand of another. Fails with `not_found`, `invalid_succession`."""
    return inherit_history(request.auth, variant_id=variant_id, **body.model_dump())


@router.delete("/products/{variant_id}/predecessor", response={204: None})
@needs("forecast.write")
def delete_predecessor(request: ApiRequest, variant_id: UUID) -> Status[None]:
    """Let a product have only its own history again. Fails with `not_found`."""
    end_inheritance(request.auth, variant_id=variant_id)
    return Status(204, None)
