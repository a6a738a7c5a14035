"""The statements behind the alerts, in parts that can be read one by one."""

# Stock that changed is told by its own events; a changed item, file of items or set of places by theirs.
CHANGED = """
    select array_agg(distinct (payload ->> 'variant_id')::uuid) filter (where payload ? 'variant_id'),
        coalesce(bool_or(not payload ? 'variant_id'), false)
    from messaging_event
    where company_id = %(company)s and at >= %(since)s and name in (
        'inventory.stock_changed', 'item.changed', 'low_stock_threshold.changed',
        'items.changed', 'items.restored', 'location.changed', 'levels.rebuilt'
    )
"""

# How much is free of each watched item: over all places that sell, and at each place with a threshold of its own.
# Items that nobody ever stored have no level, and no alert.
STATES = """
    whole as (
        select v.id as variant_id, null::uuid as location_id, v.low_stock as threshold,
            coalesce(sum(l.on_hand - l.reserved - l.outbound) filter (where p.sells), 0) as available
        from catalog_variant v
        join inventory_level l on l.company_id = v.company_id and l.variant_id = v.id
        join inventory_location p on p.company_id = l.company_id and p.id = l.location_id
        where v.company_id = %(company)s and v.archived_at is null
            and (%(variants)s::uuid[] is null or v.id = any(%(variants)s))
        group by v.id, v.low_stock
    ), states as (
        select w.variant_id, w.location_id, w.available, coalesce(w.threshold, 0) as threshold,
            w.available <= coalesce(w.threshold, 0) and (w.threshold is not null or exists (
                select from inventory_movement m where m.company_id = %(company)s
                    and m.variant_id = w.variant_id and m.kind = 'sale' and m.happened_at > %(since_sale)s
            )) as low
        from whole w
        union all
        select t.variant_id, t.location_id, coalesce(l.on_hand - l.reserved - l.outbound, 0), t.low_stock,
            coalesce(l.on_hand - l.reserved - l.outbound, 0) <= t.low_stock
        from inventory_lowstockthreshold t
        join catalog_variant v on v.company_id = t.company_id and v.id = t.variant_id and v.archived_at is null
        left join inventory_level l
            on l.company_id = t.company_id and l.variant_id = t.variant_id and l.location_id = t.location_id
        where t.company_id = %(company)s
            and (%(variants)s::uuid[] is null or t.variant_id = any(%(variants)s))
    )
"""

OPEN = """
    with {states}, opened as (
        insert into inventory_lowstockalert (company_id, id, variant_id, location_id, opened_at, available,
            threshold, acknowledged_by, resolved_by, note)
        select %(company)s, gen_random_uuid(), variant_id, location_id, %(now)s, available, threshold, '', '', ''
        from states where low
        on conflict do nothing
        returning id, variant_id, location_id, available, threshold
    )
    select o.id, o.variant_id, v.sku, o.location_id, o.available, o.threshold
    from opened o join catalog_variant v on v.company_id = %(company)s and v.id = o.variant_id order by v.sku
"""

# An item that left the lists, or a place whose threshold was taken away, is not low any more either.
RECOVER = """
    with {states}, ended as (
        update inventory_lowstockalert a set recovered_at = %(now)s,
            resolved_at = coalesce(a.resolved_at, %(now)s),
            resolved_by = case when a.resolved_at is null then 'system' else a.resolved_by end
        from inventory_lowstockalert old
        left join states s on s.variant_id = old.variant_id and s.location_id is not distinct from old.location_id
        where a.company_id = %(company)s and old.company_id = %(company)s and old.id = a.id
            and a.recovered_at is null and s.low is not true
            and (%(variants)s::uuid[] is null or a.variant_id = any(%(variants)s))
        returning a.id, a.variant_id, a.location_id, coalesce(s.available, old.available) as available,
            coalesce(s.threshold, old.threshold) as threshold, old.resolved_at is null as by_itself
    )
    select e.id, e.variant_id, v.sku, e.location_id, e.available, e.threshold, e.by_itself
    from ended e join catalog_variant v on v.company_id = %(company)s and v.id = e.variant_id order by v.sku
"""
