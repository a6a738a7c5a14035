"""Changes in demand: opened, seen again and closed by the nights."""

from datetime import timedelta

import polars as pl

from stockwright.engine.demand.history import History
from stockwright.engine.demand.notices import LASTING_DAYS, noticed
from stockwright.engine.demand.panel import Panel
from stockwright.forecasting.actions.estimates import ITEMS
from stockwright.forecasting.events.notices import NoticesUpdated
from stockwright.forecasting.models import DemandNotice
from stockwright.forecasting.rules.notices import OVER_AFTER_DAYS, USUAL_AFTER_DAYS
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import one_at_a_time, run
from stockwright.messaging.actions.events import emit

_STAGED = {
    "variant_id": "uuid",
    "location_id": "uuid",
    "kind": "varchar(12)",
    "since": "date",
    "before": "real",
    "now": "real",
}

_CLOSE = """
    update forecasting_demandnotice n set closed_on = %(as_of)s
    where n.company_id = %(company)s and n.closed_on is null and exists (
        select from notice_items i where i.variant_id = n.variant_id and i.location_id = n.location_id
    ) and (
        n.opened_on <= %(usual)s
        or n.seen_on <= %(over)s and not exists (
            select from notice_rows r where r.variant_id = n.variant_id and r.location_id = n.location_id
        )
        or exists (
            select from notice_rows r where r.variant_id = n.variant_id and r.location_id = n.location_id
                and (r.now > r.before) <> (n.now > n.before)
        )
    )
"""
_SEEN = """
    update forecasting_demandnotice n set seen_on = greatest(n.seen_on, %(as_of)s), now = r.now, kind = case
        when r.kind not in ('surge', 'up') then r.kind
        when n.kind = 'up' or n.since <= %(lasting)s then 'up' else 'surge' end
    from notice_rows r
    where n.company_id = %(company)s and n.closed_on is null
        and n.variant_id = r.variant_id and n.location_id = r.location_id
"""

# What was closed because it had become usual is not told again while it is the same change. That an item was new
# or in a promotion says nothing of how it sells since.
_OPEN = """
    insert into forecasting_demandnotice (company_id, id, variant_id, location_id, kind, since, before, now,
        opened_on, seen_on)
    select %(company)s, gen_random_uuid(), r.variant_id, r.location_id, r.kind, r.since, r.before, r.now,
        %(as_of)s, %(as_of)s
    from notice_rows r
    where not exists (
        select from forecasting_demandnotice n where n.company_id = %(company)s
            and n.variant_id = r.variant_id and n.location_id = r.location_id
            and (n.closed_on is null or (n.closed_on >= r.since and (n.now > n.before) = (r.now > r.before)
                and (n.kind in ('new', 'promoted')) = (r.kind in ('new', 'promoted'))))
    )
"""


@deed("plan.run")
def keep_notices(actor: Actor, *, series: pl.DataFrame, panel: Panel, history: History) -> None:
    """Open a notice for each change that a panel shows, and close those that are over or have become usual.

    `series` are those of the panel that are meant. The first word of a change says since when; later nights say
    how it goes on. A rise is a surge until it has lasted for four weeks; one that ends before stays known as that.
    """
    found = noticed(panel, history)
    cells = pl.DataFrame({**found._asdict(), "since": panel.calendar()[found.since]})
    rows = cells.with_columns(pl.col("series").cast(pl.Int32)).join(
        series.select("series", "variant_id", "location_id"), on="series"
    )
    stage_frames([rows], "notice_rows", _STAGED)
    stage_frames([series], "notice_items", ITEMS)
    one_at_a_time(actor.company_id, "notices")
    params = {
        "company": actor.company_id,
        "as_of": panel.as_of,
        "over": panel.as_of - timedelta(days=OVER_AFTER_DAYS),
        "lasting": panel.as_of - timedelta(days=LASTING_DAYS),
        "usual": panel.as_of - timedelta(days=USUAL_AFTER_DAYS),
    }
    closed = run(_CLOSE, params)
    run(_SEEN, params)
    opened = run(_OPEN, params)
    if opened or closed:
        still = DemandNotice.objects.of(actor).filter(closed_on=None).count()
        emit(actor, NoticesUpdated(as_of=panel.as_of, opened=opened, closed=closed, open=still))
