"""The forecast of every series: mean, spread and quantiles by day and over any window."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from stockwright.engine import distributions
from stockwright.engine.demand.calibration import Trial, calibrated
from stockwright.engine.demand.classes import DemandClass, Names
from stockwright.engine.demand.dispersion import NODES, Spread
from stockwright.engine.demand.expected import (
    Blend,
    Standing,
    expected,
    lost_demand,
    standing_at,
    trial_days,
    tried,
)
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.model import Lessons, lessons, taught
from stockwright.engine.demand.panel import Indexes, Panel
from stockwright.engine.demand.past import Past, past_of
from stockwright.engine.demand.settings import LEVELS, DemandSettings

VELOCITY_DAYS = (7, 30, 90)
LOST_DAYS = 28


@dataclass(frozen=True)
class Forecast:
    """Demand of n series on each of H days after `as_of`, as a negative binomial count.

    `mean`, `variance` (n, H) are by day, `quantiles` (n, H, Q) decimal, at `levels`. `spread` tells the
    variance of sums. `demand_class` and `method` (model, statistical, category, none) are (n,) text.
    `velocity` (n, 3) is pieces per in-stock day over the last 7, 30 and 90 days; `outliers_capped` (n,)
    counts days; `lost_estimate` (n,) is the demand estimated unmet over the last 28 days, in pieces.
    """

    as_of: date
    levels: tuple[float, ...]
    mean: Floats
    variance: Floats
    quantiles: Floats
    spread: Spread
    demand_class: Names
    method: Names
    velocity: Floats
    outliers_capped: Indexes
    lost_estimate: Floats

    @property
    def horizon(self) -> int:
        return int(self.mean.shape[1])

    @property
    def velocity_7(self) -> Floats:
        return self.velocity[:, 0]

    @property
    def velocity_30(self) -> Floats:
        return self.velocity[:, 1]

    @property
    def velocity_90(self) -> Floats:
        return self.velocity[:, 2]

    def window_moments(self, windows: ArrayLike) -> tuple[Floats, Floats]:
        """Mean and variance of demand summed over the first `windows` days, each of the shape of `windows`.

        `windows` is (n,) or (n, k) days, fractions and days beyond the horizon allowed: there the last
        forecast week is repeated. The variance is that of the sum, not a sum of variances.
        """
        days = np.asarray(windows, dtype=np.float64)
        wide = days.reshape(len(self.mean), -1)
        mean = self._mean_over(wide)
        variance = self.spread.variance(mean, np.maximum(wide, 1.0))
        return mean.reshape(days.shape), variance.reshape(days.shape)

    def window_quantile(self, level: ArrayLike, windows: ArrayLike) -> Floats:
        """Whole pieces that cover demand over `windows` days with probability `level` (broadcast)."""
        mean, variance = self.window_moments(windows)
        return distributions.quantile(level, mean, variance)

    def confidence(self, windows: ArrayLike, within: float = 0.30) -> Floats:
        """Probability (0..1) that demand over `windows` days is within `within` x median of its median."""
        mean, variance = self.window_moments(windows)
        low, high = self.near_median(windows, within)
        return distributions.cdf(high, mean, variance) - distributions.cdf(low - 1.0, mean, variance)

    def near_median(self, windows: ArrayLike, within: float = 0.30) -> tuple[Floats, Floats]:
        """Fewest and most whole pieces that are within `within` x median of the median of a window."""
        median = self.window_quantile(0.5, windows)
        return np.ceil(median * (1.0 - within) - 1e-9), np.floor(median * (1.0 + within) + 1e-9)

    def _mean_over(self, days: Floats) -> Floats:
        longest = max(int(np.ceil(days.max(initial=1.0))), 1)
        day = np.arange(longest)
        last_week = self.horizon - 7 + (day - self.horizon) % 7
        daily = self.mean[:, np.where(day < self.horizon, day, last_week)]
        total = np.concatenate([np.zeros((len(daily), 1)), np.cumsum(daily, axis=1)], axis=1)
        whole = np.floor(days).astype(np.int64)
        rows = np.arange(len(daily))[:, None]
        after = total[rows, np.minimum(whole + 1, longest)]
        before = total[rows, whole]
        return np.asarray(before + (days - whole) * (after - before), dtype=np.float64)

    def rows(self, chosen: Indexes) -> "Forecast":
        """The forecast of some of the series, (m,) row numbers, in that order."""
        return replace(
            self,
            mean=self.mean[chosen],
            variance=self.variance[chosen],
            quantiles=self.quantiles[chosen],
            spread=Spread(self.spread.dispersion[chosen], self.spread.drift[chosen]),
            demand_class=self.demand_class[chosen],
            method=self.method[chosen],
            velocity=self.velocity[chosen],
            outliers_capped=self.outliers_capped[chosen],
            lost_estimate=self.lost_estimate[chosen],
        )

    def to_frame(self) -> pl.DataFrame:
        """One row per series, lists for what has many values; `from_frame` reads it back.

        `quantiles` is H x Q numbers, day after day. The moments of any window follow from `mean`,
        `dispersion` and `drift`.
        """
        n, days, levels = self.quantiles.shape
        return pl.DataFrame(
            {
                "series": np.arange(n, dtype=np.int32),
                "demand_class": self.demand_class,
                "method": self.method,
                "mean": _lists(self.mean),
                "variance": _lists(self.variance),
                "quantiles": _lists(self.quantiles.reshape(n, days * levels)),
                "dispersion": _lists(self.spread.dispersion),
                "drift": _lists(self.spread.drift),
                "velocity_7": self.velocity_7.astype(np.float32),
                "velocity_30": self.velocity_30.astype(np.float32),
                "velocity_90": self.velocity_90.astype(np.float32),
                "outliers_capped": self.outliers_capped.astype(np.int32),
                "lost_estimate": self.lost_estimate.astype(np.float32),
            }
        )

    @staticmethod
    def from_frame(frame: pl.DataFrame, *, as_of: date, levels: tuple[float, ...] = LEVELS) -> "Forecast":
        """The forecast that `to_frame` told (any selection of its rows, in their order)."""
        mean = _matrix(frame["mean"])
        names = ("velocity_7", "velocity_30", "velocity_90")
        return Forecast(
            as_of=as_of,
            levels=levels,
            mean=mean,
            variance=_matrix(frame["variance"]),
            quantiles=_matrix(frame["quantiles"]).reshape(*mean.shape, len(levels)),
            spread=Spread(_matrix(frame["dispersion"]), _matrix(frame["drift"])),
            demand_class=frame["demand_class"].to_numpy().astype(np.str_),
            method=frame["method"].to_numpy().astype(np.str_),
            velocity=np.stack([frame[name].to_numpy().astype(np.float64) for name in names], axis=1),
            outliers_capped=frame["outliers_capped"].to_numpy().astype(np.int64),
            lost_estimate=frame["lost_estimate"].to_numpy().astype(np.float64),
        )


def _lists(values: Floats) -> pl.Series:
    return pl.Series(values.astype(np.float32)).cast(pl.List(pl.Float32))


def _matrix(column: pl.Series) -> Floats:
    flat: NDArray[Any] = column.explode(empty_as_null=False, keep_nulls=False).to_numpy()
    return flat.astype(np.float64).reshape(len(column), len(flat) // max(len(column), 1))


def forecast(panel: Panel, *, settings: DemandSettings | None = None, seed: int) -> Forecast:
    """Forecast every series of the panel over its horizon; the same seed gives the same forecast."""
    chosen = settings or DemandSettings()
    if not panel.size:
        return _nothing(panel, chosen)
    past = past_of(panel)
    now = standing_at(past, chosen, last=panel.days - 1)
    drawn = lessons(past, settings=chosen, seed=seed)
    shares, trials = _tried(past, drawn, chosen, seed)
    model = taught(drawn, days=panel.days, settings=chosen, seed=seed) if any(shares) else None
    learnt = None if model is None else model.predict(past, now.origin)
    mean, method = expected(now, learnt, shares, panel.horizon)
    spread = _spread(past.dispersion, trials, now, seed)
    variance = spread.variance(mean, np.ones_like(mean))
    levels = np.asarray(chosen.levels)
    return Forecast(
        as_of=panel.as_of,
        levels=chosen.levels,
        mean=mean,
        variance=variance,
        quantiles=distributions.decimal_quantile(levels, mean[..., None], variance[..., None]),
        spread=spread,
        demand_class=now.names,
        method=method,
        velocity=np.stack([past.history.rate(panel.days, days) for days in VELOCITY_DAYS], axis=1),
        outliers_capped=past.history.capped,
        lost_estimate=lost_demand(past, now.origin, LOST_DAYS),
    )


def _nothing(panel: Panel, settings: DemandSettings) -> Forecast:
    """The forecast of no series at all."""
    days, names = np.zeros((0, panel.horizon)), np.zeros(0, dtype=np.str_)
    return Forecast(
        as_of=panel.as_of,
        levels=settings.levels,
        mean=days,
        variance=days,
        quantiles=np.zeros((*days.shape, len(settings.levels))),
        spread=Spread(np.zeros((0, len(NODES))), np.zeros((0, len(NODES)))),
        demand_class=names,
        method=names,
        velocity=np.zeros((0, len(VELOCITY_DAYS))),
        outliers_capped=np.zeros(0, dtype=np.int64),
        lost_estimate=np.zeros(0),
    )


def _tried(past: Past, drawn: Lessons | None, settings: DemandSettings, seed: int) -> Blend:
    """Trials by a model that learnt only from before the first of them."""
    days = trial_days(past.panel)
    stood = [standing_at(past, settings, last=last) for last in days]
    first = min(days, default=-1)
    known = None if drawn is None else drawn.until(first)
    return tried(past, stood, taught(known, days=first + 1, settings=settings, seed=seed))


def _spread(own: Floats, trials: list[Trial], now: Standing, seed: int) -> Spread:
    """Calibrated spread; a new item's drift is at least the doubt about its level."""
    found = calibrated(own, trials, now.names, seed=seed)
    doubt = np.where(now.names == DemandClass.NEW, now.start.doubt, 0.0)
    return Spread(found.dispersion, np.maximum(found.drift, doubt[:, None]))
