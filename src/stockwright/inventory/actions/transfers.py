"""Planning goods that go from one place to another, and what the plan lets the levels expect.

The transfer's row is locked first, then the levels of all its items at both places in one call.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from stockwright.catalog.models import Variant
from stockwright.inventory.actions.expected import Expected, set_expected
from stockwright.inventory.events.transfers import TransferChanged, TransferDrafted, TransferredLine
from stockwright.inventory.models import Location, Lot, Transfer, TransferLine, TransferStep
from stockwright.inventory.rules.transfers import (
    ENDS,
    InvalidTransfer,
    StepKind,
    TransferOver,
    TransferState,
    WantedLine,
    check_lines,
    on_the_way,
    state_of,
    unsent,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import ZERO
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit


@deed("inventory.write")
def draft_transfer(
    actor: Actor,
    *,
    origin_id: UUID,
    destination_id: UUID,
    lines: Sequence[WantedLine],
    due_on: date | None = None,
    note: str = "",
    source: str = "",
) -> Transfer:
    """Plan to send goods; they count as leaving the origin from now on. The same source again changes nothing."""
    one_at_a_time(actor.company_id, "transfers")
    if source and (made := Transfer.objects.of(actor).filter(source=source).first()):
        return made
    check_lines(lines)
    _check_places(actor, origin_id, destination_id)
    _check_items(actor, lines)
    newest = Transfer.objects.of(actor).order_by("-number").values_list("number", flat=True).first()
    transfer = Transfer.objects.create(
        company_id=actor.company_id,
        number=(newest or 0) + 1,
        origin_id=origin_id,
        destination_id=destination_id,
        state=TransferState.DRAFT,
        due_on=due_on,
        note=note,
        source=source,
        by=actor.label,
    )
    made_lines = TransferLine.objects.bulk_create(
        TransferLine(company_id=actor.company_id, transfer=transfer, number=number, **_fields(line))
        for number, line in enumerate(lines)
    )
    emit(actor, TransferDrafted(*told_of(transfer), [told(line) for line in made_lines]))
    expect(actor, transfer, made_lines)
    return transfer


@deed("inventory.write")
def change_transfer(
    actor: Actor, *, transfer_id: UUID, lines: Sequence[WantedLine] | None = None, **fields: Any
) -> Transfer:
    """Change what is to be sent, when it is expected (due_on) and the note.

    Given lines replace the others; of what was sent already nothing can be taken away.
    """
    transfer = locked_transfer(actor, transfer_id)
    refuse_over(transfer)
    for name in ("due_on", "note"):
        setattr(transfer, name, fields.get(name, getattr(transfer, name)))
    kept = lines_of(actor, transfer)
    dropped: list[TransferLine] = []
    if lines is not None:
        check_lines(lines)
        _check_items(actor, lines)
        kept, dropped = _replaced(actor, transfer, kept, lines)
    transfer.state = state_of(kept, None)
    transfer.save(update_fields=["due_on", "note", "state"])
    emit(actor, TransferChanged(*told_of(transfer), [told(line) for line in kept]))
    expect(actor, transfer, kept, dropped)
    return transfer


def locked_transfer(actor: Actor, transfer_id: UUID) -> Transfer:
    """The transfer, locked."""
    return locked_one(Transfer.objects.of(actor).filter(pk=transfer_id), what="transfer")


def refuse_over(transfer: Transfer) -> None:
    """Pass silently, or TransferOver where nothing more can be done with it."""
    if transfer.state in (*ENDS.values(), TransferState.RECEIVED):
        raise TransferOver(number=transfer.name, state=transfer.state)


def lines_of(actor: Actor, transfer: Transfer) -> list[TransferLine]:
    """Its lines, in their order, with their items."""
    found = TransferLine.objects.of(actor).filter(transfer=transfer)
    return list(found.select_related("variant").order_by("number"))


def settle(transfer: Transfer, lines: Sequence[TransferLine], ended_by: StepKind | None) -> None:
    """Keep what a step made of the lines, and the state that follows."""
    columns = ["quantity", "sent", "received", "lost", "returned", "surplus", "carried_average", "carried_fifo"]
    TransferLine.objects.bulk_update(lines, columns)
    transfer.state = state_of(lines, ended_by)
    transfer.save(update_fields=["state"])


def expect(
    actor: Actor, transfer: Transfer, lines: Sequence[TransferLine], gone: Sequence[TransferLine] = ()
) -> None:
    """Let the origin expect what is still to leave, and the destination what is on its way."""
    moves: list[Expected] = []
    for line in (*lines, *gone):
        source = f"transfer-line:{line.pk}"
        leaves = ZERO if transfer.state in ENDS.values() or line in gone else unsent(line)
        comes = ZERO if line in gone else on_the_way(line)
        due = transfer.due_on
        moves.append(Expected(source, "out", line.variant_id, transfer.origin_id, leaves, due))
        moves.append(Expected(source, "in", line.variant_id, transfer.destination_id, comes, due))
    set_expected(actor, moves)


def told_of(transfer: Transfer) -> tuple[UUID, str, UUID, UUID, str]:
    """How its events begin."""
    return transfer.pk, transfer.name, transfer.origin_id, transfer.destination_id, transfer.state


def told(line: TransferLine) -> TransferredLine:
    """A line as it is planned."""
    return TransferredLine(line.pk, line.variant_id, line.quantity, line.lot_id, line.tags)


def known_step(actor: Actor, transfer: Transfer, source: str, kind: StepKind) -> bool:
    """Whether the source took this step before; InvalidTransfer where it took another.

    Whoever comes second with a source waits for the first.
    """
    if source:
        one_at_a_time(actor.company_id, f"transfer-step:{source}")
    step = TransferStep.objects.of(actor).filter(source=source).first() if source else None
    if step is not None and (step.transfer_id, step.kind) != (transfer.pk, kind):
        detail = f"The source “{source}” stands for a step of another transfer, or for another step of this one."
        raise InvalidTransfer(detail=detail)
    return step is not None


def _replaced(
    actor: Actor, transfer: Transfer, old: Sequence[TransferLine], wanted: Sequence[WantedLine]
) -> tuple[list[TransferLine], list[TransferLine]]:
    """The lines as wanted, and those that are gone."""
    known = {(line.variant_id, line.lot_id): line for line in old}
    number = max((line.number for line in old), default=-1)
    kept: list[TransferLine] = []
    for one in wanted:
        line = known.pop((one.variant_id, one.lot_id), None)
        if line is None:
            number += 1
            line = TransferLine(company_id=actor.company_id, transfer=transfer, number=number)
        if one.quantity < line.sent:
            raise InvalidTransfer(detail="More was sent than a line would hold. Undo the sending first.")
        for name, value in _fields(one).items():
            setattr(line, name, value)
        line.save()
        kept.append(line)
    if any(line.sent for line in known.values()):
        raise InvalidTransfer(detail="A line of which something was sent has to stay.")
    gone = list(known.values())
    TransferLine.objects.of(actor).filter(pk__in=[line.pk for line in gone]).delete()
    return kept, gone


def _fields(line: WantedLine) -> dict[str, Any]:
    return {**line._asdict(), "tags": list(line.tags)}


def _check_places(actor: Actor, origin_id: UUID, destination_id: UUID) -> None:
    if origin_id == destination_id:
        raise InvalidTransfer(detail="A transfer goes to another place than it comes from.")
    if Location.objects.of(actor).filter(pk__in=[origin_id, destination_id]).count() < 2:
        raise NotFound(what="location")


def _check_items(actor: Actor, lines: Sequence[WantedLine]) -> None:
    wanted = {line.variant_id for line in lines}
    if Variant.objects.of(actor).filter(pk__in=wanted).count() < len(wanted):
        raise NotFound(what="item")
    lots = {(line.lot_id, line.variant_id) for line in lines if line.lot_id}
    known = set(Lot.objects.of(actor).filter(pk__in=[lot for lot, _ in lots]).values_list("pk", "variant_id"))
    if not lots <= known:
        raise NotFound(what="lot of this item")
