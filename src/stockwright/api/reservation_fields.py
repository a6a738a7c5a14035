"""What reservations are made of, as they are sent and answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field

from stockwright.api.fields import In, Out, PageIn, Pieces, Quantity
from stockwright.inventory.actions.reservations import MOST_LINES
from stockwright.inventory.rules.reservations import InvalidReservation, ReservationState, Split


class WishIn(In):
    """Pieces of a product."""

    variant_id: UUID
    quantity: Pieces
    store_id: UUID | None = Field(
        None, description="The location they have to come from; leave it out to let the rule choose."
    )


class ReservationIn(In):
    """What is to be promised, and to whom."""

    source: str = Field(
        min_length=1,
        max_length=120,
        description="What it is for, once in the company: asking again returns the promise made before.",
        examples=["web-order:10045"],
    )
    lines: list[WishIn] = Field(min_length=1, max_length=MOST_LINES)
    channel: str = Field("", max_length=50, examples=["WEB"])
    ref_type: str = Field("", max_length=30, examples=["order"])
    ref_id: str = Field("", max_length=100, examples=["10045"])
    reason: str = Field("", max_length=200)
    hold_minutes: int | None = Field(
        None, ge=1, le=525_600, description="How long it holds; leave it out for what the channel's rule says."
    )
    split: Split = Field(
        Split.WHOLE_FIRST,
        description="Which locations serve a line that names none: the first by rank that has it whole, else "
        "one after the other by rank; always by rank; or where most is free first.",
    )
    partial: bool = Field(default=False, description="Promise as much as there is instead of all or nothing.")


class PromisedOut(Out):
    """What a location promised of a line (0 is the first)."""

    line: int
    variant_id: UUID
    store_id: UUID = Field(validation_alias="location_id")
    quantity: Quantity
    backordered: Quantity = Field(description="What of it is not there yet.")


class ShortOut(Out):
    """What nobody could promise of a line."""

    line: int
    quantity: Quantity


class PromiseOut(Out):
    """What was promised."""

    id: UUID
    source: str
    state: ReservationState
    expires_at: datetime | None
    lines: list[PromisedOut]
    short: list[ShortOut]


class TakenIn(In):
    """Pieces of one line."""

    line: int = Field(ge=0)
    quantity: Pieces
    tags: list[str] = Field([], max_length=5000, description="The codes of a product followed by piece.")


class TakeIn(In):
    """Which pieces; nothing for all that are held."""

    lines: list[TakenIn] | None = Field(None, min_length=1, max_length=MOST_LINES)
    reason: str = Field("", max_length=200)

    def quantities(self) -> Mapping[int, Decimal] | None:
        """Pieces by line; InvalidReservation where a line is named twice."""
        if self.lines and len({one.line for one in self.lines}) < len(self.lines):
            raise InvalidReservation(detail="Name each line once.")
        return {one.line: one.quantity for one in self.lines} if self.lines else None

    def tags(self) -> Mapping[int, Sequence[str]]:
        """Codes of pieces by line."""
        return {one.line: one.tags for one in self.lines or () if one.tags}


class ByIdIn(TakeIn):
    """The same with the reservation named in the body."""

    reservation_id: UUID


class ExtendIn(In):
    """For how long from now."""

    hold_minutes: int = Field(ge=1, le=525_600)


class HoldOut(Out):
    """A line (0 is the first) at a location: asked for, and what became of it."""

    line: int
    variant_id: UUID
    sku: str
    name: str
    store_id: UUID = Field(validation_alias="location_id")
    location: str
    asked: Quantity
    backordered: Quantity
    held: Quantity
    committed: Quantity
    released: Quantity


class ReservationOut(Out):
    """A reservation with its lines."""

    id: UUID
    source: str
    ref_type: str
    ref_id: str
    channel: str
    state: ReservationState
    reason: str
    expires_at: datetime | None
    created_at: datetime
    closed_at: datetime | None
    by: str
    lines: list[HoldOut]


class ReservationFilter(PageIn):
    """Which reservations."""

    state: Literal["", "held", "committed", "released", "expired"] = ""
    channel: str = Field("", max_length=50)
    ref_id: str = Field("", max_length=100)
    variant_id: UUID | None = None
