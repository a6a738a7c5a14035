"""The layers made anew from the ledger, for the items whose layers are not what they should be."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from uuid import UUID

from stockwright.inventory.actions.ledger import Entry, Key, lock_levels, write
from stockwright.inventory.events.ledger import LayersRebuilt
from stockwright.inventory.models import Layer
from stockwright.inventory.queries.proof import Difference, differences_of
from stockwright.inventory.rules.layers import Moved, Slice, replayed
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.money import ZERO
from stockwright.kit.statements import ask, run
from stockwright.messaging.actions.events import emit_all

_LEDGER = """
    select variant_id, location_id, id, coalesce(posting_id::text, id::text), happened_at, quantity, fifo_value,
        unit_cost, reverses
    from inventory_movement
    where company_id = %(company)s and (quantity <> 0 or fifo_value <> 0) and (variant_id, location_id) in (
        select * from unnest(%(variants)s::uuid[], %(locations)s::uuid[])
    )
    order by variant_id, location_id, id
"""

_EMPTY = """
    update inventory_layer set quantity_left = 0, value_left = 0
    where company_id = %(company)s and quantity_left > 0 and (variant_id, location_id) in (
        select * from unnest(%(variants)s::uuid[], %(locations)s::uuid[])
    )
"""


@deed("inventory.write")
def rebuild_layers(actor: Actor, *, now: datetime) -> int:
    """Play the ledger of every item whose layers are wrong; the number of items at places set right.

    Where the layers then differ from the value that was booked, the difference is booked as a revaluation, so
    that ledger, level and layers agree.
    """
    wrong = {(one.variant_id, one.location_id) for one in _differences(actor)}
    if not wrong:
        return 0
    lock_levels(actor, wrong)
    ledger = _ledger_of(actor, wrong)
    run(_EMPTY, _keys(actor, wrong))
    layers = {key: replayed(rows) for key, rows in ledger.items()}
    Layer.objects.bulk_create([_row(actor, key, one) for key, kept in layers.items() for one in kept])
    posted = write(actor, _corrections(ledger, layers, now=now))
    emit_all(actor, [LayersRebuilt(corrected=len(wrong), revalued=posted.posted), *posted.changes])
    return len(wrong)


def _differences(actor: Actor) -> list[Difference]:
    return [*differences_of(actor, "layer_quantity"), *differences_of(actor, "layer_value")]


def _ledger_of(actor: Actor, keys: set[Key]) -> dict[Key, list[Moved]]:
    rows = ask(_LEDGER, _keys(actor, keys))
    return {
        key: [Moved(*row[2:]) for row in group] for key, group in groupby(rows, key=lambda row: (row[0], row[1]))
    }


def _row(actor: Actor, key: Key, kept: Slice) -> Layer:
    variant_id, location_id = key
    return Layer(
        company_id=actor.company_id,
        variant_id=variant_id,
        location_id=location_id,
        posting_id=_posting(kept),
        received_at=kept.received_at,
        quantity=kept.quantity,
        value=kept.value,
        quantity_left=kept.quantity,
        value_left=kept.value,
    )


def _posting(kept: Slice) -> UUID:
    """The posting that brought the pieces; rows from before there were postings get one of their own."""
    text = str(kept.posting)
    return UUID(text) if "-" in text else new_id()


def _corrections(
    ledger: Mapping[Key, list[Moved]], layers: Mapping[Key, list[Slice]], *, now: datetime
) -> list[Entry]:
    entries = []
    for key, rows in ledger.items():
        booked = sum((row.value for row in rows), ZERO)
        gap = sum((one.value for one in layers[key]), ZERO) - booked
        if gap and sum((row.quantity for row in rows), ZERO) >= 0:
            variant_id, location_id = key
            entries.append(
                Entry(
                    cause=f"layers:{variant_id}:{location_id}:{rows[-1].id}",
                    variant_id=variant_id,
                    location_id=location_id,
                    kind=MovementKind.REVALUATION,
                    happened_at=now,
                    value=(ZERO, gap),
                    ref_type="proof",
                    reason="layers rebuilt",
                    layered=False,
                )
            )
    return entries


def _keys(actor: Actor, keys: set[Key]) -> dict[str, object]:
    return {
        "company": actor.company_id,
        "variants": [variant for variant, _ in keys],
        "locations": [location for _, location in keys],
    }
