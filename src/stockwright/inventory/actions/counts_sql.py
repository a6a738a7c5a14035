"""The statements of a count: any number of lines takes the same few."""

# What a piece is worth where it lies: by the company's way of valuing, or what it cost last.
_UNIT_VALUE = """
    coalesce(nullif(case %(valuation)s when 'fifo' then l.fifo_value else l.average_value end, 0)
        / nullif(l.on_hand, 0), l.last_cost, v.cost, 0)
"""

_ITEMS = {
    "full": "l.variant_id is not null and (v.archived_at is null or l.on_hand <> 0)",
    "category": "l.variant_id is not null and v.archived_at is null and p.category_id = %(category)s",
    "items": "v.id = any(%(variants)s::uuid[])",
    "cycle": "v.id = any(%(variants)s::uuid[])",
}

_DRAW_UP = """
    insert into inventory_countline (company_id, session_id, variant_id, expected, unit_value, round, recount,
        accepted, moved, added, reason)
    select %(company)s, %(count)s, v.id, coalesce(l.on_hand, 0), abs({unit_value}), 1, '', false, false,
        %(added)s, ''
    from catalog_variant v
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    left join inventory_level l on l.company_id = %(company)s and l.variant_id = v.id
        and l.location_id = %(location)s
    where v.company_id = %(company)s and {items}
    order by v.id
    on conflict (company_id, session_id, variant_id) do nothing
"""


def draw_up(scope: str) -> str:
    """The statement that adds the lines of a scope."""
    return _DRAW_UP.format(unit_value=_UNIT_VALUE, items=_ITEMS[scope])


# Entries that stand: neither taken back nor taking back.
STANDING = """
    select e.variant_id, e.round, e.by, e.quantity, e.counted_at from inventory_countentry e
    where e.company_id = %(company)s and e.session_id = %(count)s and e.takes_back is null
        and not exists (
            select from inventory_countentry t where t.company_id = %(company)s and t.takes_back = e.id
        )
"""

# The tallies of each line's last round that has any, beside what the ledger says of that moment. A line of a
# frozen count is compared with the start, until it is counted again.
TALLIES = (
    """
    with tallies as (
        select variant_id, round, by, sum(quantity) as pieces, min(counted_at) as first_at,
            max(counted_at) as last_at
        from ("""
    + STANDING
    + """) e group by variant_id, round, by
    ), rounds as (
        select variant_id, round, max(round) over (partition by variant_id) as newest, by, pieces, first_at,
            last_at
        from tallies
    ), results as (
        select variant_id, round, array_agg(by order by by) as counters, array_agg(pieces order by by) as pieces,
            array_agg(first_at order by by) as firsts, array_agg(last_at order by by) as lasts,
            min(first_at) as first_at, max(last_at) as last_at
        from rounds where round = newest group by variant_id, round
    ), lines as (
        select c.variant_id, c.round as asked, c.recount, c.accepted, c.reason, r.round, r.counters, r.pieces,
            r.firsts, r.lasts,
            case when %(frozen)s and coalesce(r.round, 1) = 1 then %(started)s::timestamptz
                else coalesce(r.last_at, %(now)s::timestamptz) end as at,
            case when %(frozen)s and r.round = 1 then %(started)s::timestamptz else r.first_at end as since,
            r.last_at
        from inventory_countline c left join results r on r.variant_id = c.variant_id
        where c.company_id = %(company)s and c.session_id = %(count)s and (r.round is not null or %(zero)s)
    )
    select c.variant_id, c.asked, c.recount, c.accepted, c.round, c.counters, c.pieces, c.firsts, c.lasts, c.at,
        coalesce(l.on_hand, 0) - m.later as expected,
        round(abs("""
    + _UNIT_VALUE
    + """), 4) as unit_value, m.moved
    from lines c
    cross join lateral (
        select v.cost from catalog_variant v where v.company_id = %(company)s and v.id = c.variant_id offset 0
    ) v
    left join lateral (
        select * from inventory_level l where l.company_id = %(company)s and l.variant_id = c.variant_id
            and l.location_id = %(location)s offset 0
    ) l on true
    cross join lateral (
        select coalesce(sum(quantity) filter (where happened_at > c.at), 0) as later,
            coalesce(bool_or(quantity <> 0 and happened_at > c.since and happened_at <= c.last_at), false) as moved
        from (
            select quantity, happened_at from inventory_movement m where m.company_id = %(company)s
                and m.variant_id = c.variant_id and m.location_id = %(location)s
                and m.happened_at > least(c.at, c.since) offset 0
        ) m
    ) m
    order by c.variant_id
"""
)

