"""The statement that posts movements, in parts that can be read one by one.

One posting is one entry in the books. For each item at each place what comes in counts before what goes out,
so that the order of rows within a posting never matters. Values follow two methods side by side, perpetual
moving average and perpetual first in first out (IAS 2.25); the company chooses which one its reports show.

Below zero the stock carries the value at which the missing pieces went out. What comes in settles that debt
first, and the difference in price is booked with it, so that a level of zero is worth zero.
"""

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
    "lot_id": "uuid",
}
"""The columns of the temporary table `posting`, in which movements wait to be posted.

A sale or return in it was told by a file, and counts only after the last statement of its item and place.
"""

LOCK_KEYS = """
    select l.variant_id, l.location_id, v.sku, v.tracking, l.on_hand, l.reserved, l.inbound, l.outbound, l.version
    from inventory_level l join catalog_variant v on v.company_id = l.company_id and v.id = l.variant_id
    where l.company_id = %(company)s
        and l.variant_id = any(%(variants)s::uuid[]) and l.location_id = any(%(locations)s::uuid[])
        and (l.variant_id, l.location_id) in (select * from unnest(%(variants)s::uuid[], %(locations)s::uuid[]))
        and %(fewest)s <= (
            select count(*) from inventory_level k where k.company_id = %(company)s
                and k.variant_id = any(%(variants)s::uuid[]) and k.location_id = any(%(locations)s::uuid[])
                and (k.variant_id, k.location_id) in (
                    select * from unnest(%(variants)s::uuid[], %(locations)s::uuid[])
                )
        )
    order by l.company_id, l.variant_id, l.location_id for update of l
"""
"""Locks all of the levels, or none where fewer than `fewest` are there (the order would be broken later)."""

ADD_LEVELS = """
    insert into inventory_level (company_id, variant_id, location_id, on_hand, reserved)
    select distinct %(company)s::uuid, k.variant_id, k.location_id, 0, 0
    from unnest(%(variants)s::uuid[], %(locations)s::uuid[]) as k (variant_id, location_id)
    join catalog_variant v on v.company_id = %(company)s and v.id = k.variant_id
    join inventory_location p on p.company_id = %(company)s and p.id = k.location_id
    order by 2, 3
    on conflict do nothing
"""

ADD_STAGED_LEVELS = """
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

# The levels of `items`, found by key whatever the planner believes. They are locked, so each row stays where it is.
FOUND = """
    found as materialized (
        select i.*, k.row from items i cross join lateral (
            select k.ctid as row from inventory_level k where k.company_id = %(company)s
                and k.variant_id = i.variant_id and k.location_id = i.location_id offset 0
        ) k
    )"""

_GIVEN = """
    posting as materialized (
        select * from jsonb_to_recordset(%(rows)s) as r (number bigint, cause text, variant_id uuid,
            location_id uuid, kind text, quantity numeric(18,4), reserved numeric(18,4), unit_cost numeric(20,4),
            average_value numeric(20,4), fifo_value numeric(20,4), happened_at timestamptz, ref_type text,
            ref_id text, channel text, reason text, lot_id uuid, reverses bigint, layered boolean, told boolean)
    ),
"""

_STAGED = """
    posting as materialized (
        select row_number() over (order by variant_id, location_id, happened_at) as number, cause, variant_id,
            location_id, kind, quantity, 0::numeric as reserved, unit_cost, null::numeric as average_value,
            null::numeric as fifo_value, happened_at, coalesce(ref_type, '') as ref_type,
            coalesce(ref_id, '') as ref_id, coalesce(channel, '') as channel, coalesce(reason, '') as reason,
            lot_id, null::bigint as reverses, true as layered, kind in ('sale', 'return') as told
        from pg_temp.posting
    ),
"""

# What is new, and what each piece that comes in costs: as told, or as the stock there is worth.
_FRESH = """
    fresh as materialized (
        select p.*, l.on_hand as had, l.average_value as had_average, l.fifo_value as had_fifo,
            coalesce(nullif(l.average_value, 0) / nullif(l.on_hand, 0), l.last_cost, v.cost, 0) as basis
        from (select distinct on (cause) * from posting order by cause, number) p
        cross join lateral (
            select * from inventory_level l where l.company_id = %(company)s and l.variant_id = p.variant_id
                and l.location_id = p.location_id offset 0
        ) l
        cross join lateral (
            select v.cost from catalog_variant v where v.company_id = %(company)s and v.id = p.variant_id offset 0
        ) v
        left join lateral (
            select true as known from inventory_movement m
            where m.company_id = %(company)s and m.cause = p.cause offset 0
        ) m on true
        where m.known is null and (not p.told or p.happened_at > l.stated_at)
    ), priced as materialized (
        select *, layered and quantity > 0 as comes, layered and quantity < 0 as goes,
            coalesce(average_value, round(quantity * coalesce(unit_cost, basis), 4)) as average_cost,
            coalesce(fifo_value, round(quantity * coalesce(unit_cost, basis), 4)) as fifo_cost
        from fresh
    ), sums as materialized (
        select variant_id, location_id, had, had_average, had_fifo, basis, greatest(-had, 0) as debt,
            coalesce(sum(quantity) filter (where comes), 0) as came,
            coalesce(sum(average_cost) filter (where comes), 0) as came_average,
            coalesce(sum(fifo_cost) filter (where comes), 0) as came_fifo,
            coalesce(-sum(quantity) filter (where goes), 0) as went,
            max(unit_cost) filter (where comes) as last_cost,
            max(number) filter (where comes) as last_in,
            max(number) filter (where goes) as last_out
        from priced group by variant_id, location_id, had, had_average, had_fifo, basis
    ),
