"""The estimated demand of days without stock, kept for the pages of items."""

import numpy as np
import polars as pl

from stockwright.engine.demand.censored import estimated_demand
from stockwright.engine.demand.history import History
from stockwright.engine.demand.panel import Panel
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.statements import run

KEPT_DAYS = 365
ITEMS = {"variant_id": "uuid", "location_id": "uuid"}
_STAGED = {"variant_id": "uuid", "location_id": "uuid", "days": "date[]", "demand": "real[]"}

_REMOVE = """
    delete from forecasting_demandestimate e using estimate_items i
    where e.company_id = %(company)s and i.variant_id = e.variant_id and i.location_id = e.location_id
        and not exists (
            select from estimate_rows r where r.variant_id = e.variant_id and r.location_id = e.location_id
        )
"""
_PUT = """
    insert into forecasting_demandestimate as e (company_id, variant_id, location_id, as_of, days, demand)
    select %(company)s, variant_id, location_id, %(as_of)s, days, demand from estimate_rows
    on conflict (company_id, variant_id, location_id) do update set
        as_of = excluded.as_of, days = excluded.days, demand = excluded.demand
"""


@deed("plan.run")
def keep_estimates(actor: Actor, *, series: pl.DataFrame, panel: Panel, history: History) -> int:
    """Keep the estimate of each day of the last year on which it is not what was sold; the number of items.

    `series` are those of the panel that are meant; what is kept of other items stays.
    """
    rows = _differing(panel, history).join(series.select("series", "variant_id", "location_id"), on="series")
    stage_frames([rows], "estimate_rows", _STAGED)
    stage_frames([series], "estimate_items", ITEMS)
    params = {"company": actor.company_id, "as_of": panel.as_of}
    run(_REMOVE, params)
    run(_PUT, params)
    return rows.height


def _differing(panel: Panel, history: History) -> pl.DataFrame:
    first = max(panel.days - KEPT_DAYS, 0)
    estimate = estimated_demand(panel, history)[:, first:]
    row, day = np.nonzero(estimate != panel.sold[:, first:])
    dates = panel.calendar()[first : panel.days][day]
    cells = pl.DataFrame({"series": row.astype(np.int32), "days": dates, "demand": estimate[row, day]})
    return cells.group_by("series", maintain_order=True).agg("days", "demand")
