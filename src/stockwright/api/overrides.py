"""Overrides: what people say otherwise than the forecast, and what it was worth."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid4

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Money, Out, PageIn, PageOut, Quantity
from stockwright.forecasting.actions.overrides import end_override, make_override
from stockwright.forecasting.queries.override_values import OverrideValue, override_values, value_of_all
from stockwright.forecasting.queries.overrides import (
    OverrideView,
    override_of,
    overrides_page,
    planning_today,
)
from stockwright.forecasting.rules.overrides import DEFAULT_DAYS, OverrideState, OverrideTold, Way, usual_last_day
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Overrides"])


class OverrideIn(In):
    """A person's word on the demand of a product, at a place or at all places together."""

    variant_id: UUID
    location_id: UUID | None = None
    way: Way = Field(description="fixed: pieces a day; times: a factor; plus: pieces a day more.")
    amount: Annotated[Decimal, Field(max_digits=13, decimal_places=4, examples=["12"])]
    starts_on: date | None = Field(None, description="Today where it is left out.")
    expires_on: date | None = Field(None, description=f"The last day; {DEFAULT_DAYS} days where it is left out.")
    note: str = Field(min_length=1, max_length=500, description="Why; it is read when the override is judged.")
    reference: str | None = Field(
        None, min_length=1, max_length=100, description="Your own reference: it is made once for each."
    )


class ValueOut(Out):
    """How far off forecast and person were on the days that are past (a day for each place).

    `base` is the forecast, `told` the person, `came` what was sold. An error is the sum of how far off each
    day was, a bias is by how much all days together were too high. Days out of stock are only counted.
    """

    days: int
    days_out: int
    came: Quantity
    base: Quantity
    told: Quantity
    base_error: Quantity
    told_error: Quantity
    base_bias: Quantity
    told_bias: Quantity
    saved: Quantity = Field(description="By how many pieces the person was nearer.")
    saved_money: Money | None = Field(description="The same at what pieces cost; null where no cost is known.")


class OverrideOut(Out):
    """An override with where it stands today."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID | None
    location: str
    way: Way
    amount: Quantity
    starts_on: date
    expires_on: date
    note: str
    state: OverrideState
    made_at: datetime
    made_by: str
    ended_on: date | None
    ended_by: str
    value: ValueOut | None = Field(description="null while none of its days is past.")


class OverridesAsked(PageIn):
    """Which overrides."""

    variant_id: UUID | None = None
    standing: bool | None = Field(
        None, description="true: those that hold now or later; false: those that are over."
    )


@router.get("/overrides", response=PageOut[OverrideOut])
@needs("forecast.read")
def list_overrides(request: ApiRequest, wanted: Query[OverridesAsked]) -> Page[dict[str, object]]:
    """Overrides, the newest first, each with what it was worth so far. Fails with `not_found`."""
    found = overrides_page(
        request.auth,
        today=_today(request.auth),
        variant_id=wanted.variant_id,
        standing=wanted.standing,
        cursor=wanted.cursor or "",
        limit=wanted.limit,
    )
    values = override_values(request.auth, [view.id for view in found.items])
    return Page([_with_value(view, values.get(view.id)) for view in found.items], found.next_cursor)


@router.get("/overrides/value", response=ValueOut)
@needs("forecast.read")
def get_value_of_overrides(request: ApiRequest) -> OverrideValue:
    """All overrides together: were people nearer than the forecast?"""
    return value_of_all(request.auth)


@router.get("/overrides/{override_id}", response=OverrideOut)
@needs("forecast.read")
def get_override(request: ApiRequest, override_id: UUID) -> dict[str, object]:
    """One override with what it was worth so far."""
    return _one(request.auth, override_id)


@router.post("/overrides", response={201: OverrideOut})
@needs("forecast.write")
def post_override(request: ApiRequest, body: OverrideIn) -> Status[dict[str, object]]:
    """Say otherwise than the forecast; the next forecast follows. Fails with `invalid_override` or `not_found`.

    On a day for which two overrides count, the one told later does.
    """
    today = _today(request.auth)
    first = body.starts_on or today
    told = OverrideTold(
        variant_id=body.variant_id,
        location_id=body.location_id,
        way=body.way,
        amount=body.amount,
        starts_on=first,
        expires_on=body.expires_on or usual_last_day(max(first, today)),
        note=body.note,
    )
    source = f"api:{body.reference or uuid4()}"
    made = make_override(request.auth, told=told, now=now(), today=today, source=source)
    return Status(201, _one(request.auth, made.pk))


@router.post("/overrides/{override_id}/end", response=OverrideOut)
@needs("forecast.write")
def post_end_override(request: ApiRequest, override_id: UUID) -> dict[str, object]:
    """Let the forecast stand again from today on. Fails with `override_over`."""
    end_override(request.auth, override_id=override_id, now=now(), today=_today(request.auth))
    return _one(request.auth, override_id)


def _today(actor: Actor) -> date:
    return planning_today(actor, today=company_day(actor))


def _one(actor: Actor, override_id: UUID) -> dict[str, object]:
    view = override_of(actor, override_id, today=_today(actor))
    return _with_value(view, override_values(actor, [override_id]).get(override_id))


def _with_value(view: OverrideView, value: OverrideValue | None) -> dict[str, object]:
    return {**vars(view), "value": value}
