"""Counting stock: what is due, counts with their lines, what counters enter, differences and their booking."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Counted, In, Money, Out, PageIn, PageOut, Quantity, optional
from stockwright.insights.queries.cycle import DueCount, due_counts, due_items
from stockwright.inventory.actions.count_settings import change_count_settings
from stockwright.inventory.actions.counts import CountPlan, cancel_count, create_count
from stockwright.inventory.queries.counts import (
    CountRhythm,
    CountRow,
    CountView,
    count_view,
    counts_page,
    rhythm_of,
)
from stockwright.inventory.rules.counts import (
    CountState,
    Mode,
    Scope,
    Stock,
    Tolerance,
)
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Counts"])

AbcClass = Literal["A", "B", "C"]
Limit = Counted | None
Days = Annotated[int, Field(ge=1, le=3650)]


class CountRowOut(Out):
    """A count in a list; what it found is null for who may not know it yet."""

    id: UUID
    name: str
    location_id: UUID
    location: str
    scope: Scope
    abc_class: str
    state: CountState
    blind: bool
    lines: int
    counted: int = Field(description="Lines that were counted when it was last reviewed.")
    different: int | None
    surplus_value: Money | None
    shortage_value: Money | None
    started_at: datetime
    closed_at: datetime | None
    by: str


class CountOut(CountRowOut):
    """A count; in a blind one `different`, the surplus and the shortage are null until its review."""

    category_id: UUID | None
    category: str | None
    stock: Stock
    mode: Mode
    tolerance_pieces: Quantity | None
    tolerance_percent: Quantity | None
    tolerance_money: Money | None
    not_counted: str
    recounts: int = Field(description="Lines that wait to be counted again.")
    surplus: Quantity | None
    shortage: Quantity | None
    closed_by: str
    shows_expected: bool = Field(description="Whether you are told what the ledger expects.")


class CountFilter(PageIn):
    """Which counts."""

    state: CountState | None = None
    location_id: UUID | None = None


class CountIn(In):
    """What is to be counted, and how."""

    location_id: UUID
    scope: Scope = Scope.FULL
    name: str = Field("", max_length=100, description="Left out: the place and the day.")
    category_id: UUID | None = Field(None, description="For the scope `category`.")
    variant_ids: list[UUID] = Field([], max_length=10_000, description="For the scope `items`.")
    abc_class: AbcClass | None = Field(None, description="For the scope `cycle`: its items that are due.")
    stock: Stock = Field(
        Stock.MOVING,
        description="`moving`: each line is compared with the moment it was counted. `frozen`: with the start.",
    )
    mode: Mode = Field(Mode.ADD, description="`add`: counters add up. `double`: two counters have to agree.")
    blind: bool = Field(False, description="Counters are not told what is expected.")
    tolerance_pieces: Limit = Field(None, description="Left out with the other two: the company's own.")
    tolerance_percent: Limit = None
    tolerance_money: Limit = None


class DueOut(Out):
    """Items of a class at a place of which the last count is too long ago."""

    location_id: UUID
    location: str
    abc_class: AbcClass
    every_days: int
    items: int
    due: int
    never: int = Field(description="How many of the due were never counted.")
    oldest_at: datetime | None


class DuesOut(Out):
    """All that is due."""

    items: list[DueOut]


class RhythmOut(Out):
    """After how many days the items of each class are due, and which differences are counted again."""

    a_days: int
    b_days: int
    c_days: int
    tolerance_pieces: Quantity | None
    tolerance_percent: Quantity | None
    tolerance_money: Money | None


class RhythmIn(In):
    """What is to change; a tolerance of null is no limit."""

    a_days: Days = optional()
    b_days: Days = optional()
    c_days: Days = optional()
    tolerance_pieces: Limit = None
    tolerance_percent: Limit = None
    tolerance_money: Limit = None


@router.get("/inventory/counts", response=PageOut[CountRowOut])
@needs("inventory.read")
def list_counts(request: ApiRequest, wanted: Query[CountFilter]) -> Page[CountRow]:
    """Counts, the newest first."""
    return counts_page(
        request.auth,
        state=wanted.state,
        location_id=wanted.location_id,
        cursor=wanted.cursor,
        limit=wanted.limit,
    )


@router.post("/inventory/counts", response={201: CountOut})
@needs("inventory.write")
def post_count(request: ApiRequest, body: CountIn) -> Status[CountView]:
    """Start a count of one place. Fails with `nothing_to_count` or `not_found`.

    A cycle count takes the items of its class that are due at the place.
    """
    actor = request.auth
    wanted = body.variant_ids
    if body.scope == Scope.CYCLE and body.abc_class:
        day = company_day(actor)
        wanted = due_items(actor, location_id=body.location_id, abc_class=body.abc_class, today=day)
    plan = CountPlan(
        location_id=body.location_id,
        scope=body.scope,
        tolerance=_tolerance(actor, body),
        name=body.name,
        category_id=body.category_id,
        abc_class=body.abc_class or "",
        variant_ids=wanted,
        stock=body.stock,
        mode=body.mode,
        blind=body.blind,
    )
    return Status(201, count_view(actor, create_count(actor, plan=plan, now=now()).pk))


@router.get("/inventory/counts/due", response=DuesOut)
@needs("inventory.read")
def list_due_counts(request: ApiRequest) -> dict[str, list[DueCount]]:
    """What is next to be counted: classes by the money that their items brought in the last 90 days."""
    day = company_day(request.auth)
    return {"items": due_counts(request.auth, today=day)}


@router.get("/inventory/count-settings", response=RhythmOut)
@needs("inventory.read")
def get_count_settings(request: ApiRequest) -> CountRhythm:
    """How often items of each class are due to be counted, and which differences are counted again."""
    return rhythm_of(request.auth)


@router.patch("/inventory/count-settings", response=RhythmOut)
@needs("inventory.approve")
def patch_count_settings(request: ApiRequest, body: RhythmIn) -> CountRhythm:
    """Change the settings that are sent."""
    return change_count_settings(request.auth, changes=body.changes())


@router.get("/inventory/counts/{count_id}", response=CountOut)
@needs("inventory.read")
def get_count(request: ApiRequest, count_id: UUID) -> CountView:
    """One count with how far it is. Fails with `not_found`."""
    return count_view(request.auth, count_id)


@router.post("/inventory/counts/{count_id}/cancel", response=CountOut)
@needs("inventory.write")
def post_count_cancellation(request: ApiRequest, count_id: UUID) -> CountView:
    """Give a count up; stock stays what it was. Fails with `count_closed` or `not_found`."""
    cancel_count(request.auth, count_id=count_id, now=now())
    return count_view(request.auth, count_id)


def _tolerance(actor: Actor, body: CountIn) -> Tolerance:
    own = Tolerance(body.tolerance_pieces, body.tolerance_percent, body.tolerance_money)
    sent = {"tolerance_pieces", "tolerance_percent", "tolerance_money"} & body.model_fields_set
    return own if sent else rhythm_of(actor).tolerance
