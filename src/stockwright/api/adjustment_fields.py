"""What adjustments are made of, as they are sent and answered."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from stockwright.api.fields import Amount, Counted, In, Money, Out, PageIn, Pieces, Quantity, optional
from stockwright.inventory.models import Adjustment
from stockwright.inventory.queries.adjustments import number_of
from stockwright.inventory.queries.stock_updates import UpdatePreview
from stockwright.inventory.rules.adjustments import MOST_LINES, Way
from stockwright.inventory.rules.locations import MAIN_LOCATION

State = Literal["draft", "waiting", "posted", "rejected", "undone"]
Kind = Literal["adjustment", "waste"]
Source = Annotated[str, Field(max_length=120, description="Your name for it: the same source is done once.")]


class ReasonOut(Out):
    """Why stock is set right; `kind` waste writes it off."""

    id: UUID
    code: str
    name: str
    kind: str
    active: bool


class ReasonIn(In):
    """A new reason."""

    code: str = Field(min_length=1, max_length=30, examples=["broken_seal"])
    name: str = Field(min_length=1, max_length=100, examples=["Broken seal"])
    kind: Kind


class ReasonChange(In):
    """The fields to change; what is left out stays."""

    name: str = optional(min_length=1, max_length=100)
    active: bool = optional(description="False takes it out of use.")


class _Amount(In):
    """Either a difference or how much there is."""

    change_by: Quantity | None = Field(None, description="Pieces to add, or below zero to take away.")
    set_to: Counted | None = Field(None, description="How many there are.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.change_by is None) == (self.set_to is None):
            raise ValueError("give either change_by or set_to")
        return self

    def told(self) -> tuple[str, Decimal]:
        """The way and the amount."""
        if self.change_by is not None:
            return Way.CHANGE_BY, self.change_by
        assert self.set_to is not None  # noqa: S101 - one of both is there
        return Way.SET_TO, self.set_to


class AdjustmentLineIn(_Amount):
    """An item at a place; the difference to `set_to` is taken at the moment of posting."""

    variant_id: UUID
    location_id: UUID
    lot_id: UUID | None = None
    unit_cost: Amount | None = Field(None, description="Of what is found.")


class AdjustmentIn(In):
    """What is to be set right, and why."""

    reason: str = Field(min_length=1, max_length=30, description="The code of a reason.", examples=["found"])
    lines: list[AdjustmentLineIn] = Field(min_length=1, max_length=MOST_LINES)
    note: str = Field("", max_length=500)
    source: Source = ""
    happened_at: AwareDatetime | None = Field(None, description="Earlier than now, for differences only.")
    draft: bool = Field(False, description="Only write it down.")


class AdjustmentFilter(PageIn):
    """Which adjustments."""

    state: State | None = None
    kind: Kind | None = None


class AdjustmentRowOut(Out):
    """An adjustment as lists show it; `at_stake` is null for a draft."""

    id: UUID
    number: str
    state: str
    reason: str
    reason_name: str
    kind: str
    note: str
    source: str
    at_stake: Money | None
    unknown_costs: int = Field(description="Lines of which nobody knows what a piece costs.")
    lines: int
    happened_at: datetime | None
    created_at: datetime
    by: str
    decided_at: datetime | None
    decided_by: str
    own_approval: bool = Field(description="A single owner agreed to what they had asked for.")
    word: str = Field(description="Why it was rejected or undone.")
    posting_id: UUID | None


class AdjustmentLineOut(Out):
    """A line with what it did, or (not posted) would do now."""

    number: int
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    lot_id: UUID | None
    way: str
    amount: Quantity
    unit_cost: Money | None
    before: Quantity | None
    quantity: Quantity | None
    after: Quantity | None
    value: Money | None
    unfulfilled: Quantity = Field(description="Promised pieces that would not be there any more.")


class AdjustmentOut(Out):
    """An adjustment with its lines."""

    head: AdjustmentRowOut
    items: list[AdjustmentLineOut]
    is_own: bool
    may_approve: bool


class RejectIn(In):
    """Why not."""

    why: str = Field(min_length=1, max_length=500, examples=["Count it again."])


class WasteLineIn(In):
    """Pieces of an item at a place that are no good any more."""

    variant_id: UUID
    location_id: UUID
    lot_id: UUID | None = None
    quantity: Pieces


class WasteIn(In):
    """What is written off, and why."""

    reason: str = Field("damaged", min_length=1, max_length=30, description="The code of a reason of kind waste.")
    lines: list[WasteLineIn] = Field(min_length=1, max_length=MOST_LINES)
    note: str = Field("", max_length=500)
    source: Source = ""


class BulkLineIn(_Amount):
    """An item by its SKU at a place by its name."""

    sku: str = Field(min_length=1, max_length=100)
    location: str = Field(MAIN_LOCATION, min_length=1, max_length=100)


class BulkIn(In):
    """Many items at once."""

    lines: list[BulkLineIn] = Field(min_length=1, max_length=MOST_LINES)
    reason: str = Field("correction", min_length=1, max_length=30, description="The code of a reason.")
    note: str = Field("", max_length=500)
    source: Source = ""
    dry_run: bool = Field(False, description="Only say what would change.")


class BadLineOut(Out):
    """A line that cannot be used."""

    line: int
    told: str
    why: str


class BulkOut(Out):
    """What it comes to; `adjustment_id` is null for a dry run."""

    adjustment_id: UUID | None
    number: str | None
    state: str | None
    lines: int
    unchanged: int = Field(description="Lines that say what is so already.")
    added: Quantity
    taken: Quantity
    value: Money = Field(description="What the stock is worth more or less afterwards.")
    at_stake: Money
    unknown_costs: int
    needs_approval: bool
    refused: list[BadLineOut]

    @classmethod
    def of(cls, preview: UpdatePreview, made: Adjustment | None) -> Self:
        """The answer to a preview, and to what was made of it."""
        return cls(
            adjustment_id=made.pk if made else None,
            number=number_of(made) if made else None,
            state=made.state if made else None,
            lines=len(preview.effects),
            unchanged=preview.unchanged,
            added=preview.added,
            taken=preview.taken,
            value=preview.value,
            at_stake=preview.stake.money,
            unknown_costs=preview.stake.unknown,
            needs_approval=preview.waits,
            refused=[BadLineOut(line=row.line, told=row.told, why=row.why) for row in preview.bad],
        )