"""

# Moving average: what came in and is still there changes the price, what goes out leaves it.
_AVERAGE = """
    after_in as materialized (
        select *, had + came as there,
            case when had >= 0 then had_average + came_average
                when had + came > 0 then round((had + came) * came_average / came, 4)
                else round(had_average * (had + came) / had, 4) end as there_average,
            case when came > 0 then came_average / came else basis end as price
        from sums
    ), average as materialized (
        select *, case when went = 0 then 0
            when there <> 0 then round(there_average * went / there, 4)
            else round(price * went, 4) end as went_average
        from after_in
    ),
"""

# First in first out: the layers in their order stand against the debt and then what goes out.
_FIFO = """
    supply as materialized (
        select a.variant_id, a.location_id, a.debt, a.debt + a.went as demand, y.id as layer_id,
            null::bigint as number, y.quantity_left as quantity, y.value_left as value, y.id as turn, 0 as age,
            y.row
        from average a
        cross join lateral (
            select y.*, y.ctid as row from inventory_layer y
            where y.company_id = %(company)s and y.variant_id = a.variant_id
                and y.location_id = a.location_id and y.quantity_left > 0 offset 0
        ) y
        where a.went > 0
        union all
        select p.variant_id, p.location_id, a.debt, a.debt + a.went, null, p.number, p.quantity, p.fifo_cost,
            p.number, 1, null
        from priced p join average a using (variant_id, location_id) where p.comes
    ), queued as (
        select *, coalesce(sum(quantity) over (partition by variant_id, location_id order by age, turn
            rows between unbounded preceding and 1 preceding), 0) as before
        from supply
    ), drawn as (
        select *, least(quantity, greatest(demand - before, 0)) as taken,
            least(quantity, greatest(debt - before, 0)) as settled
        from queued
    ), costed as materialized (
        select *, case when taken = quantity then value else round(value * taken / quantity, 4) end as taken_value,
            case when settled = quantity then value else round(value * settled / quantity, 4) end as settled_value
        from drawn
    ), totals as (
        select variant_id, location_id, sum(taken) as taken, sum(taken_value) as taken_value,
            sum(settled) as settled, sum(settled_value) as settled_value
        from costed group by variant_id, location_id
    ), settled as (
        select a.*, coalesce(t.settled_value, 0) as settled_value,
            coalesce(t.taken_value, 0) - coalesce(t.settled_value, 0) as out_value,
            a.went - coalesce(t.taken - t.settled, 0) as missing,
            case when a.debt = 0 then 0 when coalesce(t.settled, 0) = a.debt then -a.had_fifo
                else round(-a.had_fifo * coalesce(t.settled, 0) / a.debt, 4) end as forgiven
        from average a left join totals t using (variant_id, location_id)
    ), books as materialized (
        select *, there_average - had_average - came_average as average_gap, forgiven - settled_value as fifo_gap,
            out_value + round(missing * case when there < 0 then (had_fifo + forgiven) / there
                else price end, 4) as went_fifo
        from settled
    ),
