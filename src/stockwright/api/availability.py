"""What can be sold now, of one product or of a thousand."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from stockwright.accounts.queries import company_of
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageOut, Quantity
from stockwright.catalog.queries import item_of
from stockwright.inventory.queries.availability import Availability, availability_as_json, availability_of_many
from stockwright.kit.clock import today
from stockwright.kit.money import ZERO

router = Router(tags=["Stock"])

MOST_AT_ONCE = 1000

Wanted = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=4)]


class AvailabilityFilter(BaseModel):
    """Which product, and where."""

    variant_id: UUID
    store_id: UUID | None = Field(None, description="The id of a location; leave it out for all of them.")
    channel: str = Field("", max_length=50, description="For what a channel may sell: its buffer is kept back.")
    quantity: Wanted = Field(Decimal(1), description="The quantity that `atp_on` is about.")


class AvailabilitiesIn(In):
    """Which products, and where."""

    variant_ids: list[UUID] = Field(min_length=1, max_length=MOST_AT_ONCE)
    store_id: UUID | None = Field(None, description="The id of a location; leave it out for all of them.")
    channel: str = Field("", max_length=50, description="For what a channel may sell: its buffer is kept back.")
    quantity: Wanted = Field(Decimal(1), description="The quantity that `atp_on` is about.")
    by_store: bool = Field(default=False, description="Tell each location by itself.")


class AvailabilityOut(Out):
    """What there is of a product, and what of it can still be sold."""

    variant_id: UUID
    store_id: UUID | None
    on_hand: Quantity = Field(description="What is there.")
    reserved: Quantity = Field(description="What of it is promised already.")
    available: Quantity = Field(
        description="What can be sold: neither promised nor about to leave, at places that sell, "
        "less what the channel keeps back."
    )
    in_transit: Quantity = Field(description="What is ordered or on its way and has not arrived.")
    atp_on: date | None = Field(
        description="The day from which the quantity can be promised; null where nothing expected suffices."
    )
    known: bool = Field(description="False where nobody ever said how much there is.")


@router.get("/inventory/availability", response=AvailabilityOut)
@needs("inventory.read")
def get_availability(request: ApiRequest, wanted: Query[AvailabilityFilter]) -> Availability:
    """What there is of a product and what of it can still be sold. Fails with `not_found`."""
    actor = request.auth
    item_of(actor, wanted.variant_id)
    found = availability_of_many(
        actor,
        [wanted.variant_id],
        today=today(company_of(actor).time_zone),
        location_id=wanted.store_id,
        channel=wanted.channel,
        quantity=wanted.quantity,
    )
    nothing = Availability(wanted.variant_id, wanted.store_id, ZERO, ZERO, ZERO, ZERO, atp_on=None, known=False)
    return found[0]._replace(store_id=wanted.store_id) if found else nothing


@router.post("/inventory/availability", response=PageOut[AvailabilityOut])
@needs("inventory.read")
def post_availability(request: ApiRequest, body: AvailabilitiesIn) -> HttpResponse:
    """The same for up to 1,000 products in one call, in the order asked for; it changes nothing.

    Products that never had stock are left out. Fails with `not_found` for an unknown location.
    """
    actor = request.auth
    items = availability_as_json(
        actor,
        body.variant_ids,
        today=today(company_of(actor).time_zone),
        location_id=body.store_id,
        channel=body.channel,
        quantity=body.quantity,
        apart=body.by_store or body.store_id is not None,
    )
    # Thousands of rows go out as they are: checking our own answer would take longer than finding it.
    return HttpResponse(f'{{"items": {items}, "next_cursor": null}}', content_type="application/json")
