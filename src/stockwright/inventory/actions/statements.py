"""What somebody says there is, and how the ledger is made to agree."""

from typing import NamedTuple
from uuid import UUID

import polars as pl

from stockwright.catalog.actions.staged import checked_items, put_staged_items, stage_items
from stockwright.inventory.actions.ledger import post_staged
from stockwright.inventory.actions.locations import placed
from stockwright.inventory.actions.posting_sql import LOCK_LEVELS, OUTDATE, POSTING
from stockwright.inventory.events.statements import StockStated, StockUndone
from stockwright.inventory.rules.statements import InvalidStatement
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import ask_one, one_at_a_time, run, work_in_bulk
from stockwright.messaging.actions.events import emit

_TOLD = {"sku": "text", "location": "text", "on_hand": "numeric(18,4)", "at": "timestamptz"}
_RESTATED = {"variant_id": "uuid", "location_id": "uuid", "at": "timestamptz"}

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

_ADD_LEVELS = """
    insert into inventory_level (company_id, variant_id, location_id, on_hand, reserved)
    select distinct %(company)s::uuid, variant_id, location_id, 0, 0 from restated order by 1, 2, 3
    on conflict do nothing
"""

# From the first moment that changed on, the balance has to be what was last said at each moment (`gap`
# is what lacks there), and what an undone statement had added is taken back. Each correction holds until
# the next, so that movements in between stay what they are.
_CORRECT = """
    insert into posting
    with items as (
        select variant_id, location_id, min(at) as since from restated group by variant_id, location_id
    ), moves as (
        select m.variant_id, m.location_id, m.happened_at as at, m.quantity,
            m.ref_type = 'statement' as stated
        from items i
        cross join lateral (
            select * from inventory_movement m where m.company_id = %(company)s
                and m.variant_id = i.variant_id and m.location_id = i.location_id
                and m.happened_at >= i.since offset 0
        ) m
    ), points as (
        select distinct on (s.variant_id, s.location_id, s.stated_at) s.variant_id, s.location_id,
            s.stated_at as at, case when s.undone_at is null then s.on_hand end as on_hand
        from items i
        cross join lateral (
            select * from inventory_statement s where s.company_id = %(company)s
                and s.variant_id = i.variant_id and s.location_id = i.location_id
                and s.stated_at >= i.since offset 0
        ) s
        where s.undone_at is null or s.batch_id = %(batch)s
        order by s.variant_id, s.location_id, s.stated_at, s.undone_at is not null, s.id desc
    ), marks as (
        select variant_id, location_id, at, 0 as rank, 0 as quantity, false as stated, on_hand from points
        union all
        select variant_id, location_id, at, 1, quantity, stated, null from moves
    ), counted as (
        select *,
            sum(quantity) over (partition by variant_id, location_id order by at desc, rank
                rows unbounded preceding) as later,
            sum(quantity) filter (where stated) over (partition by variant_id, location_id, at) as said
        from marks
    ), gaps as (
        select c.variant_id, c.location_id, c.at, coalesce(c.said, 0) as said,
            c.on_hand - (l.on_hand - c.later) as gap
        from counted c
        join inventory_level l on l.company_id = %(company)s and l.variant_id = c.variant_id
            and l.location_id = c.location_id
        where c.rank = 0
    ), runs as (
        select *, count(gap) over (partition by variant_id, location_id order by at) as run from gaps
    ), held as (
        select *, coalesce(max(gap) over (partition by variant_id, location_id, run), 0)
            - coalesce(sum(said) filter (where gap is null)
                over (partition by variant_id, location_id, run order by at), 0) as correction
        from runs
    ), steps as (
        select *, correction - lag(correction, 1, 0.0)
            over (partition by variant_id, location_id order by at) as step
        from held
    )
    select %(word)s || ':' || %(batch)s || ':'
            || md5(variant_id::text || location_id || extract(epoch from at)) as cause,
        variant_id, location_id,
        case when exists (
            select from inventory_movement m where m.company_id = %(company)s
                and m.variant_id = s.variant_id and m.location_id = s.location_id
        ) or row_number() over (partition by variant_id, location_id order by at) > 1
        then 'count' else 'opening' end,
        step, null, at, 'statement', %(batch)s::text, null, %(reason)s
    from steps s where step <> 0
"""

_MARK = """
    update inventory_level l set changed_at = now(), stated_at = (
        select max(s.stated_at) from inventory_statement s where s.company_id = %(company)s
            and s.variant_id = l.variant_id and s.location_id = l.location_id and s.undone_at is null
    )
    where l.company_id = %(company)s
        and (l.variant_id, l.location_id) in (select variant_id, location_id from restated)
"""

_RESTATED_ITEMS = """
    (select variant_id, location_id, min(at) as since from restated group by variant_id, location_id)
"""


class StockTold(NamedTuple):
    """Statements taken in, those of the batch that were known, corrections to the ledger, items made."""

    stated: int
    known: int
    moved: int
    new_items: int


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
    stage_frames([], "restated", _RESTATED)
    stated = run(_STATE, {"company": actor.company_id, "batch": batch_id})
    moved = _restate(actor, batch_id=batch_id, word="stated", reason="") if stated else 0
    if stated:
        first_at, last_at = ask_one("select min(at), max(at) from restated", {})
        emit(actor, StockStated(batch_id=batch_id, items=stated, first_at=first_at, last_at=last_at))
    return StockTold(stated=stated, known=told.height - stated, moved=moved, new_items=new_items)


@deed("inventory.write")
def undo_statements(actor: Actor, *, batch_id: UUID) -> int:
    """Take back what a batch stated, by reversing movements; the statements before it hold again.

    The number of statements taken back; the second time it is none.
    """
    one_at_a_time(actor.company_id, "stock")
    work_in_bulk()
    stage_frames([], "restated", _RESTATED)
    undone = run(_UNSTATE, {"company": actor.company_id, "batch": batch_id})
    if undone:
        _restate(actor, batch_id=batch_id, word="unstated", reason="undone")
        emit(actor, StockUndone(batch_id=batch_id, items=undone))
    return undone


def checked_stock(stock: pl.DataFrame) -> pl.DataFrame:
    """The rows, one for each item, place and moment, or InvalidStatement for what they lack."""
    if missing := [name for name in _TOLD if name not in stock.columns]:
        raise InvalidStatement(detail=f"A statement of stock needs a column {missing[0]}.")
    if stock.select(pl.any_horizontal(pl.col(list(_TOLD)).is_null().any())).item():
        raise InvalidStatement(detail="Every row needs a SKU, a location, a quantity and a moment.")
    clean = stock.with_columns(pl.col("sku", "location").str.strip_chars())
    return clean.unique(["sku", "location", "at"], keep="last", maintain_order=True)


def _restate(actor: Actor, *, batch_id: UUID, word: str, reason: str) -> int:
    """Make ledger and levels agree with the statements of the items in `restated`."""
    params = {"company": actor.company_id, "batch": batch_id, "word": word, "reason": reason}
    run("analyze restated", params)
    run(_ADD_LEVELS, params)
    run(LOCK_LEVELS.format(items="restated"), params)
    stage_frames([], "posting", POSTING)
    run(_CORRECT, params)
    moved = post_staged(actor).posted
    run(_MARK, params)
    run(OUTDATE.format(items=_RESTATED_ITEMS), params)
    return moved
