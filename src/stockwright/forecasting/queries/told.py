"""What stored runs told of some of their days: the only place that cuts days out of stored rows."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
import polars as pl

from stockwright.engine.demand.dispersion import Spread
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.scoring import WINDOWS, Told
from stockwright.engine.demand.storing import PACKED_BYTES, unpacked
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame

_DAYS = """
    select variant_id, location_id, demand_class, mean[%(begin)s:%(until)s],
        substring(quantiles from %(from)s for %(bytes)s), dispersion, drift
    from forecasting_itemforecast
    where company_id = %(company)s and run_id = %(run)s
    order by variant_id, location_id
"""

DAY_TOLD = f"""
    f.mean[t.lead] as value,
    substring(f.quantiles from (t.lead - 1) * t.width * {PACKED_BYTES} + 1 for t.width * {PACKED_BYTES})
        as quantiles,
    f.dispersion[1] as dispersion, f.drift[1] as drift
"""
"""The same for one day, `t.lead` days ahead, of runs with `t.width` levels; the last two tell its variance."""

_LISTS = ("mean", "dispersion", "drift")


def days_told(
    actor: Actor, run_id: UUID, levels: Sequence[float], *, since: int, until: int
) -> tuple[pl.DataFrame, Told]:
    """What a run told of its days `since`..`until` ahead (from 1): its items, and the numbers in their order.

    Items are (variant_id, location_id, demand_class), in a fixed order.
    """
    windows = [days for days in WINDOWS if since <= days <= until]
    begin = 1 if windows else since
    day_bytes = len(levels) * PACKED_BYTES
    wanted = {
        "company": actor.company_id,
        "run": run_id,
        "begin": begin,
        "until": until,
        "from": (since - 1) * day_bytes + 1,
        "bytes": (until - since + 1) * day_bytes,
    }
    rows = read_frame(_DAYS, wanted, _schema())
    mean, dispersion, drift = (_matrix(rows[name]) for name in _LISTS)
    told = Told(
        first=since,
        mean=mean[:, since - begin :],
        quantiles=unpacked(rows["quantiles"]).reshape(len(rows), -1, len(levels)),
        windows={days: mean[:, :days].sum(axis=1) for days in windows},
        spread=Spread(dispersion, drift),
    )
    return rows.select("variant_id", "location_id", "demand_class"), told


def _schema() -> Schema:
    lists = pl.List(pl.Float32)
    texts = dict.fromkeys(("variant_id", "location_id", "demand_class"), pl.String)
    return {**texts, "mean": lists, "quantiles": pl.String, "dispersion": lists, "drift": lists}


def _matrix(column: pl.Series) -> Floats:
    """Lists of one length as an array (n, length)."""
    flat = column.explode(empty_as_null=False, keep_nulls=False).to_numpy().astype(np.float64)
    return np.asarray(flat.reshape(len(column), len(flat) // max(len(column), 1)), dtype=np.float64)
