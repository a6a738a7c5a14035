"""What goes from one place to another."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from stockwright.inventory.models import Level, Transfer, TransferLine, TransferStep
from stockwright.inventory.rules.transfers import on_the_way, unsent
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound

_ON_THE_WAY = F("lines__sent") - F("lines__received") - F("lines__lost") - F("lines__returned")


@dataclass(frozen=True)
class TransferRow:
    """A transfer as lists show it."""

    id: UUID
    number: str
    origin_id: UUID
    origin: str
    destination_id: UUID
    destination: str
    state: str
    due_on: date | None
    note: str
    created_at: datetime
    by: str
    line_count: int
    quantity: Decimal
    in_transit: Decimal


@dataclass(frozen=True)
class LineView:
    """A line with what became of it; `free` may be sent from the origin, `missing` never came."""

    id: UUID
    variant_id: UUID
    sku: str
    name: str
    barcode: str
    unit: str
    lot_id: UUID | None
    tags: tuple[str, ...]
    quantity: Decimal
    unsent: Decimal
    sent: Decimal
    received: Decimal
    in_transit: Decimal
    lost: Decimal
    returned: Decimal
    surplus: Decimal
    free: Decimal

    @property
    def missing(self) -> Decimal:
        """Pieces that left and will not arrive."""
        return self.lost + self.returned


@dataclass(frozen=True)
class StepView:
    """Something that was done; `undoable` is the newest that was not taken back."""

    id: UUID
    kind: str
    taken_at: datetime
    by: str
    reason: str
    quantity: Decimal
    surplus: Decimal
    lost: Decimal
    posting_id: UUID | None
    undone_at: datetime | None
    undoable: bool


@dataclass(frozen=True)
class TransferView(TransferRow):
    """A transfer with its lines and what was done with it, the newest last."""

    lines: tuple[LineView, ...]
    steps: tuple[StepView, ...]


def transfers_page(
    actor: Actor,
    *,
    state: str = "",
    location_id: UUID | None = None,
    search: str = "",
    cursor: str = "",
    limit: int = 50,
) -> Page[TransferRow]:
    """Transfers, the newest first; `location_id` is where they come from or go, `search` a number or a note."""
    found = Transfer.objects.of(actor)
    if state:
        found = found.filter(state=state)
    if location_id:
        found = found.filter(Q(origin_id=location_id) | Q(destination_id=location_id))
    if search:
        number = search.upper().removeprefix("T-")
        named = Q(number=int(number)) if number.isdecimal() and len(number) < 10 else Q(note__icontains=search)
        found = found.filter(named)
    if cursor:
        found = found.filter(number__lt=_number(cursor))
    rows = [TransferRow(**row_of(one)) for one in _counted(found).order_by("-number")[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.number.removeprefix("T-"),))


def transfer_counts(actor: Actor) -> dict[str, int]:
    """How many transfers are in each state."""
    found = Transfer.objects.of(actor).values_list("state").annotate(number=Count("pk")).order_by()
    return dict(found)


def transfer_of(actor: Actor, transfer_id: UUID) -> TransferView:
    """One transfer; NotFound where there is none, or another company's."""
    transfer = _counted(Transfer.objects.of(actor).filter(pk=transfer_id)).first()
    if transfer is None:
        raise NotFound(what="transfer")
    lines = TransferLine.objects.of(actor).filter(transfer_id=transfer_id)
    found = list(lines.select_related("variant__product").order_by("number"))
    levels = Level.objects.of(actor).filter(
        location_id=transfer.origin_id, variant_id__in=[line.variant_id for line in found]
    )
    free = {level.variant_id: level.on_hand - level.reserved for level in levels}
    return TransferView(
        **row_of(transfer),
        lines=tuple(_line(line, max(free.get(line.variant_id, ZERO), ZERO)) for line in found),
        steps=_steps(actor, transfer_id),
    )


def row_of(transfer: Any) -> dict[str, Any]:
    """The fields of a transfer that was counted."""
    return {
        "id": transfer.pk,
        "number": transfer.name,
        "origin_id": transfer.origin_id,
        "origin": transfer.origin.name,
        "destination_id": transfer.destination_id,
        "destination": transfer.destination.name,
        "state": transfer.state,
        "due_on": transfer.due_on,
        "note": transfer.note,
        "created_at": transfer.created_at,
        "by": transfer.by,
        "line_count": transfer.line_count,
        "quantity": transfer.pieces or ZERO,
        "in_transit": transfer.in_transit or ZERO,
    }


def _number(cursor: str) -> int:
    [number] = decode_cursor(cursor, 1)
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _counted(transfers: Any) -> Any:
    return transfers.select_related("origin", "destination").annotate(
        line_count=Count("lines"), pieces=Sum("lines__quantity"), in_transit=Sum(_ON_THE_WAY)
    )


def _line(line: TransferLine, free: Decimal) -> LineView:
    return LineView(
        id=line.pk,
        variant_id=line.variant_id,
        sku=line.variant.sku,
        name=line.variant.product.name,
        barcode=line.variant.barcode,
        unit=line.variant.unit,
        lot_id=line.lot_id,
        tags=tuple(line.tags),
        quantity=line.quantity,
        unsent=unsent(line),
        sent=line.sent,
        received=line.received,
        in_transit=on_the_way(line),
        lost=line.lost,
        returned=line.returned,
        surplus=line.surplus,
        free=free,
    )


def _steps(actor: Actor, transfer_id: UUID) -> tuple[StepView, ...]:
    steps = list(
        TransferStep.objects.of(actor)
        .filter(transfer_id=transfer_id)
        .annotate(
            pieces=Sum("lines__quantity"),
            extra=Sum("lines__surplus"),
            gone=Sum("lines__quantity", filter=Q(lines__outcome="lost")),
        )
        .order_by("pk")
    )
    newest = max((step.pk for step in steps if step.undone_at is None), default=None)
    return tuple(
        StepView(
            id=step.pk,
            kind=step.kind,
            taken_at=step.taken_at,
            by=step.by,
            reason=step.reason,
            quantity=step.pieces or ZERO,
            surplus=step.extra or ZERO,
            lost=step.gone or ZERO,
            posting_id=step.posting_id,
            undone_at=step.undone_at,
            undoable=step.pk == newest,
        )
        for step in steps
    )
