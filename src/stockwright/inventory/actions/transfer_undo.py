"""Taking back the newest step of a transfer, by entries that reverse it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from stockwright.inventory.actions.ledger import Entry, Posted, closed_through, write
from stockwright.inventory.actions.transfer_posting import Part, booked, lock_both_places
from stockwright.inventory.actions.transfers import expect, lines_of, locked_transfer, settle, told_of
from stockwright.inventory.actions.undo import reverse_posting
from stockwright.inventory.events.ledger import StockChanged
from stockwright.inventory.events.transfers import TransferStepTakenBack
from stockwright.inventory.models import Movement, Transfer, TransferLine, TransferStep, TransferStepLine
from stockwright.inventory.rules.kits import split_value
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.inventory.rules.transfers import (
    NotTheNewestStep,
    Outcome,
    StepKind,
    StepUndone,
    Value,
    on_the_way,
    share,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.problems import NotFound
from stockwright.kit.rehearsal import rehearsed
from stockwright.messaging.actions.events import emit, emit_all


class TakenBack(NamedTuple):
    """The transfer after a step was undone, and the levels that this changed."""

    transfer: Transfer
    changes: Sequence[StockChanged]


@deed("inventory.write")
def undo_transfer_step(actor: Actor, *, step_id: UUID, now: datetime, reason: str = "") -> TakenBack:
    """Take back the newest step of a transfer; StepUndone the second time."""
    asked = TransferStep.objects.of(actor).filter(pk=step_id).first()
    if asked is None:
        raise NotFound(what="step of a transfer")
    transfer = locked_transfer(actor, asked.transfer_id)
    step = _newest(actor, transfer, step_id)
    lines = {line.pk: line for line in lines_of(actor, transfer)}
    parts = [_part(row, lines[row.line_id]) for row in TransferStepLine.objects.of(actor).filter(step=step)]
    lock_both_places(actor, transfer, lines.values())
    posted = _reverse(actor, step.posting_id, StepKind(step.kind), parts, now, reason) if step.posting_id else None
    for part in parts:
        _restore(part, StepKind(step.kind))
    step.undone_at, step.undone_by = now, actor.label
    step.save(update_fields=["undone_at", "undone_by"])
    ordered = list(lines.values())
    settle(transfer, ordered, None)
    about = (*told_of(transfer), [part.told() for part in parts])
    emit(actor, TransferStepTakenBack(*about, step.pk, step.kind, reason))
    expect(actor, transfer, ordered)
    return TakenBack(transfer, posted.changes if posted else ())


@deed("inventory.write")
def rehearse_step_undo(actor: Actor, *, step_id: UUID, now: datetime) -> TakenBack:
    """What undoing a step would do, with nothing done; refused as the undoing itself would be."""
    return rehearsed(lambda: undo_transfer_step(actor, step_id=step_id, now=now))


@deed("inventory.write")
def undo_transfer_posting(actor: Actor, *, posting_id: UUID, now: datetime, reason: str = "") -> TakenBack:
    """The same by the posting that the step made."""
    step = TransferStep.objects.of(actor).filter(posting_id=posting_id).first()
    if step is None:
        raise StepUndone
    return undo_transfer_step(actor, step_id=step.pk, now=now, reason=reason)


def _newest(actor: Actor, transfer: Transfer, step_id: UUID) -> TransferStep:
    """The step, which nothing was built on; StepUndone or NotTheNewestStep."""
    steps = TransferStep.objects.of(actor).filter(transfer=transfer)
    step = steps.get(pk=step_id)
    if step.undone_at:
        raise StepUndone
    if steps.filter(undone_at=None, pk__gt=step_id).exists():
        raise NotTheNewestStep
    return step


def _part(row: TransferStepLine, line: TransferLine) -> Part:
    value = Value(row.average_value, row.fifo_value)
    return Part(line, row.quantity, value, row.surplus, row.dropped, row.outcome)


def _reverse(
    actor: Actor, posting_id: UUID, kind: StepKind, parts: Sequence[Part], now: datetime, reason: str
) -> Posted:
    """Reverse a step's posting; afterwards the parts have the value that goes back with their pieces."""
    if kind == StepKind.SENT:
        return _bring_back(actor, posting_id, parts, now=now, reason=reason)
    before = {cause: value for cause, value in booked(actor, posting_id).items() if _carries(cause)}
    posted = reverse_posting(actor, posting_id=posting_id, now=now, reason=reason)
    causes = dict(Movement.objects.of(actor).filter(posting_id=posting_id).values_list("pk", "cause"))
    rows = Movement.objects.of(actor).filter(posting_id=posted.posting_id)
    after = {
        causes[row.reverses]: Value(row.average_value, row.fifo_value) for row in rows if row.reverses in causes
    }
    by_number = {str(part.line.number): part for part in parts}
    for cause, was in before.items():
        part, back = by_number[cause.split(":")[2]], after[cause]
        part.value = Value(part.value.average - was.average - back.average, part.value.fifo - was.fifo - back.fifo)
    return posted


