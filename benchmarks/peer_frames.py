"""How the libraries of the peers want their numbers, and how what they say is read."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.told import LEVELS, Floats
from stockwright.engine.demand.panel import Panel

Rows = NDArray[np.int64]
MEAN_DAYS = 28


def history_frame(panel: Panel, chosen: Rows, *, price: bool = False) -> pl.DataFrame:
    """Long rows (unique_id, ds, y, and price where it is wanted) of each series since it was listed."""
    days = np.arange(panel.days)
    listed = (days[None, :] >= panel.first_day[chosen, None]).reshape(-1)
    columns = {
        "unique_id": np.repeat(chosen, panel.days),
        "ds": np.tile(panel.calendar()[: panel.days], len(chosen)),
        "y": panel.sold[chosen].reshape(-1).astype(np.float32),
    }
    if price:
        columns["price"] = shelf_price(panel)[chosen, : panel.days].reshape(-1)
    return pl.DataFrame({name: values[listed] for name, values in columns.items()})


def future_frame(panel: Panel, chosen: Rows) -> pl.DataFrame:
    """Long rows (unique_id, ds, price) of the days ahead."""
    return pl.DataFrame(
        {
            "unique_id": np.repeat(chosen, panel.horizon),
            "ds": np.tile(panel.calendar()[panel.days :], len(chosen)),
            "price": shelf_price(panel)[chosen, panel.days :].reshape(-1),
        }
    )


def shelf_price(panel: Panel) -> NDArray[np.float32]:
    """The price set for each day (n, T + H), carried on where none is told; NaN before the first."""
    planned = panel.planned
    if planned is None:
        raise ValueError("No price is known ahead in this panel.")
    at = np.maximum.accumulate(np.where(np.isnan(planned), 0, np.arange(planned.shape[1])), axis=1)
    return np.asarray(np.take_along_axis(planned, at, axis=1), dtype=np.float32)


def seasoned(panel: Panel, days: int) -> Rows:
    """Series listed for at least so many days, which the library asks for."""
    return np.flatnonzero(panel.days - panel.first_day >= days)


def plain_means(panel: Panel) -> tuple[Floats, Floats]:
    """Mean of the last 28 days since listing, and no spread: what stands where a library cannot be asked.

    Shapes (n, H) and (n, H, Q).
    """
    recent = panel.sold[:, -MEAN_DAYS:].sum(axis=1, dtype=np.float64)
    level = recent / np.clip(panel.days - panel.first_day, 1, MEAN_DAYS)
    mean = np.repeat(level[:, None], panel.horizon, axis=1)
    return mean, np.repeat(mean[:, :, None], len(LEVELS), axis=2)


def fill_in(mean: Floats, quantiles: Floats, chosen: Rows, made: pl.DataFrame, name: str) -> None:
    """Put what a library said of the `chosen` series in the place of plain means, where it said a number."""
    point, ends = _read(made, name, mean.shape[1])
    mean[chosen] = np.where(np.isnan(point), mean[chosen], point)
    quantiles[chosen] = np.where(np.isnan(ends), quantiles[chosen], ends)


def _read(made: pl.DataFrame, name: str, horizon: int) -> tuple[Floats, Floats]:
    """The column `name` and the ends of its intervals, never below zero: (m, H) and (m, H, Q)."""
    columns = [_column(name, level) for level in LEVELS]
    block = made.sort("unique_id", "ds").select(name, *dict.fromkeys(c for c in columns if c != name)).to_dict()
    found = {key: np.maximum(each.to_numpy().astype(np.float64), 0.0) for key, each in block.items()}
    shape = (len(made) // horizon, horizon)
    quantiles = np.stack([found[column].reshape(shape) for column in columns], axis=-1)
    return found[name].reshape(shape), np.sort(quantiles, axis=-1)


def _column(name: str, level: float) -> str:
    if level == 0.5:
        return name
    return f"{name}-{'lo' if level < 0.5 else 'hi'}-{round(abs(2 * level - 1) * 100)}"
