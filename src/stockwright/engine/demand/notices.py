"""Changes in the demand of an item that a person should know of."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.changes import (
    NEW_DAYS,
    Changes,
    latest_changes,
    likelihood_ratio,
    usual_exposure,
)
from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Block, Flags, Indexes, Panel

RISE_ALARM, LOSS_ALARM, NEW_ALARM = 15.0, 16.0, 8.0
"""Likelihood ratios from which a rise, a loss and a rise of a new item are told: about 5 false ones in 1,000
item-months where nothing changes. A loss needs more, because what is usual is seldom known to be too low."""
OVER = -4.0
UP, DOWN, DYING = 1.5, 0.65, 0.3
LASTING_DAYS = 28
"""A rise that is younger may pass."""
NEW_TOLD_DAYS = 28
FORTNIGHT = 14
IDLE_DAYS = 45.0
LEAST_AWAKE = 2.0
LEAST_MISSED = 8.0
"""Days with a sale that a sleep would usually have had: chance alone seldom makes it so long."""
PROMOTED_ALARM, PROMOTED_UP = 4.0, 1.2
"""Nobody has to find out that there is a promotion, only that it works: two standard deviations."""
PROMOTED_DAYS, PROMOTED_BASE = 42, 182


class NoticeKind(StrEnum):
    """What happened to an item's demand."""

    SURGE = "surge"
    UP = "up"
    DOWN = "down"
    DYING = "dying"
    NEW = "new"
    TAKING_OFF = "taking_off"
    AWAKE = "awake"
    PROMOTED = "promoted"


class Notices(NamedTuple):
    """`series` with a change at the end of the panel, k of them: its kind, the day since when (a column), the
    pieces per in-stock day before and since then."""

    series: Indexes
    kind: NDArray[np.str_]
    since: Indexes
    before: Floats
    now: Floats


class _Told(NamedTuple):
    """Whether a series, (n,), is of a kind, and what is told of it then: age in days, rates before and now."""

    so: Flags
    days: Indexes
    before: Floats
    now: Floats


def noticed(panel: Panel, history: History) -> Notices:
    """The series that sell otherwise than before, that are new, that sell again, or sell more in a promotion.

    Where several are true the first of these words is told: awake, new, taking off, dying, down, up, surge,
    promoted. A rise is called a surge until it has lasted LASTING_DAYS.
    """
    told = _kinds(panel, history)
    kind = np.select([each.so for each in told.values()], list(told), default="").astype(np.str_)
    chosen = np.flatnonzero(kind != "")
    so = [each.so for each in told.values()]
    days = np.select(so, [each.days for each in told.values()])
    before = np.select(so, [each.before for each in told.values()])
    now = np.select(so, [each.now for each in told.values()])
    since = np.asarray(panel.days - days[chosen], dtype=np.int64)
    return Notices(chosen, kind[chosen], since, before[chosen], now[chosen])


def _kinds(panel: Panel, history: History) -> dict[NoticeKind, _Told]:
    """Every kind in the order in which they are told."""
    exposure = usual_exposure(panel, history)
    found = latest_changes(panel, history, exposure)
    young = panel.days - panel.first_day < NEW_DAYS
    alarm = np.where(young, NEW_ALARM, RISE_ALARM)
    goes_on = (found.contrary > OVER) & ~found.old
    up = goes_on & (found.strength >= alarm) & (found.calm >= 0.5 * alarm) & (found.ratio >= UP)
    down = goes_on & (found.strength >= LOSS_ALARM) & (found.calm >= 0.5 * LOSS_ALARM) & (found.ratio <= DOWN)
    fades = np.minimum(found.now, found.later) <= DYING * found.before
    down &= ~young
    return {
        NoticeKind.AWAKE: _awake(panel, history, exposure),
        NoticeKind.TAKING_OFF: _changed(found, up & young),
        NoticeKind.NEW: _new(panel, history),
        NoticeKind.DYING: _changed(found, down & fades),
        NoticeKind.DOWN: _changed(found, down),
        NoticeKind.UP: _changed(found, up & (found.days >= LASTING_DAYS)),
        NoticeKind.SURGE: _changed(found, up),
        NoticeKind.PROMOTED: _promoted(panel, history),
    }


