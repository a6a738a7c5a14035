"""Adding freight, duty and the like to the stock that they brought, and taking them back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from stockwright.inventory.actions.landed_posting import change_layers, lines_entries, taken_back
from stockwright.inventory.actions.ledger import Key, LockedLevel, lock_levels, refuse_closed, write
from stockwright.inventory.events.landed import LandedCostAdded, LandedCostTakenBack
from stockwright.inventory.models import LandedCost, LandedCostLine, Layer
from stockwright.inventory.queries.landed import received_by
from stockwright.inventory.rules.landed import (
    CostKind,
    Division,
    LandedCostUndone,
    Landing,
    Received,
    check_amount,
    landing,
    shares_of,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.locking import locked_one
from stockwright.kit.money import ZERO
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit_all


@deed("inventory.write")
def add_landed_cost(
    actor: Actor,
    *,
    posting_ids: Collection[UUID],
    kind: CostKind,
    amount: Decimal,
    divided_by: Division,
    now: datetime,
    source: str,
    document: str = "",
    note: str = "",
) -> LandedCost:
    """Divide a cost over what these postings received; the part of what is still there raises its value.

    Asking again for the same source returns the cost that was added.
    """
    check_amount(amount)
    one_at_a_time(actor.company_id, "landed cost")
    if known := LandedCost.objects.of(actor).filter(source=source).first():
        return known
    lines = received_by(actor, posting_ids)
    if not lines:
        raise NotFound("There is no receipt to add the cost to. Receive the goods first.")
    refuse_closed(actor, now)
    shares = shares_of(amount, lines, divided_by)
    levels = lock_levels(actor, {(line.variant_id, line.location_id) for line in lines})
    landings = _landings(actor, lines, shares, levels)
    cost = LandedCost.objects.create(
        company_id=actor.company_id,
        kind=kind,
        amount=amount,
        divided_by=divided_by,
        document=document,
        note=note,
        source=source,
        posting_id=new_id() if any(one.average_value or one.fifo_value for one in landings) else None,
        happened_at=now,
        by=actor.label,
    )
    rows = [_row(actor, cost, number, *pair) for number, pair in enumerate(zip(lines, landings, strict=True))]
    LandedCostLine.objects.bulk_create(rows)
    change_layers(actor, {row.number: (row, row.fifo_value) for row in rows})
    posted = write(actor, lines_entries(cost, rows), posting_id=cost.posting_id)
    told = LandedCostAdded(
        cost.pk,
        cost.kind,
        cost.document,
        amount,
        amount - sum((one.average_value for one in landings), ZERO),
        amount - sum((one.fifo_value for one in landings), ZERO),
    )
    emit_all(actor, [told, *posted.changes])
    return cost


@deed("inventory.write")
def undo_landed_cost(actor: Actor, *, cost_id: UUID, now: datetime, reason: str = "") -> LandedCost:
    """Take out of the stock what of a cost is still in it; LandedCostUndone the second time."""
    cost = locked_one(LandedCost.objects.of(actor).filter(pk=cost_id), what="landed cost")
    if cost.undone_at is not None:
        raise LandedCostUndone
    refuse_closed(actor, now)
    rows = list(LandedCostLine.objects.of(actor).filter(cost_id=cost.pk).order_by("number"))
    levels = lock_levels(actor, {(row.variant_id, row.location_id) for row in rows})
    there = _there(actor, [_received(row) for row in rows], levels)
    back = taken_back(actor, cost, rows, there, now=now, reason=reason)
    change_layers(actor, {row.number: (row, -back.fifo[row.number]) for row in rows})
    cost.undone_at, cost.undone_by = now, actor.label
    cost.save(update_fields=["undone_at", "undone_by"])
    posted = write(actor, back.entries)
    told = LandedCostTakenBack(
        cost.pk,
        cost.kind,
        cost.document,
        cost.amount,
        sum(back.average.values(), ZERO),
        sum(back.fifo.values(), ZERO),
        reason,
    )
    emit_all(actor, [told, *posted.changes])
    return cost


@deed("inventory.write")
def undo_landed_posting(actor: Actor, *, posting_id: UUID, now: datetime, reason: str = "") -> LandedCost:
    """The same by the posting that added the cost to the stock."""
    cost = LandedCost.objects.of(actor).filter(posting_id=posting_id).first()
    if cost is None:
        raise LandedCostUndone
    return undo_landed_cost(actor, cost_id=cost.pk, now=now, reason=reason)


def _landings(
    actor: Actor, lines: Sequence[Received], shares: Sequence[Decimal], levels: Mapping[Key, LockedLevel]
) -> list[Landing]:
    there = _there(actor, lines, levels)
    return [
        landing(line, share, on_hand=on_hand, left=left)
        for line, share, (on_hand, left) in zip(lines, shares, there, strict=True)
    ]


def _there(
    actor: Actor, lines: Sequence[Received], levels: Mapping[Key, LockedLevel]
) -> list[tuple[Decimal, Decimal]]:
    """For each line the pieces on hand that count as its own, and what is left of its layers.

    Pieces on hand count for the newest receipt first, and for none twice.
    """
    layers = Layer.objects.of(actor).filter(posting_id__in={line.posting_id for line in lines})
    sums = layers.values_list("posting_id", "variant_id", "location_id").annotate(left=Sum("quantity_left"))
    left = {tuple(key): amount for *key, amount in sums.order_by()}
    free: dict[Key, Decimal] = defaultdict(Decimal, {key: level.on_hand for key, level in levels.items()})
    found: list[tuple[Decimal, Decimal]] = []
    for line in reversed(lines):
        key = (line.variant_id, line.location_id)
        own = min(max(free[key], ZERO), line.quantity)
        free[key] -= own
        found.append((own, left.get((line.posting_id, *key), ZERO)))
    return found[::-1]


def _row(actor: Actor, cost: LandedCost, number: int, line: Received, one: Landing) -> LandedCostLine:
    return LandedCostLine(
        company_id=actor.company_id,
        cost_id=cost.pk,
        number=number,
        receipt_id=line.posting_id,
        variant_id=line.variant_id,
        location_id=line.location_id,
        quantity=line.quantity,
        **one._asdict(),
    )


def _received(row: LandedCostLine) -> Received:
    return Received(row.receipt_id, row.variant_id, row.location_id, row.quantity, ZERO)
