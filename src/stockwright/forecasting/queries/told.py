"""What stored runs told of some of their days: the only place that cuts days out of stored rows."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
import polars as pl

from stockwright.engine.demand.dispersion import Spread
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.scoring import WINDOWS, Told
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame

_DAYS = """
    select coalesce(d.series, -1), f.demand_class, f.location_id,
        f.mean[%(begin)s:%(until)s], f.quantiles[%(lowest)s:%(highest)s], f.dispersion, f.drift
    from forecasting_itemforecast f
    left join demand_series d on d.variant_id = f.variant_id and d.location_id = f.location_id
    where f.company_id = %(company)s and f.run_id = %(run)s
    order by f.variant_id, f.location_id
"""

DAY_TOLD = """
    f.mean[t.lead] as value, f.quantiles[(t.lead - 1) * t.width + 1 : t.lead * t.width] as quantiles,
    f.dispersion[1] as dispersion, f.drift[1] as drift
"""
"""The same for one day, `t.lead` days ahead, of runs with `t.width` levels; the last two tell its variance."""

_LISTS = ("mean", "quantiles", "dispersion", "drift")


def days_told(
    actor: Actor, run_id: UUID, levels: Sequence[float], *, since: int, until: int
) -> tuple[pl.DataFrame, Told]:
    """What a run told of its days `since`..`until` ahead (from 1): its items, and the numbers in their order.

    Items are (series, demand_class, location_id), in a fixed order; series are those of `series_frame` in this
    transaction, -1 for what is no series any more.
    """
    windows = [days for days in WINDOWS if since <= days <= until]
    begin = 1 if windows else since
    wanted = {
        "company": actor.company_id,
        "run": run_id,
        "begin": begin,
        "until": until,
        "lowest": (since - 1) * len(levels) + 1,
        "highest": until * len(levels),
    }
    schema: Schema = {
        "series": pl.Int64,
        "demand_class": pl.String,
        "location_id": pl.String,
        **dict.fromkeys(_LISTS, pl.List(pl.Float32)),
    }
    rows = read_frame(_DAYS, wanted, schema)
    mean, quantiles, dispersion, drift = (matrix(rows[name]) for name in _LISTS)
    told = Told(
        first=since,
        mean=mean[:, since - begin :],
        quantiles=quantiles.reshape(len(rows), -1, len(levels)),
        windows={days: mean[:, :days].sum(axis=1) for days in windows},
        spread=Spread(dispersion, drift),
    )
    return rows.select("series", "demand_class", "location_id"), told


def matrix(column: pl.Series) -> Floats:
    """Lists of one length as an array (n, length)."""
    flat = column.explode(empty_as_null=False, keep_nulls=False).to_numpy().astype(np.float64)
    return np.asarray(flat.reshape(len(column), len(flat) // max(len(column), 1)), dtype=np.float64)
