"""Stock: where, how much, how much of it is free, and how much is on its way."""

from datetime import datetime
from uuid import UUID

import polars as pl
from ninja import Query, Router
from ninja.responses import Status
from pydantic import AwareDatetime, Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Counted, In, Out, PageIn, PageOut, Quantity, optional
from stockwright.channels.actions.stock_undo import undo_stock
from stockwright.inventory.actions.locations import add_location, change_location
from stockwright.inventory.actions.statements import StockTold, state_stock
from stockwright.inventory.models import Location
from stockwright.inventory.queries.levels import LevelRow, levels_page
from stockwright.inventory.queries.locations import LocationRow, locations_of
from stockwright.inventory.queries.statements import UndoneStock
from stockwright.inventory.rules.locations import MAIN_LOCATION
from stockwright.kit.ids import new_id
from stockwright.kit.paging import Page
from stockwright.kit.rehearsal import rehearsed

router = Router(tags=["Stock"])

MOST_STATEMENTS = 10_000


class LocationOut(Out):
    """A place that holds stock."""

    id: UUID
    name: str
    rank: int = Field(description="Orders are promised from the lowest rank first.")
    sells: bool = Field(description="Whether orders are promised from here.")


class LocationChange(In):
    """The fields to change; what is left out stays."""

    name: str = optional(min_length=1, max_length=100)
    rank: int = optional(ge=0, le=9999)
    sells: bool = optional()


class LocationIn(In):
    """A new place."""

    name: str = Field(min_length=1, max_length=100, examples=["Warehouse north"])


class LevelOut(Out):
    """How much of a product is at a place; `stated_at` is null where nobody ever said how much there is."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    on_hand: Quantity
    reserved: Quantity
    stated_at: datetime | None
    changed_at: datetime


class LevelFilter(PageIn):
    """Which levels."""

    search: str = Field("", max_length=200, description="A part of the SKU or the name.")


class StatementIn(In):
    """How much there was at a moment."""

    sku: str = Field(min_length=1, max_length=100)
    location: str = Field(MAIN_LOCATION, min_length=1, max_length=100)
    on_hand: Counted
    at: AwareDatetime


class StatementsIn(In):
    """Many statements at once."""

    items: list[StatementIn] = Field(min_length=1, max_length=MOST_STATEMENTS)


class StatementsOut(Out):
    """What came of the statements."""

    stated: int = Field(description="Statements taken in.")
    known: int = Field(description="Statements that were known already.")
    moved: int = Field(description="Corrections that the ledger needed.")
    new_items: int = Field(description="Products that were made for SKUs not known before.")
    batch_id: UUID = Field(description="By which all of it can be undone.")


class UndoStockIn(In):
    """Why, and whether it is only to be tried out."""

    reason: str = Field("", max_length=200)
    preview: bool = Field(False, description="Say what it would do, and do nothing.")


class UndoneLineOut(Out):
    """A product at a place; `stated_at` is null where nobody's word holds any more."""

    variant_id: UUID
    sku: str
    location_id: UUID
    location: str
    before: Quantity
    after: Quantity
    stated_at: datetime | None


class UndoneStockOut(Out):
    """What was taken back."""

    batch_id: UUID
    statements: int
    lines: list[UndoneLineOut] = Field(description="The largest changes first, at most 1000.")


@router.get("/locations", response=PageOut[LocationOut])
@needs("inventory.read")
def list_locations(request: ApiRequest) -> Page[LocationRow]:
    """Every place by name, on one page."""
    return Page(locations_of(request.auth), None)


@router.post("/locations", response={201: LocationOut})
@needs("inventory.write")
def post_location(request: ApiRequest, body: LocationIn) -> Status[Location]:
    """Add a place. Fails with `location_taken`."""
    return Status(201, add_location(request.auth, name=body.name))


@router.patch("/locations/{location_id}", response=LocationOut)
@needs("inventory.approve")
def patch_location(request: ApiRequest, location_id: UUID, body: LocationChange) -> Location:
    """Change a place. Fails with `location_taken` or `not_found`."""
    return change_location(request.auth, location_id=location_id, **body.changes())


@router.get("/inventory/levels", response=PageOut[LevelOut])
@needs("inventory.read")
def list_levels(request: ApiRequest, wanted: Query[LevelFilter]) -> Page[LevelRow]:
    """What is where, by SKU and place."""
    return levels_page(request.auth, search=wanted.search, cursor=wanted.cursor or "", limit=wanted.limit)


@router.post("/inventory/levels", response=StatementsOut)
@needs("inventory.write")
def post_levels(request: ApiRequest, body: StatementsIn) -> StockTold:
    """Say how much there was, as counted or as another system tells it.

    The ledger gets the difference to what it knew at that moment; sales told later with an earlier moment are
    already in the statement. Unknown SKUs and places are made. All of it comes in, or nothing.
    """
    rows = [one.model_dump() for one in body.items]
    stock = pl.DataFrame(
        {
            "sku": [row["sku"] for row in rows],
            "location": [row["location"] for row in rows],
            "on_hand": pl.Series([str(row["on_hand"]) for row in rows]).cast(pl.Decimal(18, 4)),
            "at": pl.Series([row["at"] for row in rows], dtype=pl.Datetime("us", "UTC")),
        }
    )
    return state_stock(request.auth, stock=stock, batch_id=new_id())


@router.post("/inventory/levels/{batch_id}/undo", response=UndoneStockOut)
@needs("inventory.write")
def post_levels_undo(request: ApiRequest, batch_id: UUID, body: UndoStockIn) -> UndoneStock:
    """Take back statements of stock, those of a file by the id of its import; the ones before them hold again.

    Fails with `not_found`, `already_undone`, `not_undoable` or `period_closed`.
    """

    def undone() -> UndoneStock:
        return undo_stock(request.auth, batch_id=batch_id, reason=body.reason)

    return rehearsed(undone) if body.preview else undone()
