"""The one way into the stock ledger: rows, the levels that follow from them, the snapshots they outdate.

The functions here run inside another action's transaction and under its permission.
"""

from typing import NamedTuple

from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask_one, run, work_in_bulk

POSTING = {
    "cause": "varchar(120)",
    "variant_id": "uuid",
    "location_id": "uuid",
    "kind": "varchar(20)",
    "quantity": "numeric(18,4)",
    "unit_cost": "numeric(20,4)",
    "happened_at": "timestamptz",
    "ref_type": "text",
    "ref_id": "text",
    "channel": "text",
    "reason": "text",
}
"""The columns of the temporary table `posting`, in which movements wait to be posted."""

_ADD_LEVELS = """
    insert into inventory_level (company_id, variant_id, location_id, on_hand, reserved)
    select distinct %(company)s::uuid, variant_id, location_id, 0, 0
    from posting where kind not in ('sale', 'return') order by 1, 2, 3
    on conflict do nothing
"""

# In primary-key order, so that two posts that meet wait for each other instead of blocking each other.
LOCK_LEVELS = """
    select 1 from inventory_level
    where company_id = %(company)s
        and (variant_id, location_id) in (select variant_id, location_id from {items})
    order by company_id, variant_id, location_id for update
"""

LOCK_ALL_LEVELS = """
    select 1 from inventory_level where company_id = %(company)s
    order by company_id, variant_id, location_id for update
"""

# The snapshots of items from the day of a moment (in any time zone) on, found item by item.
OUTDATE = """
    delete from inventory_snapshot where ctid = any(array(
        select old.row from {items} i
        cross join lateral (
            select s.ctid as row from inventory_snapshot s
            where s.company_id = %(company)s and s.variant_id = i.variant_id
                and s.location_id = i.location_id and s.taken_on >= (i.since at time zone 'UTC')::date - 1
            offset 0
        ) old
    ))
"""

# A sale or return told late is already in what was stated after it.
_POST = """
    with posted as (
        insert into inventory_movement (company_id, variant_id, location_id, kind, quantity, unit_cost,
            happened_at, ref_type, ref_id, channel, reason, by, cause)
        select %(company)s, p.variant_id, p.location_id, p.kind, p.quantity, p.unit_cost, p.happened_at,
            coalesce(p.ref_type, ''), coalesce(p.ref_id, ''), coalesce(p.channel, ''),
            coalesce(p.reason, ''), %(by)s, p.cause
        from posting p
        join inventory_level l
            on l.company_id = %(company)s and l.variant_id = p.variant_id and l.location_id = p.location_id
        where p.kind not in ('sale', 'return') or p.happened_at > l.stated_at
        order by p.variant_id, p.location_id, p.happened_at
        on conflict (company_id, cause) do nothing
        returning variant_id, location_id, quantity, happened_at
    ), items as (
        select variant_id, location_id, sum(quantity) as quantity, count(*) as rows,
            min(happened_at) as since
        from posted group by variant_id, location_id
    ), outdated as (
        {outdate}
    ), moved as (
        update inventory_level l set on_hand = l.on_hand + i.quantity, changed_at = now()
        from items i
        where l.company_id = %(company)s and l.variant_id = i.variant_id and l.location_id = i.location_id
    )
    select coalesce(sum(rows), 0)::bigint from items
""".format(outdate=OUTDATE.format(items="items"))


class MovementsPosted(NamedTuple):
    """Movements written, and those left out: known by their cause, or told before the last statement."""

    posted: int
    left_out: int


def post_staged(actor: Actor) -> MovementsPosted:
    """Post the movements that wait in the temporary table `posting`; a known cause is passed over."""
    company = {"company": actor.company_id, "by": actor.label}
    [staged] = ask_one("select count(*) from posting", company)
    work_in_bulk(staged)
    run("analyze posting", company)
    run(_ADD_LEVELS, company)
    run(LOCK_LEVELS.format(items="posting"), company)
    [posted] = ask_one(_POST, company)
    return MovementsPosted(posted=posted, left_out=staged - posted)
