"""Movements of stock, many at once."""

import polars as pl

from stockwright.inventory.actions.ledger import MovementsPosted, post_staged
from stockwright.inventory.actions.locations import placed
from stockwright.inventory.actions.posting_sql import POSTING
from stockwright.inventory.events.ledger import StockMoved
from stockwright.inventory.rules.ledger import InvalidMovement, MovementKind, NothingMoved
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import ask, run, work_in_bulk
from stockwright.messaging.actions.events import emit

_TOLD = {**POSTING, "sku": "text", "location": "text"}
_NEEDED = ("kind", "quantity", "happened_at", "cause")

_RESOLVE = """
    insert into posting
    select r.cause, coalesce(vi.id, vs.id), coalesce(li.id, ls.id), r.kind, r.quantity, r.unit_cost,
        r.happened_at, r.ref_type, r.ref_id, r.channel, r.reason
    from movement_rows r
    left join catalog_variant vi on vi.company_id = %(company)s and vi.id = r.variant_id
    left join catalog_variant vs
        on vs.company_id = %(company)s and vs.sku = r.sku and r.variant_id is null
    left join inventory_location li on li.company_id = %(company)s and li.id = r.location_id
    left join inventory_location ls
        on ls.company_id = %(company)s and ls.name = r.location and r.location_id is null
"""


@deed("inventory.write")
def post_movements(actor: Actor, *, movements: pl.DataFrame) -> MovementsPosted:
    """Write movements to the ledger and move the levels with them; a known cause changes nothing.

    Columns: variant_id or sku, location_id or location (a name; a new one is added), kind, quantity (signed),
    happened_at, cause, and any of unit_cost, ref_type, ref_id, channel, reason. A sale or return moves stock
    only where it happened after the last statement of that item at that place.
    """
    check_movements(movements)
    work_in_bulk(movements.height)
    if "location" in movements.columns:
        placed(actor, movements["location"].drop_nulls().unique().to_list())
    stage_frames([movements.with_columns(pl.col("kind").cast(pl.String))], "movement_rows", _TOLD)
    stage_frames([], "posting", POSTING)
    run(_RESOLVE, {"company": actor.company_id})
    _refuse_unknown()
    done = post_staged(actor)
    if done.posted:
        emit(actor, StockMoved(movements=done.posted))
    return done


def check_movements(movements: pl.DataFrame) -> None:
    """Pass silently, or say what the movements lack."""
    if missing := [name for name in _NEEDED if name not in movements.columns]:
        raise InvalidMovement(detail=f"Movements need a column {missing[0]}.")
    if movements.select(pl.any_horizontal(pl.col(_NEEDED).is_null().any())).item():
        raise InvalidMovement(detail="Every movement needs a kind, a quantity, a moment and a cause.")
    if (movements["quantity"] == 0).any():
        raise NothingMoved
    kinds = set(movements["kind"].cast(pl.String).unique()) - set(MovementKind)
    if kinds:
        raise InvalidMovement(detail=f"There is no kind of movement called “{min(kinds)}”.")


def _refuse_unknown() -> None:
    lost = ask("select cause from posting where variant_id is null or location_id is null limit 1", {})
    if lost:
        raise InvalidMovement(detail=f"The item or the place of movement “{lost[0][0]}” is not known.")
