"""Sending goods to another place, receiving them there, and settling what never came.

What left is worth what the books say; that value is on its way with the pieces, and arrives with them to the
last digit.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.actions.ledger import Posted
from stockwright.inventory.actions.transfer_arrivals import arrivals, settlements
from stockwright.inventory.actions.transfer_lots import LotsOnTheWay
from stockwright.inventory.actions.transfer_posting import Part, Taken, begin, lock_both_places, refuse_missing
from stockwright.inventory.actions.transfers import (
    expect,
    known_step,
    lines_of,
    locked_transfer,
    refuse_over,
    settle,
    told_of,
)
from stockwright.inventory.events.transfers import (
    TransferCancelled,
    TransferClosed,
    TransferEvent,
    TransferReceived,
    TransferSent,
)
from stockwright.inventory.models import Transfer, TransferLine
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.inventory.rules.transfers import (
    InvalidTransfer,
    MoreThanDrafted,
    MoreThanSent,
    NothingOnItsWay,
    Outcome,
    ReceivedAlready,
    StepKind,
    Value,
    on_the_way,
    share,
    unsent,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.money import ZERO, plain
from stockwright.kit.problems import NotFound
from stockwright.messaging.actions.events import emit_all

Quantities = Mapping[UUID, Decimal]
"""Pieces by the id of their line."""


@deed("inventory.write")
def send_transfer(
    actor: Actor,
    *,
    transfer_id: UUID,
    now: datetime,
    quantities: Quantities | None = None,
    drop_rest: bool = False,
    source: str = "",
) -> Transfer:
    """Let goods leave: all that is planned, or pieces by line; the rest stays planned, or is dropped."""
    transfer = locked_transfer(actor, transfer_id)
    if known_step(actor, transfer, source, StepKind.SENT):
        return transfer
    refuse_over(transfer)
    lines = lines_of(actor, transfer)
    parts = [part for part in _parts(lines, quantities, unsent) if part.quantity]
    for part in parts:
        if part.quantity > unsent(part.line):
            raise MoreThanDrafted(
                sku=part.line.variant.sku, open=plain(unsent(part.line)), wanted=plain(part.quantity)
            )
    if not parts:
        raise InvalidTransfer(detail="There is nothing to send. Give at least one line a quantity.")
    refuse_missing(actor, transfer, parts, lock_both_places(actor, transfer, lines))
    taken = begin(actor, transfer, StepKind.SENT, now=now, source=source)
    entries = [
        taken.entry(part, MovementKind.TRANSFER_OUT, -part.quantity, at=transfer.origin_id) for part in parts
    ]
    for part in parts:
        part.line.sent += part.quantity
    everything = parts + _drop(lines, parts) if drop_rest else parts
    posted = taken.keep(everything, entries)
    for part in parts:
        _carry(part.line, part.value)
    return _finish(taken, lines, everything, posted)


@deed("inventory.write")
def receive_transfer(
    actor: Actor,
    *,
    transfer_id: UUID,
    now: datetime,
    quantities: Quantities | None = None,
    accept_surplus: bool = False,
    source: str = "",
) -> Transfer:
    """Take in what arrived: all that is on its way, or pieces by line.

    More than was sent is refused, or with `accept_surplus` booked as found.
    """
    transfer = locked_transfer(actor, transfer_id)
    if known_step(actor, transfer, source, StepKind.RECEIVED):
        return transfer
    refuse_over(transfer)
    lines = lines_of(actor, transfer)
    if not any(on_the_way(line) for line in lines):
        raise NothingOnItsWay(number=transfer.name)
    parts = [part for part in _parts(lines, quantities, on_the_way) if part.quantity]
    if not parts:
        raise InvalidTransfer(detail="Nothing was received. Give at least one line a quantity.")
    for part in parts:
        _divide(part, accept_surplus=accept_surplus)
    lock_both_places(actor, transfer, lines)
    taken, lots = (
        begin(actor, transfer, StepKind.RECEIVED, now=now, source=source),
        LotsOnTheWay(actor, transfer, lines),
    )
    posted = taken.keep(parts, [entry for part in parts for entry in arrivals(taken, part, lots)])
    for part in parts:
        part.line.received += part.quantity
        part.line.surplus += part.surplus
        _carry(part.line, Value(-part.value.average, -part.value.fifo))
    return _finish(taken, lines, parts, posted)


@deed("inventory.write")
def close_transfer(
    actor: Actor,
    *,
    transfer_id: UUID,
    now: datetime,
    reason: str,
    outcome: Outcome = Outcome.LOST,
    outcomes: Mapping[UUID, Outcome] | None = None,
    source: str = "",
) -> Transfer:
    """End a transfer of which not everything came: what is missing is lost, or went back to where it left.

    `outcomes` says it for single lines. Lost pieces are booked as waste of the place they were sent to, with the
    value they had when they left. What was not sent is dropped.
    """
    transfer = locked_transfer(actor, transfer_id)
    if known_step(actor, transfer, source, StepKind.CLOSED):
        return transfer
    refuse_over(transfer)
    lines = lines_of(actor, transfer)
    if not any(line.sent for line in lines):
        raise NothingOnItsWay(number=transfer.name)
    parts = _parts([line for line in lines if on_the_way(line)], None, on_the_way)
    unknown = set(outcomes or {}) - {line.pk for line in lines}
    if unknown:
        raise NotFound(what="line of this transfer")
    for part in parts:
        part.outcome = (outcomes or {}).get(part.line.pk, outcome)
    return _end(actor, transfer, lines, parts, StepKind.CLOSED, now=now, reason=reason, source=source)


@deed("inventory.write")
def cancel_transfer(
    actor: Actor, *, transfer_id: UUID, now: datetime, reason: str = "", source: str = ""
) -> Transfer:
    """Call a transfer off of which nothing arrived; what is on its way comes back to where it left."""
    transfer = locked_transfer(actor, transfer_id)
    if known_step(actor, transfer, source, StepKind.CANCELLED):
        return transfer
    refuse_over(transfer)
    lines = lines_of(actor, transfer)
    if any(line.received for line in lines):
        raise ReceivedAlready(number=transfer.name)
    parts = _parts([line for line in lines if on_the_way(line)], None, on_the_way)
    for part in parts:
        part.outcome = Outcome.RETURNED
    return _end(actor, transfer, lines, parts, StepKind.CANCELLED, now=now, reason=reason, source=source)


def _end(
    actor: Actor,
    transfer: Transfer,
    lines: Sequence[TransferLine],
    parts: list[Part],
    kind: StepKind,
    *,
    now: datetime,
    reason: str,
    source: str,
) -> Transfer:
    lock_both_places(actor, transfer, lines)
    taken = begin(actor, transfer, kind, now=now, source=source, reason=reason)
    for part in parts:
        part.value = Value(part.line.carried_average, part.line.carried_fifo)
    everything, lots = parts + _drop(lines, parts), LotsOnTheWay(actor, transfer, lines)
    posted = taken.keep(everything, [entry for part in parts for entry in settlements(taken, part, lots)])
    for part in parts:
        part.line.lost += part.quantity if part.outcome == Outcome.LOST else ZERO
        part.line.returned += part.quantity if part.outcome == Outcome.RETURNED else ZERO
        _carry(part.line, Value(-part.value.average, -part.value.fifo))
    return _finish(taken, lines, everything, posted)


def _finish(taken: Taken, lines: Sequence[TransferLine], parts: Sequence[Part], posted: Posted) -> Transfer:
    kind = StepKind(taken.step.kind)
    settle(taken.transfer, lines, kind)
    told = _event(taken, kind, parts)
    emit_all(taken.actor, [told, *posted.changes])
    expect(taken.actor, taken.transfer, lines)
    return taken.transfer


def _event(taken: Taken, kind: StepKind, parts: Sequence[Part]) -> TransferEvent:
    about = (*told_of(taken.transfer), [part.told() for part in parts])
    if kind == StepKind.SENT:
        return TransferSent(*about)
    if kind == StepKind.RECEIVED:
        return TransferReceived(*about)
    ended = TransferClosed if kind == StepKind.CLOSED else TransferCancelled
    return ended(*about, taken.step.reason)


def _parts(
    lines: Sequence[TransferLine], quantities: Quantities | None, otherwise: Callable[[TransferLine], Decimal]
) -> list[Part]:
    """The lines with their pieces: as told, or what each has open."""
    if quantities is None:
        return [Part(line, otherwise(line)) for line in lines]
    if set(quantities) - {line.pk for line in lines}:
        raise NotFound(what="line of this transfer")
    if any(pieces < 0 for pieces in quantities.values()):
        raise InvalidTransfer(detail="A quantity cannot be below zero.")
    return [Part(line, quantities[line.pk]) for line in lines if line.pk in quantities]


def _divide(part: Part, *, accept_surplus: bool) -> None:
    """Say what of the pieces that came was on its way, and what it is worth; the rest is surplus."""
    line, came = part.line, part.quantity
    open_ = on_the_way(line)
    if came > open_ and not accept_surplus:
        raise MoreThanSent(sku=line.variant.sku, open=plain(open_), wanted=plain(came))
    part.quantity = min(came, open_)
    part.surplus = came - part.quantity
    if part.quantity:
        part.value = share(Value(line.carried_average, line.carried_fifo), part.quantity, open_)


def _drop(lines: Sequence[TransferLine], parts: Sequence[Part]) -> list[Part]:
    """Take what was not sent off the plan; lines that no part has yet get one."""
    known = {part.line.pk: part for part in parts}
    more: list[Part] = []
    for line in lines:
        rest = unsent(line)
        if rest:
            part = known.get(line.pk) or Part(line, ZERO)
            part.dropped, line.quantity = rest, line.sent
            if line.pk not in known:
                more.append(part)
    return more


def _carry(line: TransferLine, value: Value) -> None:
    line.carried_average += value.average
    line.carried_fifo += value.fifo
