"""How a step of a transfer is written: its row, its movements, and the value that goes with the pieces."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.inventory.actions.ledger import Entry, Key, LockedLevel, Posted, lock_levels, write
from stockwright.inventory.events.transfers import TransferredLine
from stockwright.inventory.models import (
    Location,
    LotLevel,
    Movement,
    Transfer,
    TransferLine,
    TransferStep,
    TransferStepLine,
)
from stockwright.inventory.rules.ledger import MovementKind, NotEnoughStock
from stockwright.inventory.rules.transfers import StepKind, Value
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.money import ZERO, plain

NOTHING = Value(ZERO, ZERO)


@dataclass
class Part:
    """What a step does with a line."""

    line: TransferLine
    quantity: Decimal
    value: Value = NOTHING
    surplus: Decimal = ZERO
    dropped: Decimal = ZERO
    outcome: str = ""

    def told(self) -> TransferredLine:
        """The same in an event."""
        line = self.line
        return TransferredLine(
            line.pk, line.variant_id, self.quantity, line.lot_id, line.tags, self.surplus, self.outcome
        )


@dataclass(frozen=True)
class Taken:
    """A step that is being taken."""

    actor: Actor
    transfer: Transfer
    step: TransferStep

    def entry(
        self,
        part: Part,
        kind: MovementKind,
        quantity: Decimal,
        *,
        at: UUID,
        value: Value | None = None,
        layered: bool = True,
        reason: str = "",
        lot: tuple[int, UUID | None] | None = None,
    ) -> Entry:
        """A movement of a line's pieces at a place; of a share of them in another `lot`, with its number."""
        number, lot_id = lot or (0, part.line.lot_id)
        return Entry(
            cause=f"transfer:{self.step.pk}:{part.line.number}:{kind}" + (f":{number}" if number else ""),
            variant_id=part.line.variant_id,
            location_id=at,
            kind=kind,
            happened_at=self.step.taken_at,
            quantity=quantity,
            value=value,
            ref_type="transfer",
            ref_id=str(self.transfer.pk),
            reason=reason or self.step.reason,
            lot_id=lot_id,
            layered=layered,
        )

    def keep(self, parts: Iterable[Part], entries: Sequence[Entry]) -> Posted:
        """Write the movements and the step with its lines; the values that left stand on the parts afterwards."""
        posted = write(self.actor, entries, posting_id=new_id())
        self.step.posting_id = posted.posting_id if entries else None
        self.step.save(force_insert=True)
        if self.step.kind == StepKind.SENT:
            _take_values(self.actor, posted.posting_id, parts)
        TransferStepLine.objects.bulk_create(
            TransferStepLine(
                company_id=self.actor.company_id,
                step=self.step,
                line=part.line,
                quantity=part.quantity,
                surplus=part.surplus,
                dropped=part.dropped,
                outcome=part.outcome,
                average_value=part.value.average,
                fifo_value=part.value.fifo,
            )
            for part in parts
        )
        return posted


def begin(
    actor: Actor, transfer: Transfer, kind: StepKind, *, now: datetime, source: str = "", reason: str = ""
) -> Taken:
    """A step that is about to be taken."""
    step = TransferStep(
        company_id=actor.company_id,
        transfer=transfer,
        kind=kind,
        source=source,
        reason=reason,
        taken_at=now,
        by=actor.label,
    )
    return Taken(actor, transfer, step)


def lock_both_places(actor: Actor, transfer: Transfer, lines: Iterable[TransferLine]) -> dict[Key, LockedLevel]:
    """The levels of all items where they come from and where they go, locked."""
    places = (transfer.origin_id, transfer.destination_id)
    return lock_levels(actor, {(line.variant_id, place) for line in lines for place in places})


def refuse_missing(actor: Actor, transfer: Transfer, parts: Sequence[Part], levels: dict[Key, LockedLevel]) -> None:
    """Pass silently, or NotEnoughStock: what is promised stays, and a lot cannot send more than it has.

    What others only plan to send holds nothing back: who sends first has it.
    """
    if company_of(actor).allow_backorders:
        return
    wanted: dict[tuple[UUID, UUID | None], Decimal] = defaultdict(Decimal)
    for part in parts:
        wanted[(part.line.variant_id, None)] += part.quantity
        if part.line.lot_id:
            wanted[(part.line.variant_id, part.line.lot_id)] += part.quantity
    lots = LotLevel.objects.of(actor).filter(
        location_id=transfer.origin_id, lot_id__in=[lot for _, lot in wanted if lot]
    )
    in_lots = dict(lots.values_list("lot_id", "on_hand"))
    for (variant_id, lot_id), pieces in wanted.items():
        level = levels[(variant_id, transfer.origin_id)]
        free = in_lots.get(lot_id, ZERO) if lot_id else level.on_hand - level.reserved
        if pieces > free:
            place = Location.objects.of(actor).get(pk=transfer.origin_id).name
            raise NotEnoughStock(sku=level.sku, location=place, free=plain(max(free, ZERO)), wanted=plain(pieces))


def booked(actor: Actor, posting_id: UUID) -> dict[str, Value]:
    """What each movement of a posting was worth, by its cause."""
    rows = Movement.objects.of(actor).filter(posting_id=posting_id)
    return {cause: Value(*values) for cause, *values in rows.values_list("cause", "average_value", "fifo_value")}


def _take_values(actor: Actor, posting_id: UUID, parts: Iterable[Part]) -> None:
    """Let the parts carry what left with them, out of however many lots."""
    by_number = {str(part.line.number): part for part in parts if part.quantity}
    for cause, left in booked(actor, posting_id).items():
        part = by_number[cause.split(":")[2]]
        part.value = Value(part.value.average - left.average, part.value.fifo - left.fifo)