def _carries(cause: str) -> bool:
    return cause.split(":")[3] == MovementKind.TRANSFER_IN


def _bring_back(actor: Actor, posting_id: UUID, parts: Sequence[Part], *, now: datetime, reason: str) -> Posted:
    """Let what left be where it was, with the value it has by now (an undone receipt may have changed it)."""
    worth: dict[str, Value] = {}
    for part in parts:
        line = part.line
        if part.quantity:
            carried = Value(line.carried_average, line.carried_fifo)
            worth[str(line.number)] = share(carried, part.quantity, on_the_way(line))
    rows = list(Movement.objects.of(actor).filter(posting_id=posting_id).order_by("pk"))
    same = {str(part.line.number): part.value for part in parts if part.quantity} == worth
    for part in parts:
        part.value = worth.get(str(part.line.number), part.value)
    if same:
        return reverse_posting(actor, posting_id=posting_id, now=now, reason=reason)
    closed = closed_through(actor, min(row.happened_at for row in rows))
    values = _divided(rows, worth)
    entries = [
        Entry(
            cause=f"undo:{row.pk}",
            variant_id=row.variant_id,
            location_id=row.location_id,
            kind=MovementKind(row.kind),
            happened_at=now if closed else row.happened_at,
            quantity=-row.quantity,
            value=values[row.pk],
            ref_type=row.ref_type,
            ref_id=row.ref_id,
            reason=reason or "undone",
            lot_id=row.lot_id,
            reverses=row.pk,
        )
        for row in rows
    ]
    posted = write(actor, entries)
    emit_all(actor, posted.changes)
    return posted


def _divided(rows: Sequence[Movement], worth: Mapping[str, Value]) -> dict[int, Value]:
    """What goes back with each movement, where several lots share the value of a line."""
    of_line: dict[str, list[Movement]] = defaultdict(list)
    for row in rows:
        of_line[row.cause.split(":")[2]].append(row)
    values: dict[int, Value] = {}
    for number, own in of_line.items():
        pieces = [-row.quantity for row in own]
        shares = zip(
            split_value(worth[number].average, pieces), split_value(worth[number].fifo, pieces), strict=True
        )
        values |= {row.pk: Value(*share) for row, share in zip(own, shares, strict=True)}
    return values


def _restore(part: Part, kind: StepKind) -> None:
    """Let the line be as it was before the step."""
    line, value = part.line, part.value
    line.quantity += part.dropped
    line.surplus -= part.surplus
    if kind == StepKind.SENT:
        line.sent -= part.quantity
        line.carried_average -= value.average
        line.carried_fifo -= value.fifo
        return
    column = {"": "received", Outcome.LOST: "lost", Outcome.RETURNED: "returned"}[part.outcome]
    setattr(line, column, getattr(line, column) - part.quantity)
    line.carried_average += value.average
    line.carried_fifo += value.fifo
