"""Days of bulk orders: found every night, and decided by people."""

from datetime import date, datetime
from uuid import UUID

import polars as pl

from stockwright.catalog.queries import item_of
from stockwright.engine.demand.history import History
from stockwright.engine.demand.outliers import outlying
from stockwright.engine.demand.panel import Panel
from stockwright.forecasting.actions.estimates import ITEMS
from stockwright.forecasting.events.outliers import OutlierDecided
from stockwright.forecasting.models import Outlier
from stockwright.forecasting.rules.outliers import check_decision
from stockwright.inventory.models import Location
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.locking import locked, locked_one
from stockwright.kit.statements import one_at_a_time, run
from stockwright.messaging.actions.events import emit
from stockwright.sales.queries.days import item_history

AUTOMATIC = "automatic"
_STAGED = {
    "variant_id": "uuid",
    "location_id": "uuid",
    "day": "date",
    "sold": "real",
    "believed": "real",
    "good_day": "real",
    "effect": "real",
    "found": "boolean",
}

_REMOVE = """
    delete from forecasting_outlier o using outlier_items i
    where o.company_id = %(company)s and o.decision = ''
        and i.variant_id = o.variant_id and i.location_id = o.location_id
        and not exists (
            select from outlier_rows r
            where r.variant_id = o.variant_id and r.location_id = o.location_id and r.day = o.day
        )
"""

# Lines of one order are one order; a line without a number is an order of its own.
_PUT = """
    insert into forecasting_outlier as o (company_id, variant_id, location_id, day, sold, believed, good_day,
        orders, largest, customer, effect, found, decision, note, decided_by)
    select %(company)s, r.variant_id, r.location_id, r.day, r.sold, r.believed, r.good_day,
        coalesce(l.orders, 0), coalesce(l.largest, 0), coalesce(l.customer, ''), r.effect, r.found, '', '', ''
    from outlier_rows r
    left join lateral (
        select count(*) as orders, max(pieces) as largest,
            (array_agg(customer order by pieces desc))[1] as customer
        from (
            select sum(s.quantity) as pieces, max(s.customer_ref) as customer
            from sales_saleline s
            where s.company_id = %(company)s and s.variant_id = r.variant_id and s.location_id = r.location_id
                and s.sold_on = r.day and s.quantity > 0
                and s.sold_at between r.day - interval '2 days' and r.day + interval '3 days'
            group by s.channel, coalesce(nullif(s.order_ref, ''), s.cause::text)
        ) bought
    ) l on true
    on conflict (company_id, variant_id, location_id, day) do update set
        sold = excluded.sold, believed = excluded.believed, good_day = excluded.good_day,
        orders = excluded.orders, largest = excluded.largest, customer = excluded.customer,
        effect = excluded.effect, found = excluded.found
"""


@deed("plan.run")
def keep_outliers(actor: Actor, *, series: pl.DataFrame, panel: Panel, history: History) -> int:
    """Keep the outlying days of a panel's `series` beside what people said of them; the number of days."""
    found = outlying(panel, history)
    cells = pl.DataFrame({**found._asdict(), "day": panel.calendar()[found.day]})
    rows = cells.with_columns(pl.col("series").cast(pl.Int32)).join(
        series.select("series", "variant_id", "location_id"), on="series"
    )
    stage_frames([rows], "outlier_rows", _STAGED)
    stage_frames([series], "outlier_items", ITEMS)
    one_at_a_time(actor.company_id, "outliers")
    run(_REMOVE, {"company": actor.company_id})
    run(_PUT, {"company": actor.company_id})
    return rows.height


@deed("forecast.write")
def decide_outlier(
    actor: Actor,
    *,
    variant_id: UUID,
    location_id: UUID,
    day: date,
    decision: str,
    note: str = "",
    now: datetime,
    today: date,
) -> Outlier:
    """Say that a day counts in full (keep), as an ordinary good day at most (damp), or not at all (ignore).

    An empty decision leaves the day to the program again. The next forecast counts so.
    """
    clean = check_decision(decision, note, day=day, today=today)
    item = item_of(actor, variant_id)
    locked_one(Location.objects.of(actor).filter(pk=location_id), what="location")
    one_at_a_time(actor.company_id, "outliers")
    known = locked(Outlier.objects.of(actor).filter(variant_id=variant_id, location_id=location_id, day=day))
    row = known[0] if known else _pointed_at(actor, variant_id, location_id, day)
    before = (row.decision, row.note)
    row.decision, row.note = decision, clean if decision else ""
    row.decided_by, row.decided_at = (actor.label, now) if decision else ("", None)
    if before != (row.decision, row.note):
        row.save()
        emit(actor, _decided(row, item.sku, before[0]))
    return row


def _pointed_at(actor: Actor, variant_id: UUID, location_id: UUID, day: date) -> Outlier:
    """A day that only a person finds unusual."""
    days = item_history(actor, variant_id, since=day, location_id=location_id)
    sold = next((float(each.sold) for each in days[:1] if each.day == day), 0.0)
    key = {"company_id": actor.company_id, "variant_id": variant_id, "location_id": location_id, "day": day}
    return Outlier(**key, sold=sold, believed=sold)


def _decided(row: Outlier, sku: str, before: str) -> OutlierDecided:
    return OutlierDecided(
        variant_id=row.variant_id,
        location_id=row.location_id,
        sku=sku,
        day=row.day,
        before=before or AUTOMATIC,
        after=row.decision or AUTOMATIC,
        note=row.note,
    )
