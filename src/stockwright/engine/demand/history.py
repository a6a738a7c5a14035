"""Cleaned history and the running sums that make every window of it a subtraction."""

from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from stockwright.engine.demand.panel import Block, Flags, Indexes, Panel

Floats = NDArray[np.float64]
Sums = NDArray[np.float32] | NDArray[np.float64]

FAST, SLOW = 0.12, 0.04
LEAST_SALES_TO_CAP = 5
LEAST_EXPOSURE = 0.25  # a shorter part of a day in stock is no basis for a rate
LEAST_BELIEVED = 0.01  # a sale in less of the day's demand than this: the stock record is wrong
PRIOR_WEIGHT = 0.05
LONG_RUN_DAYS = 365
USUAL_DAYS = 3.0
LEAST_LEVEL = 1e-4


@dataclass(frozen=True)
class History:
    """Demand seen through time in stock.

    `demand` (n, T) is what was sold, outliers damped, and `unmet` (n, T), what was wanted beyond the last
    piece of a day that sold out; zero before the item was listed. `exposure` (n, T) is the share of the day's
    demand that came while there was stock. `capped` (n,) counts days. What follows is day by day, each day's
    n series side by side, because it is read a day at a time: the sums are (T + 1, n), the days a..b-1 add up to
    `sums[b] - sums[a]`; the weekday sums add every seventh day; `last_sale` is the latest selling day
    (-1 before); `fast` and `slow` are exponentially weighted (T, n), `slow` apart for demand and exposure.
    """

    demand: Block
    exposure: Block
    unmet: Block
    capped: Indexes
    demand_sums: Sums
    exposure_sums: Sums
    sale_sums: Sums
    square_sums: Sums
    weekday_demand: Sums
    weekday_exposure: Sums
    last_sale: NDArray[np.int32]
    fast: Block
    slow: tuple[Block, Block]

    def rate(self, end: int, days: int) -> Floats:
        """Pieces per in-stock day over the `days` days before day `end`, shape (n,); 0 if never in stock.

        Sales over time in stock is the maximum likelihood rate even where high demand ended the stock.
        """
        return self._ratio(self.demand_sums, end, days)

    def sale_share(self, end: int, days: int) -> Floats:
        """Days with a sale per in-stock day over the `days` days before day `end`, shape (n,)."""
        return np.minimum(self._ratio(self.sale_sums, end, days), 1.0)

    def exposed(self, end: int, days: int) -> Floats:
        """Days in stock among the `days` days before day `end`, shape (n,)."""
        return _between(self.exposure_sums, end, days)

    def pieces(self, end: int, days: int) -> Floats:
        """Demand over the `days` days before day `end`, shape (n,)."""
        return _between(self.demand_sums, end, days)

    def deviation(self, end: int, days: int) -> Floats:
        """Standard deviation of daily demand over the `days` days before day `end`, shape (n,)."""
        variance = self._ratio(self.square_sums, end, days) - self.rate(end, days) ** 2
        return np.asarray(np.sqrt(np.maximum(variance, 0.0)), dtype=np.float64)

    def long_run(self, end: int, usual: Floats) -> Floats:
        """Pieces per in-stock day over the year before day `end`, with a few days of what is usual, (n,)."""
        exposed = self.exposed(end, LONG_RUN_DAYS)
        return (self.pieces(end, LONG_RUN_DAYS) + USUAL_DAYS * usual) / (exposed + USUAL_DAYS)

    def level(self, last: int, prior: Floats) -> Floats:
        """Level at the end of day `last`, (n,): exponentially weighted, drawn a little to `prior` (n,)."""
        pieces, exposed = self.slow[0][last], self.slow[1][last]
        found = (pieces + PRIOR_WEIGHT * prior) / (exposed + PRIOR_WEIGHT)
        return np.maximum(np.asarray(found, dtype=np.float64), LEAST_LEVEL)

    def weekdays(self, last: int, weeks: int) -> tuple[Floats, Floats]:
        """Demand and exposure by weekday over the latest `weeks` weeks, each (n, 7).

        The first column is the weekday of the day after `last`.
        """
        reach = 7 * min(weeks, (last + 1) // 7)
        days = slice(last + 1, last + 8)
        before = slice(last + 1 - reach, last + 8 - reach)
        sums = (self.weekday_demand, self.weekday_exposure)
        demand, exposure = ((each[days] - each[before]).T.astype(np.float64) for each in sums)
        return demand, exposure

    def _ratio(self, sums: Sums, end: int, days: int) -> Floats:
        exposed = self.exposed(end, days)
        found = np.where(exposed > 0, _between(sums, end, days) / np.maximum(exposed, LEAST_EXPOSURE), 0.0)
        return np.asarray(found, dtype=np.float64)


def clean(panel: Panel) -> History:
    """Damp one-off bulk days, blank what tells nothing, and prepare the running sums."""
    listed = np.arange(panel.days) >= panel.first_day[:, None]
    told = listed if panel.ignored is None else listed & ~panel.ignored
    sold = np.where(told, panel.sold, np.float32(0.0))
    # Something sold on a day without known stock: the stock record is wrong, not the sale.
    trusted = (sold == 0) | (panel.in_stock >= LEAST_BELIEVED)
    exposure = np.where(trusted, panel.in_stock, np.float32(1.0)) * told
    believed = np.minimum(sold, ceilings(panel, sold))
    unmet = beyond_the_last_piece(panel, believed)
    demand = believed + unmet
    pieces, time = np.ascontiguousarray(demand.T), np.ascontiguousarray(exposure.T)
    return History(
        demand=demand,
        exposure=exposure,
        unmet=unmet,
        capped=(sold > believed).sum(axis=1),
        demand_sums=_running(pieces, np.float64),
        exposure_sums=_running(time, np.float32),
        sale_sums=_running(pieces > 0, np.float32),
        square_sums=_running(pieces**2 / np.maximum(time, LEAST_EXPOSURE), np.float64),
        weekday_demand=_running_weekdays(pieces),
        weekday_exposure=_running_weekdays(time),
        last_sale=_last_sale(pieces > 0),
        fast=np.asarray(_filtered(pieces, FAST) / np.maximum(_filtered(time, FAST), 1e-6), dtype=np.float32),
        slow=(_filtered(pieces, SLOW), _filtered(time, SLOW)),
    )


def beyond_the_last_piece(panel: Panel, sold: Block) -> Block:
    """Pieces that the order which took the last one wanted and did not get, in the mean, (n, T).

    The rest of an order that is known to be at least so large is m - 1 pieces where the pieces of an order
    are geometric with mean m, whatever came before: nothing for goods that are bought one by one. m is that
    of the series up to the day, an order of the usual size (all series up to the day) added.
    """
    if panel.sold_out is None or panel.orders is None:
        return np.zeros_like(sold)
    counted = np.where(panel.orders > 0, sold, np.float32(0.0))
    pieces, orders = np.cumsum(counted, axis=1), np.cumsum(panel.orders, axis=1)
    everyone = panel.weighed(pieces).sum(axis=0), panel.weighed(orders).sum(axis=0)
    usual = np.maximum(everyone[0], 1.0) / np.maximum(everyone[1], 1.0)
    rest = np.maximum((pieces + usual) / (orders + 1.0) - 1.0, 0.0)
    return np.where(panel.sold_out & (sold > 0), rest, 0.0).astype(np.float32)


def ceilings(panel: Panel, sold: Block) -> Block:
    """The most that is believed of each day, (n, T) or (n, 1): what a person said of a day goes first."""
    upper, ceiling = believable(sold)
    limit = ceiling.astype(np.float32)[:, None]
    if panel.damped is not None:
        limit = np.where(panel.damped, np.minimum(upper, ceiling).astype(np.float32)[:, None], limit)
    return limit if panel.kept is None else np.where(panel.kept, np.float32(np.inf), limit)


class Believable(NamedTuple):
    """An ordinary good day of each series (its upper quartile of selling days), and its largest, each (n,)."""

    good_day: Floats
    ceiling: Floats


def believable(sold: Block) -> Believable:
    """How much each series may sell on a day; the largest is infinite below five selling days.

    Selling days are compared on the log scale, by quartiles, which a few bulk orders cannot move:
    exp(upper quartile + 4 x interquartile range), the range taken as at least ln 2.
    """
    days = sold.shape[1]
    selling = (sold > 0).sum(axis=1)
    ordered = np.sort(sold, axis=1)
    rows = np.arange(len(sold))

    def quartile(share: float) -> Floats:
        at = days - selling + np.floor(share * np.maximum(selling - 1, 0)).astype(np.int64)
        return np.asarray(np.log(np.maximum(ordered[rows, np.minimum(at, days - 1)], 1e-3)), dtype=np.float64)

    upper = quartile(0.75)
    spread = np.maximum(upper - quartile(0.25), np.log(2.0))
    ceiling = np.where(selling >= LEAST_SALES_TO_CAP, np.exp(upper + 4.0 * spread), np.inf)
    return Believable(np.exp(upper), ceiling)


def _running(days: Block | Flags, kind: type[np.float32 | np.float64]) -> Sums:
    sums = np.zeros((len(days) + 1, days.shape[1]), dtype=kind)
    np.cumsum(days, axis=0, out=sums[1:])
    return cast(Sums, sums)


def _running_weekdays(days: Block) -> Sums:
    """Running sums of every seventh day, shape (T + 7, n): row t is the sum of the days t - 7, t - 14, ..."""
    whole = -(-len(days) // 7) * 7
    padded = np.zeros((whole + 7, days.shape[1]), dtype=np.float32)
    padded[7 : 7 + len(days)] = days
    weeks = padded.reshape(len(padded) // 7, 7 * days.shape[1])
    np.cumsum(weeks, axis=0, out=weeks)
    return padded[: len(days) + 7]


def _last_sale(selling: Flags) -> NDArray[np.int32]:
    days = np.arange(len(selling), dtype=np.int32)[:, None]
    return np.maximum.accumulate(np.where(selling, days, np.int32(-1)), axis=0)


def _between(sums: Sums, end: int, days: int) -> Floats:
    return np.asarray(sums[end] - sums[max(end - days, 0)], dtype=np.float64)


def _filtered(days: Block, weight: float) -> Block:
    ahead, back = np.array([weight], np.float32), np.array([1.0, weight - 1.0], np.float32)
    return np.asarray(lfilter(ahead, back, days, axis=0), dtype=np.float32)
