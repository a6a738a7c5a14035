"""What the pooled model sees: the item's past at the origin, and the day that is forecast.

Everything about quantity is told relative to the item's level, so that small and large items teach each
other. Nothing later than the origin is read, except what is known ahead: the calendar and the promotions.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.classes import idle_days
from stockwright.engine.demand.history import LEAST_LEVEL, Floats, History
from stockwright.engine.demand.panel import Block, Indexes, Panel
from stockwright.engine.demand.seasons import category_mean, weekly_index

Rows = NDArray[np.float32]

PRICE_DAYS = 90
YEAR = 364  # whole weeks, so that weekdays meet


@dataclass(frozen=True)
class Origin:
    """Every series as it stood at the end of day `last`: level (n,), weekly index (n, 7), features (n, k).

    `price` (n,) is the usual planned price, NaN where none was planned.
    """

    last: int
    level: Floats
    week: Floats
    own_week: Floats
    price: Floats
    state: Rows

    def statistical(self, horizon: int) -> Floats:
        """Exponentially smoothed level times the weekly index, shape (n, horizon)."""
        return self.level[:, None] * self.week[:, np.arange(horizon) % 7]


def origin_at(panel: Panel, history: History, last: int) -> Origin:
    """Describe every series at the end of day `last`."""
    end = last + 1
    usual = category_mean(history.rate(end, 90), panel.category, (history.exposed(end, 90) > 0) * panel.counts)
    level = history.level(last, history.long_run(end, usual))
    week = weekly_index(history, panel.category, last, panel.counts)
    demand, exposure = history.weekdays(last, 8)
    own_week = (demand + level[:, None]) / (exposure + 1.0) / level[:, None]
    state = np.stack(_state(panel, history, last, level, usual), axis=1).astype(np.float32)
    return Origin(last, level, week, own_week, _usual(panel, panel.planned, last), state)


def _state(panel: Panel, history: History, last: int, level: Floats, usual: Floats) -> list[Floats]:
    end = last + 1
    rates = {days: history.rate(end, days) for days in (7, 14, 30, 56, 90, 182, 365)}
    earlier = _rate_between(history, end - 90, end - 30)
    share = history.sale_share(end, 90)
    return [
        np.log(level),
        np.log(level / np.maximum(usual, LEAST_LEVEL)),
        *[history.demand[:, max(end - lag, 0)] / level for lag in (1, 7, 30)],
        *[rate / level for rate in rates.values()],
        history.fast[last] / level,
        history.deviation(end, 7) / level,
        history.deviation(end, 30) / level,
        rates[30] / np.maximum(earlier + 0.05 * level, 1e-9),
        history.sale_share(end, 30),
        share,
        rates[90] / np.maximum(share, 1e-6) / np.maximum(level, 1e-9),
        np.log1p(idle_days(history, end)),
        np.log1p(np.maximum(end - panel.first_day, 0)),
        history.exposed(end, 30),
        *_momentum(panel, history, end),
        *_last_year(panel, history, end),
        _price_change(panel, last),
    ]


def _rate_between(history: History, start: int, end: int) -> Floats:
    return history.rate(end, end - max(start, 0)) if end > max(start, 0) else np.zeros(len(history.demand))


def _momentum(panel: Panel, history: History, end: int) -> list[Floats]:
    """Last week and last four weeks of the category, and of everything, over the last 13 weeks."""
    everyone = np.zeros_like(panel.category)
    found = []
    for group in (panel.category, everyone):
        rate = {days: _group_rate(panel, history, end, days, group) for days in (7, 28, 91)}
        found += [rate[7] / np.maximum(rate[91], 1e-9), rate[28] / np.maximum(rate[91], 1e-9)]
    return found


def _group_rate(panel: Panel, history: History, end: int, days: int, group: Indexes) -> Floats:
    pieces, time = history.pieces(end, days), history.exposed(end, days)
    return category_mean(pieces, group, panel.counts) / np.maximum(category_mean(time, group, panel.counts), 1e-9)


def _last_year(panel: Panel, history: History, end: int) -> list[Floats]:
    """How the category and everything moved over the next four weeks a year ago; NaN without that year."""
    then = end - YEAR
    if then < 28:
        return [np.full(panel.size, np.nan)] * 2
    groups = (panel.category, np.zeros_like(panel.category))
    return [
        _group_rate(panel, history, then + 28, 28, group)
        / np.maximum(_group_rate(panel, history, then, 28, group), 1e-9)
        for group in groups
    ]


def _price_change(panel: Panel, last: int) -> Floats:
    usual = _usual(panel, panel.price, last)
    return usual if panel.price is None else np.asarray(panel.price[:, last] / usual, dtype=np.float64)


def _usual(panel: Panel, price: Block | None, last: int) -> Floats:
    """Mean of the prices known over the last 90 days, (n,); NaN where none was."""
    if price is None:
        return np.full(panel.size, np.nan)
    recent = price[:, max(last - PRICE_DAYS + 1, 0) : last + 1]
    known = np.isfinite(recent)
    total, days = np.where(known, recent, 0.0).sum(axis=1, dtype=np.float64), known.sum(axis=1)
    return np.where(total > 0, total / np.maximum(days, 1), np.nan)


@dataclass(frozen=True)
class Calendar:
    """Features of every day of history and horizon, shape (T + horizon, k)."""

    days: Rows

    @staticmethod
    def of(panel: Panel) -> "Calendar":
        at = panel.calendar()
        events = (each for kind in panel.events.T for each in (kind, *_distance(kind)))
        month = at.astype("datetime64[M]")
        weekday = (at.astype(np.int64) + 3) % 7
        columns = [
            weekday,
            weekday >= 5,
            (at - month).astype(np.int64) + 1,
            month.astype(np.int64) % 12 + 1,
            *(each[: len(at)] for each in events),
        ]
        return Calendar(np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1))


def _distance(event: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Days to the next and since the last event, at most 8."""
    at = np.arange(len(event), dtype=np.float64)
    ahead = np.minimum.accumulate(np.where(event, at, np.inf)[::-1])[::-1] - at
    behind = at - np.maximum.accumulate(np.where(event, at, -np.inf))
    return np.minimum(ahead, 8.0), np.minimum(behind, 8.0)


class Pairs(NamedTuple):
    """Series and days ahead of an origin, each (m,)."""

    series: Indexes
    ahead: Indexes


def feature_rows(panel: Panel, calendar: Calendar, origin: Origin, pairs: Pairs) -> Rows:
    """Feature matrix (m, k) of the pairs, float32."""
    series, ahead = pairs
    target = origin.last + ahead
    slot = (ahead - 1) % 7
    promo = np.zeros(len(series)) if panel.promo is None else panel.promo[series, target]
    own = [ahead, origin.week[series, slot], origin.own_week[series, slot], promo, promo > 0]
    own += _planned_price(panel, origin, series, target)
    columns = np.stack([np.asarray(column, dtype=np.float32) for column in own], axis=1)
    return np.concatenate([origin.state[series], calendar.days[target], columns], axis=1)


def _planned_price(panel: Panel, origin: Origin, series: Indexes, target: Indexes) -> list[Floats]:
    """The price planned for the day over the usual one, and over that of a week earlier; NaN where unknown."""
    if panel.planned is None:
        return [np.full(len(series), np.nan)] * 2
    price = panel.planned[series, target]
    week_earlier = panel.planned[series, np.maximum(target - 7, 0)]
    return [np.asarray(price / origin.price[series], np.float64), np.asarray(price / week_earlier, np.float64)]
