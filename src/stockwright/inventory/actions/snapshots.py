"""The stock at the end of each business day, and how long of the day there was any."""

from datetime import date

from stockwright.inventory.actions.posting_sql import LOCK_ALL_LEVELS
from stockwright.inventory.events.ledger import SnapshotsTaken
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import run, work_in_bulk
from stockwright.messaging.actions.events import emit

# Each item goes on where its snapshots end (`since`), or begins on the day of its first statement; until
# that statement the day counts as the statement found it. `after` is the moment after which movements are
# counted one by one; each is an interval of constant balance until the next, cut at the midnights. On days
# with and without stock the intervals with some are joined to runs, and these cut at the hours of the clock.
_TAKE = """
    insert into inventory_snapshot
        (company_id, variant_id, location_id, taken_on, on_hand, reserved, in_stock_minutes, hours)
    with known as materialized (
        select variant_id, location_id, on_hand, reserved,
            (select min(s.stated_at) from inventory_statement s where s.company_id = %(company)s
                and s.variant_id = l.variant_id and s.location_id = l.location_id
                and s.undone_at is null) as first_at,
            (select max(s.taken_on) from inventory_snapshot s where s.company_id = %(company)s
                and s.variant_id = l.variant_id and s.location_id = l.location_id) as last_on
        from inventory_level l
        where company_id = %(company)s and stated_at is not null
    ), items as (
        select variant_id, location_id, on_hand, reserved,
            coalesce(last_on + 1, (first_at at time zone %(zone)s)::date) as since,
            case when last_on is null then first_at
                else ((last_on + 1)::timestamp at time zone %(zone)s) - interval '1 microsecond' end as after
        from known
    ), due as (
        select * from items where since <= %(up_to)s
    ), moves as (
        select d.variant_id, d.location_id, m.happened_at as at, m.quantity, m.reserved
        from due d
        cross join lateral (
            select * from inventory_movement m where m.company_id = %(company)s
                and m.variant_id = d.variant_id and m.location_id = d.location_id
                and m.happened_at > d.after offset 0
        ) m
    ), later as (
        select variant_id, location_id, sum(quantity) as quantity, sum(reserved) as reserved
        from moves group by variant_id, location_id
    ), marks as (
        select d.variant_id, d.location_id, d.since::timestamp at time zone %(zone)s as at, 0 as rank,
            d.on_hand - coalesce(l.quantity, 0) as quantity, d.reserved - coalesce(l.reserved, 0) as reserved
        from due d left join later l using (variant_id, location_id)
        union all
        select variant_id, location_id, at, 1, quantity, reserved
        from moves where at < ((%(up_to)s::date + 1)::timestamp at time zone %(zone)s)
    ), balances as (
        select variant_id, location_id, at, sum(quantity) over item as balance, sum(reserved) over item as promised,
            lead(at, 1, (%(up_to)s::date + 1)::timestamp at time zone %(zone)s) over item as until
        from marks
        window item as (partition by variant_id, location_id order by at, rank rows unbounded preceding)
    ), parts as (
        select b.variant_id, b.location_id, b.balance, b.promised, b.at, b.until, cut::date as day,
            cut at time zone %(zone)s as starts, (cut + interval '1 day') at time zone %(zone)s as ends
        from balances b, generate_series(date_trunc('day', b.at at time zone %(zone)s),
            (b.until - interval '1 microsecond') at time zone %(zone)s, interval '1 day') cut
        where b.until > b.at
    ), days as (
        select variant_id, location_id, day, sum(balance) filter (where until >= ends) as on_hand,
            sum(promised) filter (where until >= ends) as promised,
            coalesce(round(1440 * sum(date_part('epoch', least(until, ends) - greatest(at, starts)))
                filter (where balance > 0) / date_part('epoch', min(ends - starts))), 0)::int as minutes
        from parts
        group by variant_id, location_id, day
    ), spells as (
        select variant_id, location_id, day, greatest(p.at, p.starts) as starts, least(p.until, p.ends) as ends
        from parts p join days d using (variant_id, location_id, day)
        where p.balance > 0 and d.minutes between 1 and 1439
    ), begun as (
        select *, starts is distinct from lag(ends) over item as begins
        from spells window item as (partition by variant_id, location_id, day order by starts)
    ), runs as (
        select variant_id, location_id, day, min(starts) as starts, max(ends) as ends
        from (
            select *, count(*) filter (where begins) over
                (partition by variant_id, location_id, day order by starts) as run
            from begun
        ) numbered
        group by variant_id, location_id, day, run
    ), clock as materialized (
        select day, hour, (day + make_interval(hours => hour)) at time zone %(zone)s as starts,
            (day + make_interval(hours => hour + 1)) at time zone %(zone)s as ends
        from (select distinct day from runs) dry cross join generate_series(0, 23) hour
    ), by_hour as (
        select r.variant_id, r.location_id, r.day, c.hour, coalesce(round(60 * sum(date_part('epoch',
            greatest(least(r.ends, c.ends) - greatest(r.starts, c.starts), interval '0')))
            / nullif(date_part('epoch', min(c.ends - c.starts)), 0)), 0)::smallint as minutes
        from runs r join clock c using (day)
        group by r.variant_id, r.location_id, r.day, c.hour
    ), hours as (
        select variant_id, location_id, day, array_agg(minutes order by hour) as hours
        from by_hour group by variant_id, location_id, day
    )
    select %(company)s, variant_id, location_id, day, on_hand, promised, minutes, hours
    from days left join hours using (variant_id, location_id, day)
"""


@deed("inventory.write")
def take_snapshots(actor: Actor, *, up_to: date, time_zone: str) -> int:
    """Add the missing days up to `up_to` of every item whose stock is known; the number of days added.

    A day holds what was there at its end in the company's time zone and for how many of its 1,440 minutes
    there was any (a day of 23 or 25 hours is stretched to 1,440), and on days with and without stock also for
    how many minutes of each hour of the local clock (an hour that the clock leaps has none). Days before the
    first statement are absent. Movements told late have taken the days they concern away, so these are missing
    and made anew.
    """
    work_in_bulk()
    params = {"company": actor.company_id, "up_to": up_to, "zone": time_zone}
    # Nobody posts while the days are worked out, so that no late movement slips between.
    run(LOCK_ALL_LEVELS, params)
    taken = run(_TAKE, params)
    if taken:
        emit(actor, SnapshotsTaken(up_to=up_to, days=taken))
    return taken
