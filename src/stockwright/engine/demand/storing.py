"""A forecast as rows of a table, in as little room as it needs.

Quantiles are kept as the half-precision numbers of their cube roots, in hexadecimal: any size fits, and the
error is less than two in a thousand.
"""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.demand.dispersion import NODES, Spread
from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.history import Floats

LISTS = ("mean", "plain", "dispersion", "drift")
NUMBERS = ("velocity_7", "velocity_30", "velocity_90", "lost_estimate")
PACKED_BYTES = 2
TEXTS = ("demand_class", "method")


def to_frame(told: Forecast) -> pl.DataFrame:
    """One row per series, lists for what has many values; `from_frame` reads it back.

    `plain` is null where it is the mean. `quantiles` is H x Q numbers, day after day, as \\x and hexadecimal
    digits. The moments of any window follow from `mean`, `dispersion` and `drift`.
    """
    same = (told.plain == told.mean).all(axis=1)
    return pl.DataFrame(
        {
            "series": np.arange(len(told.mean), dtype=np.int32),
            "demand_class": told.demand_class,
            "method": told.method,
            "mean": _lists(told.mean),
            "plain": pl.select(pl.when(pl.Series(~same)).then(_lists(told.plain))).to_series(),
            "quantiles": _packed(told.quantiles),
            "dispersion": _lists(told.spread.dispersion),
            "drift": _lists(told.spread.drift),
            "velocity_7": told.velocity_7.astype(np.float32),
            "velocity_30": told.velocity_30.astype(np.float32),
            "velocity_90": told.velocity_90.astype(np.float32),
            "outliers_capped": told.outliers_capped.astype(np.int32),
            "lost_estimate": told.lost_estimate.astype(np.float32),
        }
    )


def from_frame(frame: pl.DataFrame, *, as_of: date, levels: tuple[float, ...], horizon: int = 28) -> Forecast:
    """The forecast that `to_frame` told (any selection of its rows, in their order).

    Where there is no row it is of `horizon` days.
    """
    mean = _matrix(frame["mean"], horizon)
    spread = Spread(_matrix(frame["dispersion"], len(NODES)), _matrix(frame["drift"], len(NODES)))
    plain = frame.select(pl.coalesce("plain", "mean")).to_series()
    return Forecast(
        as_of=as_of,
        levels=levels,
        mean=mean,
        plain=_matrix(plain, horizon),
        variance=spread.by_day(mean),
        quantiles=unpacked(frame["quantiles"]).reshape(*mean.shape, len(levels)),
        spread=spread,
        demand_class=frame["demand_class"].to_numpy().astype(np.str_),
        method=frame["method"].to_numpy().astype(np.str_),
        velocity=np.stack([frame[name].to_numpy().astype(np.float64) for name in NUMBERS[:3]], axis=1),
        outliers_capped=frame["outliers_capped"].to_numpy().astype(np.int64),
        lost_estimate=frame["lost_estimate"].to_numpy().astype(np.float64),
    )


def _packed(quantiles: Floats) -> pl.Series:
    n, days, levels = quantiles.shape
    text, width = np.cbrt(quantiles).astype("<f2").tobytes().hex(), 4 * days * levels
    return pl.Series([f"\\x{text[at * width : (at + 1) * width]}" for at in range(n)], dtype=pl.String)


def unpacked(column: pl.Series) -> Floats:
    """The numbers of packed quantiles, or of parts of them, one after another."""
    return unpacked_bytes(bytes.fromhex("".join(column.str.strip_prefix("\\x").to_list())))


def unpacked_bytes(packed: bytes) -> Floats:
    """The same of raw bytes, PACKED_BYTES for each number."""
    return np.asarray(np.frombuffer(packed, dtype="<f2").astype(np.float64) ** 3, dtype=np.float64)


def _lists(values: Floats) -> pl.Series:
    return pl.Series(values.astype(np.float32)).cast(pl.List(pl.Float32))


def _matrix(column: pl.Series, width: int) -> Floats:
    """Lists of one length as an array, of `width` columns where there is no list."""
    flat: NDArray[Any] = column.explode(empty_as_null=False, keep_nulls=False).to_numpy()
    return flat.astype(np.float64).reshape(len(column), len(flat) // len(column) if len(column) else width)
