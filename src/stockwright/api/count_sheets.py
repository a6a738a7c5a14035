"""The sheets of a count: its lines, what counters enter, recounts, reasons, and the booking of the result."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from ninja import Query, Router
from pydantic import AwareDatetime, Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Counted, In, Money, Out, PageIn, PageOut, Quantity
from stockwright.inventory.actions.count_entries import Entered, Outcome, Told, enter_counts
from stockwright.inventory.queries.count_entries import EntryRow, entries_page
from stockwright.inventory.queries.count_lines import CountLineRow, Lines, count_lines_page
from stockwright.inventory.rules.counts import MOST_ENTRIES
from stockwright.kit.clock import now
from stockwright.kit.money import ZERO
from stockwright.kit.paging import Page

router = Router(tags=["Counts"])


class CountLineOut(Out):
    """An item of a count; in a blind one what is expected is null until its review."""

    variant_id: UUID
    sku: str
    name: str
    expected: Quantity | None = Field(description="What the ledger knew at the counted moment.")
    counted: Quantity | None = Field(description="What was found when the count was last reviewed.")
    counted_at: datetime | None
    difference: Quantity | None
    value: Money | None = Field(description="What the difference is worth.")
    round: int
    recount: str = Field(description="Why it is to be counted again; empty where it is not.")
    accepted: bool
    moved: bool = Field(description="Stock of it moved while it was counted.")
    added: bool = Field(description="It was found, and not on the list.")
    reason: str


class CountLineFilter(PageIn):
    """Which lines; those that differ come by the money they differ by."""

    which: Lines = Lines.ALL
    search: str = Field("", max_length=200, description="A part of the SKU or the name.")


class EntryIn(In):
    """Pieces that were counted, or an entry that is taken back."""

    key: str = Field(min_length=1, max_length=64, description="Your own; sent again it adds nothing.")
    quantity: Counted | None = Field(None, description="Left out: one piece.")
    code: str = Field("", max_length=100, description="A barcode or SKU.")
    variant_id: UUID | None = None
    counted_at: AwareDatetime | None = Field(None, description="Left out: now.")
    takes_back: str = Field("", max_length=64, description="The key of your entry that was wrong.")


class EntriesIn(In):
    """One entry or many."""

    entries: list[EntryIn] = Field(min_length=1, max_length=MOST_ENTRIES)


class EnteredOut(Out):
    """What became of an entry."""

    key: str
    outcome: Outcome
    variant_id: UUID | None
    sku: str
    name: str
    mine: Quantity | None = Field(description="What you have of the item now.")


class EnteredAllOut(Out):
    """What became of each entry, in the same order."""

    items: list[EnteredOut]


class EntryOut(Out):
    """An entry of a counter."""

    id: int
    key: str
    variant_id: UUID
    sku: str
    name: str
    quantity: Quantity
    round: int
    counted_at: datetime
    recorded_at: datetime
    by: str
    takes_back: int | None = Field(description="The id of the entry that this one takes back.")
    taken_back: bool


class EntryFilter(PageIn):
    """Which entries."""

    variant_id: UUID | None = None


@router.get("/inventory/counts/{count_id}/lines", response=PageOut[CountLineOut])
@needs("inventory.read")
def list_count_lines(request: ApiRequest, count_id: UUID, wanted: Query[CountLineFilter]) -> Page[CountLineRow]:
    """The items of a count by SKU. Fails with `not_found` or, in a blind count, `hidden_while_blind`."""
    return count_lines_page(
        request.auth,
        count_id,
        which=wanted.which,
        search=wanted.search,
        cursor=wanted.cursor,
        limit=wanted.limit,
    )


@router.get("/inventory/counts/{count_id}/entries", response=PageOut[EntryOut])
@needs("inventory.read")
def list_count_entries(request: ApiRequest, count_id: UUID, wanted: Query[EntryFilter]) -> Page[EntryRow]:
    """What counters entered, the newest first. Fails with `not_found`."""
    return entries_page(
        request.auth, count_id, variant_id=wanted.variant_id, cursor=wanted.cursor, limit=wanted.limit
    )


@router.post("/inventory/counts/{count_id}/entries", response=EnteredAllOut)
@needs("inventory.write")
def post_count_entries(request: ApiRequest, count_id: UUID, body: EntriesIn) -> dict[str, list[Entered]]:
    """Enter what was counted, one entry or up to 1000. Fails with `count_closed` or `not_found`.

    An entry that is sent again with its key adds nothing. One that cannot be taken (see `outcome`) does not
    stop the others.
    """
    entries = [
        Told(
            key=one.key,
            quantity=_pieces(one),
            code=one.code,
            variant_id=one.variant_id,
            counted_at=one.counted_at,
            takes_back=one.takes_back,
        )
        for one in body.entries
    ]
    return {"items": enter_counts(request.auth, count_id=count_id, entries=entries, now=now())}


def _pieces(one: EntryIn) -> Decimal:
    if one.takes_back:
        return ZERO
    return Decimal(1) if one.quantity is None else one.quantity
