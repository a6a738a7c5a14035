"""What a landed cost does to layers and ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from stockwright.inventory.actions.ledger import Entry, Key
from stockwright.inventory.models import LandedCost, LandedCostLine, Level, Movement
from stockwright.inventory.rules.landed import part
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.statements import run
from stockwright.kit.wire import to_json

REF_TYPE = "landed_cost"

# A line's value goes to what is left of its layers, piece by piece alike, to the last digit.
_CHANGE_LAYERS = """
    with told as (
        select * from jsonb_to_recordset(%(rows)s) as r (posting_id uuid, variant_id uuid, location_id uuid,
            value numeric(20,4))
    ), queued as (
        select y.id, t.value, y.quantity_left, sum(y.quantity_left) over (line order by y.id) as upto,
            sum(y.quantity_left) over line as whole
        from told t join inventory_layer y on y.company_id = %(company)s and y.posting_id = t.posting_id
            and y.variant_id = t.variant_id and y.location_id = t.location_id and y.quantity_left > 0
        window line as (partition by y.posting_id, y.variant_id, y.location_id)
    )
    update inventory_layer y set value_left = y.value_left + round(q.value * upto / whole, 4)
        - round(q.value * (upto - q.quantity_left) / whole, 4)
    from queued q where y.id = q.id
"""


@dataclass(frozen=True)
class TakenBack:
    """What an undoing takes out of the stock by line, and the entries that do it."""

    average: Mapping[int, Decimal]
    fifo: Mapping[int, Decimal]
    entries: Sequence[Entry]


def change_layers(actor: Actor, lines: Mapping[int, tuple[LandedCostLine, Decimal]]) -> None:
    """Add each line's value to what is left of its layers."""
    rows = [
        {
            "posting_id": row.receipt_id,
            "variant_id": row.variant_id,
            "location_id": row.location_id,
            "value": value,
        }
        for row, value in lines.values()
        if value
    ]
    if rows:
        run(_CHANGE_LAYERS, {"company": actor.company_id, "rows": to_json(rows)})


def lines_entries(cost: LandedCost, rows: Sequence[LandedCostLine]) -> list[Entry]:
    """The revaluations that a cost books, one for each line that has stock left."""
    return [
        _entry(cost, row, cause=_cause(cost, row), at=cost.happened_at, reason=cost.note or cost.kind)
        for row in rows
        if row.average_value or row.fifo_value
    ]


def taken_back(
    actor: Actor,
    cost: LandedCost,
    rows: Sequence[LandedCostLine],
    there: Sequence[tuple[Decimal, Decimal]],
    *,
    now: datetime,
    reason: str,
) -> TakenBack:
    """What is still in the stock of each line, and the entries that reverse it."""
    booked = dict(Movement.objects.of(actor).filter(posting_id=cost.posting_id).values_list("cause", "pk"))
    worth = _worth(actor, rows)
    average, fifo, entries = dict[int, Decimal](), dict[int, Decimal](), list[Entry]()
    for row, (on_hand, left) in zip(rows, there, strict=True):
        key = (row.variant_id, row.location_id)
        stays = part(row.average_value, min(on_hand, row.average_pieces), row.average_pieces)
        average[row.number] = min(stays, worth[key])
        worth[key] -= average[row.number]
        fifo[row.number] = part(row.fifo_value, min(left, row.fifo_pieces), row.fifo_pieces)
        movement = booked.get(_cause(cost, row))
        if movement and (average[row.number] or fifo[row.number]):
            values = (-average[row.number], -fifo[row.number])
            undone = _entry(cost, row, cause=f"undo:{movement}", at=now, reason=reason or "undone")
            entries.append(replace(undone, value=values, reverses=movement))
    return TakenBack(average, fifo, entries)


def _worth(actor: Actor, rows: Sequence[LandedCostLine]) -> dict[Key, Decimal]:
    """What each level is worth by moving average: no more can be taken out."""
    levels = Level.objects.of(actor).filter(variant_id__in={row.variant_id for row in rows})
    told = levels.values_list("variant_id", "location_id", "average_value")
    return {(variant, place): max(value, ZERO) for variant, place, value in told}


def _entry(cost: LandedCost, row: LandedCostLine, *, cause: str, at: datetime, reason: str) -> Entry:
    return Entry(
        cause=cause,
        variant_id=row.variant_id,
        location_id=row.location_id,
        kind=MovementKind.REVALUATION,
        happened_at=at,
        value=(row.average_value, row.fifo_value),
        ref_type=REF_TYPE,
        ref_id=str(cost.pk),
        reason=reason,
        layered=False,
    )


def _cause(cost: LandedCost, row: LandedCostLine) -> str:
    return f"landed:{cost.pk}:{row.number}"