"""

# Each row gets its share of what its item's posting is worth; rounding and settlements go to the last of them.
_WRITE = """
    worth as materialized (
        select p.*, case
                when comes then p.average_cost + case when p.number = b.last_in then b.average_gap else 0 end
                when goes then -(round(b.went_average * out_to / b.went, 4)
                    - round(b.went_average * (out_to + quantity) / b.went, 4))
                else coalesce(p.average_value, 0) end as book_average,
            case
                when comes then p.fifo_cost + case when p.number = b.last_in then b.fifo_gap else 0 end
                when goes then -(round(b.went_fifo * out_to / b.went, 4)
                    - round(b.went_fifo * (out_to + quantity) / b.went, 4))
                else coalesce(p.fifo_value, 0) end as book_fifo
        from (
            select *, -sum(quantity) filter (where goes)
                over (partition by variant_id, location_id order by number) as out_to
            from priced
        ) p join books b using (variant_id, location_id)
    ), written as (
        insert into inventory_movement (company_id, variant_id, location_id, kind, quantity, reserved,
            average_value, fifo_value, unit_cost, happened_at, ref_type, ref_id, channel, reason, by, cause,
            posting_id, lot_id, reverses)
        select %(company)s, variant_id, location_id, kind, quantity, reserved, book_average, book_fifo, unit_cost,
            happened_at, ref_type, ref_id, channel, reason, %(by)s, cause, %(posting)s, lot_id, reverses
        from worth order by variant_id, location_id, happened_at, number
    ), new_layers as (
        insert into inventory_layer (company_id, variant_id, location_id, posting_id, received_at, quantity,
            value, quantity_left, value_left)
        select %(company)s, c.variant_id, c.location_id, %(posting)s, p.happened_at, c.quantity, c.value,
            c.quantity - c.taken, c.value - c.taken_value
        from costed c join priced p on p.number = c.number
        where c.number is not null order by c.number
    ), old_layers as (
        update inventory_layer y set quantity_left = y.quantity_left - c.taken,
            value_left = y.value_left - c.taken_value
        from costed c where y.ctid = c.row and c.taken > 0
    ), uses as (
        insert into inventory_layeruse (company_id, posting_id, layer_id, quantity, value)
        select %(company)s, %(posting)s, layer_id, taken, taken_value
        from costed where layer_id is not null and taken > 0
    ), by_lot as (
        select lot_id, location_id, variant_id, sum(quantity) as quantity from worth
        where lot_id is not null group by lot_id, location_id, variant_id
    ), lots as (
        update inventory_lotlevel k set on_hand = k.on_hand + b.quantity from by_lot b
        where k.company_id = %(company)s and k.lot_id = b.lot_id and k.location_id = b.location_id
        returning k.lot_id, k.location_id
    ), new_lots as (
        insert into inventory_lotlevel (company_id, lot_id, location_id, variant_id, on_hand)
        select %(company)s, lot_id, location_id, variant_id, quantity from by_lot
        where (lot_id, location_id) not in (select lot_id, location_id from lots)
        order by lot_id, location_id
    ), items as (
        select variant_id, location_id, sum(quantity) as quantity, sum(reserved) as reserved,
            sum(book_average) as average_value, sum(book_fifo) as fifo_value,
            min(happened_at) filter (where quantity <> 0) as since, count(*) as rows,
            array_agg(distinct kind) as kinds
        from worth group by variant_id, location_id
    ), outdated as (
        {outdate}
    ), {found}, moved as (
        update inventory_level l set on_hand = l.on_hand + i.quantity, reserved = l.reserved + i.reserved,
            average_value = l.average_value + i.average_value, fifo_value = l.fifo_value + i.fifo_value,
            last_cost = coalesce(b.last_cost, l.last_cost), version = l.version + 1, changed_at = now()
        from found i join books b using (variant_id, location_id)
        where l.ctid = i.row
        returning l.*, i.quantity, i.reserved as promised, i.kinds, i.rows
    )
    {changes}
"""

CHANGES = """
    select variant_id, location_id, kinds, quantity, promised, on_hand, reserved, inbound, outbound,
        on_hand - reserved - outbound, version, sum(rows) over ()::bigint
    from moved order by variant_id, location_id
"""

_BOOK = (
    _FRESH + _AVERAGE + _FIFO + _WRITE.format(outdate=OUTDATE.format(items="items"), found=FOUND, changes=CHANGES)
)

POST = "with" + _GIVEN + _BOOK
"""Posts the rows of `rows` (JSON); answers each level that changed, and at its end how many rows were new."""

POST_STAGED = "with" + _STAGED + _BOOK
"""The same for the rows of the temporary table `posting`."""

# What the levels become by the rows of `written`, which only reserve or release.
PROMISED = (
    """
    items as (
        select variant_id, location_id, 0::numeric as quantity, sum(reserved) as reserved,
            array_agg(distinct kind::text) as kinds, count(*) as rows
        from written group by variant_id, location_id
    ),"""
    + FOUND
    + """, moved as (
        update inventory_level l set reserved = l.reserved + i.reserved, version = l.version + 1,
            changed_at = now()
        from found i
        where l.ctid = i.row
        returning l.*, i.quantity, i.reserved as promised, i.kinds, i.rows
    )
"""
)

# Promises move nothing and are worth nothing, so that the most frequent deeds are short statements.
POST_PROMISES = (
    "with"
    + _GIVEN
    + """
    written as (
        insert into inventory_movement (company_id, variant_id, location_id, kind, quantity, reserved,
            happened_at, ref_type, ref_id, channel, reason, by, cause, posting_id)
        select %(company)s, variant_id, location_id, kind, 0, reserved, happened_at, ref_type, ref_id, channel,
            reason, %(by)s, cause, %(posting)s
        from posting
        on conflict (company_id, cause) do nothing
        returning variant_id, location_id, kind, reserved
    ),
"""
    + PROMISED
    + CHANGES
)
"""Posts rows of `rows` that only reserve and release."""

CLOSED = """
    select (
        select closed_through from accounts_company
        where id = %(company)s and closed_through >= (%(since)s::timestamptz at time zone time_zone)::date
    )
"""
"""The day up to which the books are closed, where that is not before a moment."""
