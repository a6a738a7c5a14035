"""Cleaned history and the running sums that make every window of it a subtraction."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from stockwright.engine.demand.panel import Block, Indexes, Panel

Floats = NDArray[np.float64]
Sums = NDArray[np.float32] | NDArray[np.float64]

FAST, SLOW = 0.12, 0.04
LEAST_SALES_TO_CAP = 5
PRIOR_WEIGHT = 0.02


@dataclass(frozen=True)
class History:
    """Demand seen through time in stock.

    `demand` (n, T) is sold, outliers capped, zero before the item was listed. `exposure` (n, T) is the
    share of the day on which it could be bought. The sums have a leading zero column: days a..b-1 add up
    to `sums[:, b] - sums[:, a]`.
    """

    demand: Block
    exposure: Block
    capped: Indexes
    demand_sums: Sums
    exposure_sums: Sums
    sale_sums: Sums
    square_sums: Sums
    last_sale: NDArray[np.int32]
    fast: tuple[Block, Block]
    slow: tuple[Block, Block]

    def rate(self, end: int, days: int) -> Floats:
        """Pieces per in-stock day over the `days` days before column `end`, shape (n,); 0 if never in stock.

        Sales over time in stock is the maximum likelihood rate even where high demand ended the stock.
        """
        return self._ratio(self.demand_sums, end, days)

    def sale_share(self, end: int, days: int) -> Floats:
        """Days with a sale per in-stock day over the `days` days before column `end`, shape (n,)."""
        return np.minimum(self._ratio(self.sale_sums, end, days), 1.0)

    def exposed(self, end: int, days: int) -> Floats:
        """Days in stock among the `days` days before column `end`, shape (n,)."""
        return _between(self.exposure_sums, end, days)

    def deviation(self, end: int, days: int) -> Floats:
        """Standard deviation of daily demand over the `days` days before column `end`, shape (n,)."""
        square = self._ratio(self.square_sums, end, days)
        return np.sqrt(np.maximum(square - self.rate(end, days) ** 2, 0.0))

    def _ratio(self, sums: Sums, end: int, days: int) -> Floats:
        exposed = self.exposed(end, days)
        return np.where(exposed > 0, _between(sums, end, days) / np.maximum(exposed, 0.25), 0.0)

    def smoothed(self, filtered: tuple[Block, Block], last: int) -> Floats:
        """Exponentially weighted pieces per in-stock day at the end of column `last`, shape (n,)."""
        return filtered[0][:, last].astype(np.float64) / np.maximum(filtered[1][:, last], 1e-6)

    def level(self, last: int, prior: Floats) -> Floats:
        """Level at the end of column `last`, drawn a little to `prior` so that it is never quite zero."""
        pieces, exposed = self.slow[0][:, last].astype(np.float64), self.slow[1][:, last]
        return (pieces + PRIOR_WEIGHT * prior) / (exposed + PRIOR_WEIGHT)


def clean(panel: Panel) -> History:
    """Cap one-off bulk days, blank the days before listing, and prepare the running sums."""
    listed = np.arange(panel.days) >= panel.first_day[:, None]
    exposure = (panel.in_stock * listed).astype(np.float32)
    sold = np.where(listed, panel.sold, 0.0).astype(np.float32)
    # Something sold on a day without known stock: the stock record is wrong, not the sale.
    exposure = np.where((sold > 0) & (exposure < 0.1), np.float32(1.0), exposure)
    ceiling = outlier_ceiling(sold)
    demand = np.minimum(sold, ceiling[:, None]).astype(np.float32)
    selling = demand > 0
    at = np.where(selling, np.arange(panel.days, dtype=np.int32), np.int32(-1))
    return History(
        demand=demand,
        exposure=exposure,
        capped=(sold > demand).sum(axis=1),
        demand_sums=_running(demand, np.float64),
        exposure_sums=_running(exposure, np.float32),
        sale_sums=_running(selling, np.float32),
        square_sums=_running(demand**2 / np.maximum(exposure, 0.25), np.float64),
        last_sale=np.maximum.accumulate(at, axis=1),
        fast=(_filtered(demand, FAST), _filtered(exposure, FAST)),
        slow=(_filtered(demand, SLOW), _filtered(exposure, SLOW)),
    )


def outlier_ceiling(sold: Block) -> Floats:
    """Largest believable day of each series, shape (n,); infinite below five selling days.

    Selling days are compared on the log scale, by quartiles, which a few bulk orders cannot move:
    exp(upper quartile + 4 x interquartile range), the range taken as at least ln 2.
    """
    days = sold.shape[1]
    selling = (sold > 0).sum(axis=1)
    ordered = np.sort(sold, axis=1)
    rows = np.arange(len(sold))

    def quartile(share: float) -> Floats:
        at = days - selling + np.floor(share * np.maximum(selling - 1, 0)).astype(np.int64)
        return np.log(np.maximum(ordered[rows, np.minimum(at, days - 1)], 1e-3).astype(np.float64))

    upper = quartile(0.75)
    spread = np.maximum(upper - quartile(0.25), np.log(2.0))
    return np.where(selling >= LEAST_SALES_TO_CAP, np.exp(upper + 4.0 * spread), np.inf)


def _running(values: NDArray[np.float32] | NDArray[np.bool_], kind: type[np.float32 | np.float64]) -> Sums:
    sums = np.zeros((values.shape[0], values.shape[1] + 1), dtype=kind)
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums


def _between(sums: Sums, end: int, days: int) -> Floats:
    return (sums[:, end] - sums[:, max(end - days, 0)]).astype(np.float64)


def _filtered(values: Block, weight: float) -> Block:
    smooth = lfilter(np.array([weight], np.float32), np.array([1.0, weight - 1.0], np.float32), values, axis=1)
    return np.asarray(smooth, dtype=np.float32)
