"""What somebody says there is, and how the ledger is made to agree."""

from typing import NamedTuple
from uuid import UUID

import polars as pl

from stockwright.catalog.actions.staged import checked_items, put_staged_items, stage_items
from stockwright.inventory.actions.locations import placed
from stockwright.inventory.actions.restating import RESTATED, restate
from stockwright.inventory.events.statements import StockStated, StockUndone
from stockwright.inventory.models import Adjustment, CountSession
from stockwright.inventory.rules.statements import InvalidStatement, undoing_of
from stockwright.inventory.rules.undo import NotUndoable
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import ask_one, one_at_a_time, run, work_in_bulk
from stockwright.messaging.actions.events import emit

_TOLD = {"sku": "text", "location": "text", "on_hand": "numeric(18,4)", "at": "timestamptz"}

_STATE = """
    with told as (
        insert into inventory_statement (company_id, variant_id, location_id, stated_at, on_hand, batch_id)
        select %(company)s, v.id, l.id, r.at, r.on_hand, %(batch)s
        from stock_rows r
        join catalog_variant v on v.company_id = %(company)s and v.sku = r.sku
        join inventory_location l on l.company_id = %(company)s and l.name = r.location
        on conflict (company_id, batch_id, variant_id, location_id, stated_at) do nothing
        returning variant_id, location_id, stated_at
    )
    insert into restated select * from told
"""

_UNSTATE = """
    with undone as (
        update inventory_statement set undone_at = now()
        where company_id = %(company)s and batch_id = %(batch)s and undone_at is null
        returning variant_id, location_id, stated_at
    )
    insert into restated select * from undone
"""


class StockTold(NamedTuple):
    """Statements taken in, those of the batch that were known, corrections to the ledger, items made."""

    stated: int
    known: int
    moved: int
    new_items: int
    batch_id: UUID


@deed("inventory.write")
def state_stock(actor: Actor, *, stock: pl.DataFrame, batch_id: UUID) -> StockTold:
    """Take somebody's word for how much there was: columns sku, location, on_hand, at.

    The ledger gets the difference to its balance as of each moment, so that later movements stay. Unknown
    SKUs and locations are added. Of several rows for one item, place and moment the last counts. The same
    batch again changes nothing.
    """
    told = checked_stock(stock)
    one_at_a_time(actor.company_id, "stock")
    work_in_bulk(told.height)
    placed(actor, told["location"].unique().to_list())
    stage_items(checked_items(told.select("sku").unique()))
    new_items = put_staged_items(actor).added
    stage_frames([told], "stock_rows", _TOLD)
    stage_frames([], "restated", RESTATED)
    stated = run(_STATE, {"company": actor.company_id, "batch": batch_id})
    moved = restate(actor, batch_id=batch_id, word="stated", posting_id=batch_id) if stated else 0
    if stated:
        first_at, last_at = ask_one("select min(at), max(at) from restated", {})
        emit(actor, StockStated(batch_id=batch_id, items=stated, first_at=first_at, last_at=last_at))
    return StockTold(stated, told.height - stated, moved, new_items, batch_id)


@deed("inventory.write")
def undo_statements(actor: Actor, *, batch_id: UUID, reason: str = "") -> int:
    """Take back what a batch stated, by reversing movements; the statements before it hold again.

    The number of statements taken back; the second time it is none. NotUndoable for what a document stated.
    """
    _refuse_documents(actor, batch_id)
    one_at_a_time(actor.company_id, "stock")
    work_in_bulk()
    stage_frames([], "restated", RESTATED)
    undone = run(_UNSTATE, {"company": actor.company_id, "batch": batch_id})
    if undone:
        posting_id = undoing_of(batch_id)
        restate(actor, batch_id=batch_id, word="unstated", reason=reason[:200] or "undone", posting_id=posting_id)
        emit(actor, StockUndone(batch_id=batch_id, items=undone))
    return undone


def _refuse_documents(actor: Actor, batch_id: UUID) -> None:
    """Pass silently, or NotUndoable for what a document stated, which would say something else then."""
    for document in (Adjustment, CountSession):
        if document.objects.of(actor).filter(pk=batch_id).exists():
            raise NotUndoable(detail="A count or an adjustment said this. Undo that document instead.")


def checked_stock(stock: pl.DataFrame) -> pl.DataFrame:
    """The rows, one for each item, place and moment, or InvalidStatement for what they lack."""
    if missing := [name for name in _TOLD if name not in stock.columns]:
        raise InvalidStatement(detail=f"A statement of stock needs a column {missing[0]}.")
    if stock.select(pl.any_horizontal(pl.col(list(_TOLD)).is_null().any())).item():
        raise InvalidStatement(detail="Every row needs a SKU, a location, a quantity and a moment.")
    clean = stock.with_columns(pl.col("sku", "location").str.strip_chars())
    return clean.unique(["sku", "location", "at"], keep="last", maintain_order=True)