ASSESSED = """
    update inventory_countline c set expected = r.expected, counted = r.counted, counted_at = r.at,
        unit_value = r.unit_value, round = r.round, recount = r.recount, moved = r.moved
    from jsonb_to_recordset(%(rows)s) as r (variant_id uuid, expected numeric(18,4), counted numeric(18,4),
        at timestamptz, unit_value numeric(20,4), round smallint, recount text, moved boolean)
    where c.company_id = %(company)s and c.session_id = %(count)s and c.variant_id = r.variant_id
"""

# A line whose only entry was taken back is one that nobody counted.
NOT_COUNTED = """
    update inventory_countline c set counted = null, counted_at = null, moved = false, recount = ''
    where c.company_id = %(company)s and c.session_id = %(count)s and c.counted is not null
        and c.variant_id <> all(%(counted)s::uuid[])
"""

TOTALS = """
    select count(*), count(counted), count(*) filter (where counted <> expected),
        coalesce(sum(counted - expected) filter (where counted > expected), 0),
        coalesce(sum(expected - counted) filter (where counted < expected), 0),
        coalesce(round(sum((counted - expected) * unit_value) filter (where counted > expected), 4), 0),
        coalesce(round(sum((expected - counted) * unit_value) filter (where counted < expected), 4), 0),
        count(*) filter (where recount <> '')
    from inventory_countline where company_id = %(company)s and session_id = %(count)s
"""

# Of a count's lines, as `items` of the statements that lock levels.
LEVELS_OF_LINES = """
    (select variant_id, %(location)s::uuid as location_id from inventory_countline
        where company_id = %(company)s and session_id = %(count)s) c
"""

ADD_LEVELS = """
    insert into inventory_level (company_id, variant_id, location_id, on_hand, reserved)
    select %(company)s, variant_id, %(location)s, 0, 0 from inventory_countline
    where company_id = %(company)s and session_id = %(count)s order by variant_id
    on conflict do nothing
"""

STATE = """
    with told as (
        insert into inventory_statement (company_id, variant_id, location_id, stated_at, on_hand, batch_id)
        select %(company)s, variant_id, %(location)s, counted_at, counted, %(count)s
        from inventory_countline
        where company_id = %(company)s and session_id = %(count)s and counted is not null
        on conflict (company_id, batch_id, variant_id, location_id, stated_at) do nothing
        returning variant_id, location_id, stated_at
    )
    insert into restated
    select t.variant_id, t.location_id, t.stated_at, coalesce(nullif(c.reason, ''), 'unknown')
    from told t join inventory_countline c on c.company_id = %(company)s and c.session_id = %(count)s
        and c.variant_id = t.variant_id
"""

UNSTATE = """
    with undone as (
        update inventory_statement set undone_at = %(now)s
        where company_id = %(company)s and batch_id = %(count)s and undone_at is null
        returning variant_id, location_id, stated_at
    )
    insert into restated select * from undone
"""

LARGEST = """
    select c.variant_id, v.sku, c.expected, c.counted, round((c.counted - c.expected) * c.unit_value, 4),
        coalesce(nullif(c.reason, ''), 'unknown')
    from inventory_countline c join catalog_variant v on v.company_id = %(company)s and v.id = c.variant_id
    where c.company_id = %(company)s and c.session_id = %(count)s and c.counted <> c.expected
    order by abs((c.counted - c.expected) * c.unit_value) desc, abs(c.counted - c.expected) desc, v.sku
    limit %(most)s
"""
