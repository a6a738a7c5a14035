"""The statements of a reservation: who claims a source, what there is, and the promise itself."""

from stockwright.inventory.actions.posting_sql import PROMISED
from stockwright.inventory.queries.withheld import withheld_on
from stockwright.messaging.actions.events import announced

_TERMS = """
    terms as (
        select c.allow_backorders, (%(now)s::timestamptz at time zone c.time_zone)::date as today,
            coalesce(%(until)s::timestamptz, %(now)s::timestamptz + make_interval(mins => (
                select r.hold_minutes from inventory_channelrule r
                where r.company_id = %(company)s and r.channel = %(channel)s and r.variant_id is null
            ))) as expires_at
        from accounts_company c where c.id = %(company)s
    )"""

# Whoever comes second with a source waits here for the first, and then finds what that one promised.
_CLAIMED = """
    claimed as (
        insert into inventory_reservation (company_id, id, source, ref_type, ref_id, channel, state, fingerprint,
            reason, expires_at, by)
        select %(company)s, %(id)s, %(source)s, %(ref_type)s, %(ref_id)s, %(channel)s, 'held', %(fingerprint)s,
            %(reason)s, t.expires_at, %(by)s
        from terms t
        on conflict (company_id, source) do nothing
        returning id
    )"""

CLAIM = f"""
    with {_TERMS}, {_CLAIMED}
    select allow_backorders, today, expires_at, exists (select from claimed) from terms
"""
"""Claims the source; the last column says whether it was free."""

_LEVELS = """
    select l.variant_id, l.location_id, p.rank, l.on_hand - l.reserved - l.outbound, {withheld},
        coalesce(i.buffer, c.buffer, 0), coalesce(i.floor, c.floor, 0), p.sells{columns}
    from inventory_level l
    join inventory_location p on p.company_id = l.company_id and p.id = l.location_id
    left join inventory_channelrule c
        on c.company_id = %(company)s and c.channel = %(channel)s and c.variant_id is null
    left join inventory_channelrule i
        on i.company_id = %(company)s and i.channel = %(channel)s and i.variant_id = l.variant_id
    {more}
    where l.company_id = %(company)s and l.variant_id = any(%(variants)s)
        and (p.sells or l.location_id = any(%(locations)s))
"""

LOCK_LEVELS = (
    _LEVELS.format(withheld=withheld_on("%(today)s::date"), columns="", more="")
    + "order by l.company_id, l.variant_id, l.location_id for update of l"
)
"""What there is of some items, place by place, and will be until this transaction ends."""

SEE_LEVELS = f"with {_TERMS}" + _LEVELS.format(
    withheld=withheld_on("terms.today"),
    columns=", terms.allow_backorders, terms.today, terms.expires_at",
    more="cross join terms",
)
"""What there is of some items at this moment, and the terms of a reservation."""

# The holds, their rows in the ledger, the levels and the events, all at once: while this runs others wait.
_HELD = """
    held as (
        insert into inventory_hold (company_id, reservation_id, number, line, variant_id, location_id, asked,
            backordered, held, committed, released)
        select %(company)s, %(id)s, number, line, variant_id, location_id, quantity, backordered, quantity, 0, 0
        from shares
    ), written as (
        insert into inventory_movement (company_id, variant_id, location_id, kind, quantity, reserved,
            happened_at, ref_type, ref_id, channel, reason, by, cause, posting_id)
        select %(company)s, variant_id, location_id, 'reserve', 0, quantity, %(now)s, %(ref_type)s, %(ref_id)s,
            %(channel)s, %(reason)s, %(by)s, 'reserve:' || %(id)s::text || ':' || number, %(id)s
        from shares
        returning variant_id, location_id, kind, reserved
    ),
"""

_NEWS = (
    """
    news as materialized (
        select %(event)s::uuid as id, 'inventory.reserved' as name, %(told)s::jsonb as payload,
            'reservation:' || %(id)s::text as subject, 1::bigint as sequence
        where exists (select from moved)
        union all
        select (%(events)s::uuid[])[row_number() over (order by variant_id, location_id)],
            'inventory.stock_changed',
            jsonb_build_object('variant_id', variant_id, 'location_id', location_id, 'kinds', kinds,
                'quantity', quantity::text, 'promised', promised::text, 'on_hand', on_hand::text,
                'reserved', reserved::text, 'inbound', inbound::text, 'outbound', outbound::text,
                'available', (on_hand - reserved - outbound)::text, 'version', version),
            'stock:' || variant_id || ':' || location_id, version
        from moved
    ), """
    + announced("news")
    + "select count(*)"
)

RESERVE = (
    """
    with shares as materialized (
        select * from jsonb_to_recordset(%(shares)s) as h
            (number int, line int, variant_id uuid, location_id uuid, quantity numeric, backordered numeric)
    ), """
    + _HELD
    + PROMISED
    + ","
    + _NEWS
    + " from told"
)
"""Writes the shares of levels that are locked."""

RESERVE_IF_FREE = (
    f"""
    with {_TERMS}, {_CLAIMED}, moved as (
        update inventory_level l set reserved = l.reserved + %(quantity)s, version = l.version + 1,
            changed_at = now()
        where l.company_id = %(company)s and l.variant_id = %(variant)s and l.location_id = %(location)s
            and l.on_hand - l.reserved - l.outbound >= %(quantity)s + %(kept)s and exists (select from claimed)
        returning l.*, 0::numeric as quantity, %(quantity)s::numeric as promised, array['reserve'] as kinds
    ), shares as materialized (
        select 0 as number, 0 as line, variant_id, location_id, promised as quantity, 0 as backordered from moved
    ), """
    + _HELD
    + _NEWS
    + ", exists (select from claimed) from told"
)
"""Claims the source and takes a share of a level that is not locked, unless fewer pieces are free by now.

The first column is 0 then; the second says whether the source was free.
"""

KNOWN = """
    select r.id, r.state, r.fingerprint, r.expires_at, h.line, h.variant_id, h.location_id, h.asked, h.backordered
    from inventory_reservation r
    left join inventory_hold h on h.company_id = r.company_id and h.reservation_id = r.id
    where r.company_id = %(company)s and r.source = %(source)s order by h.number
"""
