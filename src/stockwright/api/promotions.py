"""Promotions: planned, changed, cancelled, and what they change."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid4

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.calendar import CallOffIn
from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Exact, In, Out, PageIn, PageOut, Quantity
from stockwright.forecasting.actions.promotions import cancel_promotion, change_promotion, plan_promotions
from stockwright.forecasting.queries.promotion_effects import PromotionEffect, promotion_effect
from stockwright.forecasting.queries.promotions import (
    PromotionView,
    items_of,
    promotion_of,
    promotions_of,
    promotions_page,
)
from stockwright.forecasting.rules.promotions import MOST_ITEMS, MOST_PROMOTIONS, PromotionState, PromotionTold
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Calendar"])

Discount = Annotated[Decimal, Field(gt=0, lt=1, max_digits=5, decimal_places=4, examples=["0.2"])]


class PromotionIn(In):
    """Days on which items cost less: of some products, or of all of a category."""

    name: str = Field(max_length=200, examples=["Spring sale"])
    starts_on: date
    ends_on: date
    discount: Discount = Field(description="The share of the price taken off.")
    variant_ids: list[UUID] = Field([], max_length=MOST_ITEMS)
    category_id: UUID | None = Field(None, description="Instead of products: whatever is in this category.")
    note: str = Field("", max_length=500)

    def told(self) -> PromotionTold:
        """The same as the rules know it."""
        fields = self.model_dump(exclude={"variant_ids", "reference"})
        return PromotionTold(variant_ids=tuple(self.variant_ids), **fields)


class NewPromotionIn(PromotionIn):
    """A new promotion."""

    reference: str | None = Field(
        None, min_length=1, max_length=100, description="Your own reference: it is planned once for each."
    )


class PromotionsIn(In):
    """Many at once, all or none."""

    promotions: list[PromotionIn] = Field(min_length=1, max_length=MOST_PROMOTIONS)
    reference: str | None = Field(
        None, min_length=1, max_length=100, description="Your own reference: they are planned once for each."
    )


class PromotionOut(Out):
    """A promotion with where it stands today."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date
    discount: Exact
    state: PromotionState
    category_id: UUID | None
    category: str
    items: int = Field(description="How many products are named; 0 where it is of a category.")
    note: str
    told_at: datetime
    told_by: str
    changed_at: datetime | None
    changed_by: str
    cancelled_at: datetime | None
    cancelled_by: str
    reason: str = Field(description="Why it was cancelled.")


class PromotionItemOut(Out):
    """A product of a promotion."""

    variant_id: UUID
    sku: str
    name: str


class PromotionsOut(Out):
    """What was planned."""

    promotions: list[PromotionOut]


class PromotionItemsOut(Out):
    """The products of a promotion that are not archived: its own, or those of its category."""

    items: list[PromotionItemOut]


class ItemEffectOut(Out):
    """Pieces of a product expected with the promotion and without it; `came` is null before it began."""

    item: PromotionItemOut
    expected: Quantity
    without: Quantity
    effect: Quantity
    came: Quantity | None


class EffectOut(Out):
    """What a promotion is expected to change from `first` to `last`, and what came up to `came_to`."""

    as_of: date | None = Field(description="The last day that the forecast knew; null: none knows it yet.")
    first: date | None
    last: date | None
    came_to: date | None
    expected: Quantity
    without: Quantity
    effect: Quantity
    came: Quantity | None
    items: list[ItemEffectOut]


class PromotionsAsked(PageIn):
    """Which promotions."""

    state: PromotionState | None = None


@router.get("/promotions", response=PageOut[PromotionOut])
@needs("forecast.read")
def list_promotions(request: ApiRequest, wanted: Query[PromotionsAsked]) -> Page[PromotionView]:
    """Promotions, the latest to begin first."""
    today = company_day(request.auth)
    return promotions_page(
        request.auth, today=today, state=wanted.state, cursor=wanted.cursor or "", limit=wanted.limit
    )


@router.post("/promotions/bulk", response={201: PromotionsOut})
@needs("forecast.write")
def post_promotions(request: ApiRequest, body: PromotionsIn) -> Status[dict[str, object]]:
    """Plan many promotions, all or none. Fails with `invalid_promotion` or `not_found`."""
    source, today = f"api-many:{body.reference or uuid4()}", company_day(request.auth)
    made = plan_promotions(request.auth, told=[one.told() for one in body.promotions], now=now(), source=source)
    views = promotions_of(request.auth, [row.pk for row in made], today=today)
    return Status(201, {"promotions": views})


@router.get("/promotions/{promotion_id}", response=PromotionOut)
@needs("forecast.read")
def get_promotion(request: ApiRequest, promotion_id: UUID) -> PromotionView:
    """One promotion."""
    return promotion_of(request.auth, promotion_id, today=company_day(request.auth))


@router.get("/promotions/{promotion_id}/items", response=PromotionItemsOut)
@needs("forecast.read")
def get_promotion_items(request: ApiRequest, promotion_id: UUID) -> dict[str, object]:
    """The products that a promotion is of."""
    promotion_of(request.auth, promotion_id, today=company_day(request.auth))
    return {"items": items_of(request.auth, promotion_id)}


@router.get("/promotions/{promotion_id}/effect", response=EffectOut)
@needs("forecast.read")
def get_promotion_effect(request: ApiRequest, promotion_id: UUID) -> PromotionEffect:
    """Pieces expected with and without it by the last forecast from before it began, beside what came."""
    return promotion_effect(request.auth, promotion_id)


@router.post("/promotions", response={201: PromotionOut})
@needs("forecast.write")
def post_promotion(request: ApiRequest, body: NewPromotionIn) -> Status[PromotionView]:
    """Plan a promotion; the next forecast knows it. Fails with `invalid_promotion` or `not_found`."""
    source = f"api:{body.reference or uuid4()}"
    [made] = plan_promotions(request.auth, told=[body.told()], now=now(), source=source)
    return Status(201, promotion_of(request.auth, made.pk, today=company_day(request.auth)))


@router.put("/promotions/{promotion_id}", response=PromotionOut)
@needs("forecast.write")
def put_promotion(request: ApiRequest, promotion_id: UUID, body: PromotionIn) -> PromotionView:
    """Tell a promotion anew. Fails with `invalid_promotion`, `promotion_cancelled` or `not_found`."""
    change_promotion(request.auth, promotion_id=promotion_id, told=body.told(), now=now())
    return promotion_of(request.auth, promotion_id, today=company_day(request.auth))


@router.post("/promotions/{promotion_id}/cancel", response=PromotionOut)
@needs("forecast.write")
def post_cancel_promotion(request: ApiRequest, promotion_id: UUID, body: CallOffIn) -> PromotionView:
    """Say that a promotion does not take place (or did not). Fails with `promotion_cancelled`."""
    cancel_promotion(request.auth, promotion_id=promotion_id, now=now(), reason=body.reason)
    return promotion_of(request.auth, promotion_id, today=company_day(request.auth))
