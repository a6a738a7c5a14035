"""Stored forecasts held against what came, as sums that add up over days, runs, classes and places.

WAPE, bias, pinball loss and coverage of any grouping follow exactly from the added sums. RMSSE is approximated
in two ways. The published measure weighs the root of each series' mean scaled square by its volume; here the root
is taken once, of the volume-weighted mean of the scaled squares, which adds up and is never smaller. And the naive
scale is that of the history at hand (half a year before the run), not of all there ever was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from stockwright.engine import distributions
from stockwright.engine.demand import metrics
from stockwright.engine.demand.backtest import Judged
from stockwright.engine.demand.baselines import mean_28, seasonal_naive
from stockwright.engine.demand.dispersion import Spread
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Indexes

WINDOWS = (7, 14, 28)

LEAST_VOLUME = 28.0
"""Pieces of the last four weeks, one a day, from which on an error in percent of what came says something."""

COUNTS = ("judged", "percent_judged", "within_50", "within_80", "within_95", "below_90")
ERRORS = ("forecast", "absolute", "squared", "scaled", "percent")
SUMS = (
    *COUNTS,
    *("demand", "weight", "pinball", *ERRORS),
    *(f"naive_{name}" for name in ERRORS),
    *(f"flat_{name}" for name in ERRORS),
)


class Told(NamedTuple):
    """What a run told of m series for the days `first`.. ahead.

    `mean` (m, k) and `quantiles` (m, k, Q) are by day; `windows` gives the mean (m,) of the sum over each window
    that ends among those days; `spread` the variance of any of them.
    """

    first: int
    mean: Floats
    quantiles: Floats
    windows: Mapping[int, Floats]
    spread: Spread


@dataclass(frozen=True)
class Case:
    """m series told for k days ahead, or for one window, and what came: (m, k) where nothing else is said.

    `lead` (k,) is the last day ahead of each column and `days` how many days it sums up. `actual` is NaN where
    nothing can be judged. `quantiles` is (m, k, Q). `naive` (last week again) and `flat` (28-day mean) were made
    from the same history. `scale` is `metrics.naive_scale` times the days, `volume` what was sold of late,
    both (m,).
    """

    days: int
    lead: Indexes
    actual: Floats
    mean: Floats
    variance: Floats
    quantiles: Floats
    naive: Floats
    flat: Floats
    scale: Floats
    volume: Floats


def run_scores(
    judged: Judged, told: Told, at: Indexes, keys: pl.DataFrame, *, levels: Floats, seed: int
) -> pl.DataFrame:
    """Sums of one run by `keys` (m rows), days (1, or the window's length) and lead.

    `at` (m,) is each told series' row among those that were judged, -1 where it is none of them any more. The
    same seed gives the same counts, however many days are scored at once.
    """
    found = [summed(case, keys, levels=levels, seed=seed) for case in cases(judged, told, at, levels)]
    return pl.concat(found)


def cases(judged: Judged, told: Told, at: Indexes, levels: Floats) -> list[Case]:
    """The days that were told, and each window that ends among them."""
    row, known = np.maximum(at, 0), at >= 0
    width = told.mean.shape[1]
    last = judged.before.days - 1
    columns = slice(told.first - 1, told.first - 1 + width)
    naive, flat = (
        method(judged.before.sold, last, judged.before.horizon)[row] for method in (seasonal_naive, mean_28)
    )

    def case(days: int, part: slice, mean: Floats, quantiles: Floats | None) -> Case:
        actual = judged.window(days)[:, part][row]
        variance = told.spread.variance(mean, np.full_like(mean, float(days)))
        if quantiles is None:
            quantiles = distributions.decimal_quantile(levels, mean[..., None], variance[..., None])
        points = (naive, flat) if days == 1 else (each[:, :days].sum(axis=1)[:, None] for each in (naive, flat))
        last_week, usual = (each[:, part] for each in points)
        lead = np.arange(told.first, told.first + width) if days == 1 else np.array([days])
        return Case(
            days=days,
            lead=lead,
            actual=np.where(known[:, None], actual, np.nan),
            mean=mean,
            variance=variance,
            quantiles=quantiles,
            naive=last_week,
            flat=usual,
            scale=judged.scale[row] * days,
            volume=judged.volume[row],
        )

    sums = [case(days, slice(None), mean[:, None], None) for days, mean in told.windows.items()]
    return [case(1, columns, told.mean, told.quantiles), *sums]


def summed(case: Case, keys: pl.DataFrame, *, levels: Floats, seed: int) -> pl.DataFrame:
    """The case's SUMS by `keys`, days and lead; groups in which nothing could be judged are absent."""
    draws = [np.random.default_rng([seed, case.days, int(lead)]).random(len(case.actual)) for lead in case.lead]
    series, column = np.nonzero(np.isfinite(case.actual))
    uniform = np.stack(draws, axis=1)[series, column] if len(series) else np.zeros(0)
    cells = keys[series].with_columns(
        pl.lit(case.days, dtype=pl.Int16).alias("days"),
        pl.Series("lead", case.lead[column], dtype=pl.Int16),
        **{name: pl.Series(values) for name, values in _of_cells(case, series, column, levels, uniform).items()},
    )
    by = (*keys.columns, "days", "lead")
    return cells.group_by(by).agg(pl.col(SUMS).sum()).sort(by)


def _of_cells(
    case: Case, series: Indexes, column: Indexes, levels: Floats, uniform: Floats
) -> dict[str, Floats | Indexes]:
    """Each of SUMS for every judged cell."""
    actual, mean, variance = (each[series, column] for each in (case.actual, case.mean, case.variance))
    scale, volume = case.scale[series], case.volume[series]
    above = actual[:, None] - case.quantiles[series, column]
    rank = metrics.rank(actual, mean, variance, uniform)
    weight = np.where(scale > 0, volume, 0.0)
    counted = (volume >= LEAST_VOLUME) & (actual > 0)
    found: dict[str, Floats | Indexes] = {
        "judged": np.ones(len(actual), dtype=np.int64),
        "percent_judged": counted.astype(np.int64),
        "within_50": _within(rank, 0.25, 0.75),
        "within_80": _within(rank, 0.1, 0.9),
        "within_95": _within(rank, 0.025, 0.975),
        "below_90": (rank <= 0.9).astype(np.int64),
        "demand": actual,
        "weight": weight,
        "pinball": 2.0 * np.maximum(levels * above, (levels - 1.0) * above).mean(axis=1),
    }
    points = {"": mean, "naive_": case.naive[series, column], "flat_": case.flat[series, column]}
    for name, point in points.items():
        squared = (actual - point) ** 2
        found[f"{name}forecast"] = point
        found[f"{name}absolute"] = np.abs(actual - point)
        found[f"{name}squared"] = squared
        found[f"{name}scaled"] = weight * squared / np.where(scale > 0, scale, 1.0)
        found[f"{name}percent"] = np.where(counted, np.abs(actual - point) / np.where(counted, actual, 1.0), 0.0)
    return found


def _within(rank: Floats, low: float, high: float) -> Indexes:
    return ((rank > low) & (rank <= high)).astype(np.int64)
