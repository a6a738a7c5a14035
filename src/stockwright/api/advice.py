"""The plan: what to order, why, and what people decided."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Money, Out, PageIn, PageOut, Pieces, Quantity
from stockwright.insights.queries.plans import SupplierTotal, advice_page, orders_by_supplier
from stockwright.kit.paging import Page
from stockwright.replenishment.actions.decisions import clear_flag, flag_advice, mark_ordered, take_back_order
from stockwright.replenishment.models import Advice, PlanRun
from stockwright.replenishment.queries.advice import AdviceFilter, advice_of, latest_plan
from stockwright.replenishment.rules import ActionList

router = Router(tags=["Plan"])


class AdviceOut(Out):
    """What a plan says of one product at one place, with every term of the calculation."""

    id: UUID
    run_id: UUID
    variant_id: UUID
    location_id: UUID
    sku: str
    name: str
    location_name: str
    category: str
    supplier: str
    shown_in: ActionList = Field(description="The list it stands on now, after what people decided.")
    action_list: ActionList = Field(description="The list the plan put it on.")
    current_stock: Quantity | None = Field(description="null where nobody ever said how much there is.")
    recommended_quantity: Quantity
    order_value: Money | None
    runway_days: float | None
    stockout_on: date | None
    money_at_stake: Money
    priority: float
    confidence: float
    reasons: list[str]
    flag_note: str
    ordered_quantity: Quantity | None
    order_id: UUID | None = Field(description="The purchase order, once it was ordered.")
    trend: list[float] = Field(description="Pieces sold on each of the last days, the oldest first.")
    terms: dict[str, Any]


class AdvicePageIn(PageIn):
    """Which lines."""

    list: ActionList | Literal["all"] = Field(ActionList.ORDER_TODAY, description="The list they stand on.")
    search: str = Field("", max_length=200, description="A part of the SKU or the name.")
    supplier: str = Field("", max_length=200)
    category: str = Field("", max_length=200)
    location: str = Field("", max_length=100)
    reason: str = Field("", max_length=30)


class OrderedIn(In):
    """What was ordered."""

    quantity: Pieces | None = Field(None, description="Left out: as recommended.")
    expected_on: date | None = Field(None, description="Left out: after the lead time.")


class FlagIn(In):
    """Why it needs another look."""

    note: str = Field(min_length=1, max_length=500)


class ReorderOut(Out):
    """When a product runs out, and how much to order."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str = Field(validation_alias="location_name")
    predicted_stockout_date: date | None = Field(
        validation_alias="stockout_on", description="null when it does not run out in sight."
    )
    recommended_order_qty: Quantity = Field(validation_alias="recommended_quantity")
    confidence_score: float = Field(validation_alias="confidence", description="0 to 1.")
    current_stock: Quantity | None
    runway_days: float | None


class ReorderFilter(PageIn):
    """Which products."""

    search: str = Field("", max_length=200, description="A part of the SKU or the name.")


class PlanOut(Out):
    """A plan with its figures."""

    id: UUID
    planned_on: date
    forecast_run_id: UUID
    finished_at: datetime | None
    settings: dict[str, Any]
    summary: dict[str, Any] = Field(description="Counts and money by list.")


class SupplierTotalOut(Out):
    """What is to be ordered today from one supplier (empty: products without one)."""

    supplier: str
    items: int
    pieces: Quantity
    order_value: Money
    money_at_stake: Money


class OptimizationOut(Out):
    """What to order today, in figures; `plan` is null before the first plan."""

    plan: PlanOut | None
    suppliers: list[SupplierTotalOut]


@router.get("/advice", response=PageOut[AdviceOut])
@needs("plan.read")
def list_advice(request: ApiRequest, wanted: Query[AdvicePageIn]) -> Page[Advice]:
    """The lines of the newest plan, the most urgent first.

    All pages are of the plan that the first page was of. Empty before the first plan.
    """
    chosen = AdviceFilter(
        shown_in=None if wanted.list == "all" else wanted.list,
        search=wanted.search,
        supplier=wanted.supplier,
        category=wanted.category,
        location=wanted.location,
        reason=wanted.reason,
    )
    return advice_page(request.auth, chosen, cursor=wanted.cursor, limit=wanted.limit)


@router.get("/advice/{advice_id}", response=AdviceOut)
@needs("plan.read")
def get_advice(request: ApiRequest, advice_id: UUID) -> Advice:
    """One line with all its terms, of the newest or of an earlier plan. Fails with `not_found`."""
    return advice_of(request.auth, advice_id)


@router.post("/advice/{advice_id}/order", response=AdviceOut)
@needs("plan.decide")
def post_ordered(request: ApiRequest, advice_id: UUID, body: OrderedIn) -> Advice:
    """Say that it was ordered: a purchase order is placed, and its pieces count as on their way.

    A line that was ordered already stays as it is. Fails with `nothing_to_order` or `not_found`.
    """
    day = company_day(request.auth)
    return mark_ordered(
        request.auth, advice_id=advice_id, today=day, quantity=body.quantity, expected_on=body.expected_on
    )


@router.delete("/advice/{advice_id}/order", response=AdviceOut)
@needs("plan.decide")
def delete_ordered(request: ApiRequest, advice_id: UUID) -> Advice:
    """Take an order back: it is cancelled, and the line returns to its list."""
    return take_back_order(request.auth, advice_id=advice_id)


@router.post("/advice/{advice_id}/flag", response=AdviceOut)
@needs("plan.decide")
def post_flag(request: ApiRequest, advice_id: UUID, body: FlagIn) -> Advice:
    """Ask for another look: it stays under attention until somebody clears the flag."""
    return flag_advice(request.auth, advice_id=advice_id, note=body.note)


@router.delete("/advice/{advice_id}/flag", response=AdviceOut)
@needs("plan.decide")
def delete_flag(request: ApiRequest, advice_id: UUID) -> Advice:
    """Clear a flag: the line returns to the list it belongs to."""
    return clear_flag(request.auth, advice_id=advice_id)


@router.get("/inventory/reorder_forecast", response=PageOut[ReorderOut])
@needs("plan.read")
def list_reorder_forecast(request: ApiRequest, wanted: Query[ReorderFilter]) -> Page[Advice]:
    """When each product runs out and how much to order, the most urgent first; empty before the first plan."""
    chosen = AdviceFilter(shown_in=None, search=wanted.search)
    return advice_page(request.auth, chosen, cursor=wanted.cursor, limit=wanted.limit)


@router.get("/analytics/inventory-optimization", response=OptimizationOut)
@needs("plan.read")
def get_optimization(request: ApiRequest) -> dict[str, PlanRun | list[SupplierTotal] | None]:
    """What to order today in figures: by list, and by supplier. The lines themselves are under /advice."""
    plan = latest_plan(request.auth)
    return {"plan": plan, "suppliers": orders_by_supplier(request.auth, plan) if plan else []}
