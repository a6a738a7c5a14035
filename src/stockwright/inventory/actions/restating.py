"""Making the ledger agree with what was stated: the items wait in the temporary table `restated`."""

from uuid import UUID

from stockwright.inventory.actions.ledger import post_staged, refuse_closed
from stockwright.inventory.actions.posting_sql import LOCK_LEVELS, OUTDATE, POSTING
from stockwright.kit.actor import Actor
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import ask_one, run

RESTATED = {"variant_id": "uuid", "location_id": "uuid", "at": "timestamptz", "reason": "text"}
"""The columns of `restated`: what was stated or taken back, and why the ledger differed (null: not told)."""

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
            m.ref_type in ('statement', 'count') as stated
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
        step, null, at, %(document)s, %(batch)s::text, null, coalesce(r.reason, %(reason)s)
    from steps s left join restated r using (variant_id, location_id, at) where step <> 0
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


def restate(
    actor: Actor,
    *,
    batch_id: UUID,
    word: str,
    reason: str = "",
    document: str = "statement",
    posting_id: UUID | None = None,
) -> int:
    """Make ledger and levels agree with the statements of the items in `restated`; the movements it took.

    The movements name the `document` (statement or count) that `batch_id` is the id of; `word` tells their causes
    from those of the batch's undoing. PeriodClosed where a statement is of a day whose books are closed.
    """
    params = {
        "company": actor.company_id,
        "batch": batch_id,
        "word": word,
        "reason": reason,
        "document": document,
    }
    [since] = ask_one("select min(at) from restated", params)
    refuse_closed(actor, since)
    run("analyze restated", params)
    run(_ADD_LEVELS, params)
    run(LOCK_LEVELS.format(items="restated"), params)
    stage_frames([], "posting", POSTING)
    run(_CORRECT, params)
    moved = post_staged(actor, posting_id=posting_id).posted
    run(_MARK, params)
    run(OUTDATE.format(items=_RESTATED_ITEMS), params)
    return moved
