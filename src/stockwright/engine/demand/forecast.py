"""The forecast of every series: mean, spread and quantiles by day and over any window."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from stockwright.engine import distributions
from stockwright.engine.demand.classes import Names
from stockwright.engine.demand.dispersion import Spread
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Indexes


@dataclass(frozen=True)
class Forecast:
    """Demand of n series on each of H days after `as_of`, as a negative binomial count.

    `mean`, `variance` (n, H) are by day, `quantiles` (n, H, Q) decimal, at `levels`. `spread` tells the
    variance of sums. `plain` (n, H) is the mean if no promotion and no new price were planned. `demand_class`
    and `method`, the family that says most, are (n,) text.
    `velocity` (n, 3) is pieces per in-stock day over the last 7, 30 and 90 days; `outliers_capped` (n,)
    counts days; `lost_estimate` (n,) is the demand estimated unmet over the last 28 days, in pieces.
    """

    as_of: date
    levels: tuple[float, ...]
    mean: Floats
    plain: Floats
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
        wide = days[:, None] if days.ndim == 1 else days
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
            plain=self.plain[chosen],
            variance=self.variance[chosen],
            quantiles=self.quantiles[chosen],
            spread=Spread(self.spread.dispersion[chosen], self.spread.drift[chosen]),
            demand_class=self.demand_class[chosen],
            method=self.method[chosen],
            velocity=self.velocity[chosen],
            outliers_capped=self.outliers_capped[chosen],
            lost_estimate=self.lost_estimate[chosen],
        )
