"""Freight, duty and the like: added to the value of the goods that they brought."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Money, Out, PageIn, PageOut, Quantity, UndoIn
from stockwright.inventory.actions.landed import add_landed_cost, undo_landed_cost
from stockwright.inventory.models import LandedCost
from stockwright.inventory.queries.landed import LandedView, landed_cost, landed_costs
from stockwright.inventory.rules.landed import CostKind, Division, InvalidLandedCost
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.ids import new_id
from stockwright.kit.paging import Page
from stockwright.kit.rehearsal import rehearsed
from stockwright.purchasing.actions.landed import add_order_cost
from stockwright.purchasing.queries import order_of

router = Router(tags=["Stock"])


class LandedLineOut(Out):
    """A product's share. The value stays with the stock by each method; the variance is cost of goods sold."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    quantity: Quantity
    share: Money
    average_value: Money
    average_variance: Money
    fifo_value: Money
    fifo_variance: Money


class LandedOut(Out):
    """A cost that was divided over goods."""

    id: UUID
    kind: CostKind
    amount: Money
    divided_by: Division
    document: str
    note: str
    happened_at: datetime
    by: str
    posting_id: UUID | None
    undone_at: datetime | None
    average_variance: Money
    fifo_variance: Money
    lines: list[LandedLineOut]


class LandedIn(In):
    """A cost for everything that a purchase order received so far, or for one receipt by its posting."""

    order_id: UUID | None = Field(None, description="The purchase order; or name `posting_id`.")
    posting_id: UUID | None = Field(None, description="The posting of one receipt; or name `order_id`.")
    kind: CostKind = CostKind.FREIGHT
    amount: Annotated[Decimal, Field(gt=0, max_digits=20, decimal_places=4, examples=["120.00"])]
    divided_by: Division = Division.VALUE
    note: str = Field("", max_length=200)
    reference: str | None = Field(
        None, min_length=1, max_length=100, description="Your own reference: a cost is added once for each."
    )
    preview: bool = Field(False, description="Only tell what it would add.")


@router.get("/inventory/landed-costs", response=PageOut[LandedOut])
@needs("inventory.read")
def list_landed_costs(request: ApiRequest, wanted: Query[PageIn]) -> Page[LandedView]:
    """Costs with their lines, the newest first."""
    return landed_costs(request.auth, cursor=wanted.cursor or "", limit=wanted.limit)


@router.get("/inventory/landed-costs/{cost_id}", response=LandedOut)
@needs("inventory.read")
def get_landed_cost(request: ApiRequest, cost_id: UUID) -> LandedView:
    """One cost with its lines."""
    return landed_cost(request.auth, cost_id)


@router.post("/inventory/landed-costs", response={201: LandedOut})
@needs("inventory.write")
def post_landed_cost(request: ApiRequest, body: LandedIn) -> Status[LandedView]:
    """Divide a cost over goods by their value, their quantity or equally.

    What belongs to pieces that are still there is added to their value; the rest is told as cost of goods sold.
    Fails with `invalid_landed_cost`, `not_found` where nothing was received, or `period_closed`.
    """

    def added() -> LandedView:
        return landed_cost(request.auth, _add(request.auth, body).pk)

    return Status(201, rehearsed(added) if body.preview else added())


@router.post("/inventory/landed-costs/{cost_id}/undo", response=LandedOut)
@needs("inventory.write")
def post_undo(request: ApiRequest, cost_id: UUID, body: UndoIn) -> LandedView:
    """Take out of the stock what of a cost is still in it. Fails with `landed_cost_undone`."""
    undo_landed_cost(request.auth, cost_id=cost_id, now=now(), reason=body.reason)
    return landed_cost(request.auth, cost_id)


def _add(actor: Actor, body: LandedIn) -> LandedCost:
    terms = body.model_dump(include={"kind", "amount", "divided_by", "note"})
    source = f"api:{body.reference or new_id()}"
    if (body.order_id is None) == (body.posting_id is None):
        raise InvalidLandedCost(detail="Name either a purchase order or a posting.")
    if body.order_id is not None:
        number = order_of(actor, body.order_id).number
        return add_order_cost(actor, number=number, now=now(), source=source, **terms)
    postings = [body.posting_id] if body.posting_id else []
    return add_landed_cost(actor, posting_ids=postings, now=now(), source=source, **terms)
