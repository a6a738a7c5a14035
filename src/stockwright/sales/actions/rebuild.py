"""The daily sums made anew from the lines of sales, which are the truth."""

from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.statements import one_at_a_time, run
from stockwright.messaging.actions.events import emit
from stockwright.sales.events import DaysRebuilt

_REMOVE = """
    delete from sales_dailysales d where d.company_id = %(company)s and d.lines > 0 and not exists (
        select from sales_saleline l where l.company_id = d.company_id and l.variant_id = d.variant_id
            and l.location_id = d.location_id and l.sold_on = d.sold_on and l.channel = d.channel
    )
"""

_SET = """
    insert into sales_dailysales as d
        (company_id, variant_id, location_id, sold_on, channel, ordered, returned, revenue, lines)
    select company_id, variant_id, location_id, sold_on, channel,
        coalesce(sum(quantity) filter (where quantity > 0), 0),
        coalesce(-sum(quantity) filter (where quantity < 0), 0), coalesce(sum(revenue), 0), count(*)
    from sales_saleline where company_id = %(company)s group by 1, 2, 3, 4, 5 order by 2, 3, 4, 5
    on conflict (company_id, variant_id, location_id, sold_on, channel) do update set
        ordered = excluded.ordered, returned = excluded.returned, revenue = excluded.revenue,
        lines = excluded.lines
    where (d.ordered, d.returned, d.revenue, d.lines)
        is distinct from (excluded.ordered, excluded.returned, excluded.revenue, excluded.lines)
"""


@deed("sales.write")
def rebuild_daily_sales(actor: Actor) -> int:
    """Set every daily sum to the sum of its lines; the number of sums that were wrong."""
    one_at_a_time(actor.company_id, "stock")
    company = {"company": actor.company_id}
    corrected = run(_REMOVE, company) + run(_SET, company)
    if corrected:
        emit(actor, DaysRebuilt(corrected=corrected))
    return corrected