def _changed(found: Changes, so: Flags) -> _Told:
    return _Told(so, found.days, found.before, found.now)


def _new(panel: Panel, history: History) -> _Told:
    """Series whose first sale was lately, in a shop that sold other things for weeks before."""
    end = panel.days
    selling = history.demand > 0
    first = np.where(selling.any(axis=1), selling.argmax(axis=1), end)
    opened = int(first.min(initial=end))
    lately = (first < end) & (end - first <= NEW_TOLD_DAYS)
    so = lately & (panel.first_day > 0) & (first - opened >= NEW_TOLD_DAYS)
    pieces = history.demand_sums[end]
    time = history.exposure_sums[end] - history.exposure_sums[np.minimum(first, end), np.arange(panel.size)]
    return _Told(so, end - first, np.zeros(panel.size), pieces / np.maximum(time, 1.0))


def _awake(panel: Panel, history: History, exposure: Block) -> _Told:
    """Series that sell again, on two days of the last fortnight, after weeks in stock without a sale."""
    end, rows = panel.days, np.arange(panel.size)
    start = max(end - FORTNIGHT, 0)
    last = history.last_sale[start - 1] if start else np.full(panel.size, -1)
    time = np.zeros((end + 1, panel.size))
    np.cumsum(exposure.T, axis=0, out=time[1:])
    idle = history.exposure_sums[start] - history.exposure_sums[last + 1, rows]
    lately = history.sale_sums[end] - history.sale_sums[start]
    year = np.maximum(last + 1 - 365, 0)
    sales = history.sale_sums[last + 1, rows] - history.sale_sums[year, rows]
    seen = time[last + 1, rows] - time[year, rows]
    missed = (time[start] - time[last + 1, rows]) * sales / np.maximum(seen, 1.0)
    long = (idle >= IDLE_DAYS) & (missed >= LEAST_MISSED)
    old = panel.first_day < end - NEW_DAYS
    recent = history.demand[:, -FORTNIGHT:]
    days = recent.shape[1] - (recent > 0).argmax(axis=1)
    so = old & (last >= 0) & long & (lately >= LEAST_AWAKE)
    return _Told(so, days, np.zeros(panel.size), history.rate(end, FORTNIGHT))


def _promoted(panel: Panel, history: History) -> _Told:
    """Series that sell more in the promotion that is on, told ahead, than on other days of the half year."""
    end, zero = panel.days, np.zeros(panel.size)
    if panel.promo is None or not end:
        return _Told(zero > 0, np.ones(panel.size, dtype=np.int64), zero, zero)
    reduced = panel.promo[:, max(end - PROMOTED_BASE, 0) : end] > 0
    other = ~reduced[:, ::-1]
    days = np.minimum(np.where(other.any(axis=1), other.argmax(axis=1), end), PROMOTED_DAYS)
    during = np.arange(reduced.shape[1])[::-1] < days[:, None]
    demand, exposure = (block[:, -reduced.shape[1] :] for block in (history.demand, history.exposure))
    pieces, time = (np.where(during, block, 0.0).sum(axis=1) for block in (demand, exposure))
    usual, base = (np.where(reduced, 0.0, block).sum(axis=1) for block in (demand, exposure))
    before, now = usual / np.maximum(base, 1.0), pieces / np.maximum(time, 1.0)
    squares = np.where(reduced, 0.0, demand**2).sum(axis=1)
    dispersion = np.maximum((squares - before**2 * base) / np.maximum(usual, 1e-9), 1.0)
    wide = dispersion * (1.0 + time / np.maximum(base, 1.0))
    strength = likelihood_ratio(pieces, before * time, pieces, wide)
    more = (strength >= PROMOTED_ALARM) & (now >= PROMOTED_UP * before) & (before > 0)
    return _Told(reduced[:, -1] & more, np.maximum(days, 1), before, now)
