"""Changes in the demand of an item that a person should know of."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.censored import category_moves
from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Flags, Indexes, Panel

WINDOWS = (7, 9, 12, 16, 21, 28, 37, 49, 63)
BASE_DAYS = 182
LEAST_BASE = 28.0
"""Days in stock before a change, without which nothing can be said of it."""
LEAST_RECENT = 5.0
NEW_DAYS = 91
LEAST_NEW_BASE = 7.0
FORTNIGHT = 14
IDLE_DAYS = 45.0
LEAST_AWAKE = 2.0
LEAST_MISSED = 6.0
"""Days with a sale that a sleep would usually have had: chance alone seldom makes it so long."""
UP, DOWN, DYING = 1.6, 0.6, 0.3
LEAST_LEFT = 0.05
DRIFT = 0.01
"""Squared relative size of what an item's favour moves to and fro, beyond the scatter of its orders."""
PRIOR_WEEKS = 8.0
ALARM, LOSS_ALARM, NEW_ALARM = 12.0, 8.0, 6.0
"""Deviance at which a rise, a loss and a rise of a new item are told; `benchmarks.notices` measures what of it
is false, about ten in 1,000 item-months on its sparse and restless shops, and how soon changes are seen."""


class NoticeKind(StrEnum):
    """What happened to an item's demand."""

    UP = "up"
    DOWN = "down"
    DYING = "dying"
    TAKING_OFF = "taking_off"
    AWAKE = "awake"


class Notices(NamedTuple):
    """`series` with a change at the end of the panel, k of them: its kind, the day since when (a column), the
    pieces per in-stock day before and since then, and how sure it is (a deviance)."""

    series: Indexes
    kind: NDArray[np.str_]
    since: Indexes
    before: Floats
    now: Floats
    strength: Floats


class _Best(NamedTuple):
    """The likeliest change of each series, (n,): deviance, length in days, rates before and since, and in the
    last fortnight and the last four weeks before."""

    strength: Floats
    days: Indexes
    before: Floats
    now: Floats
    latest: Floats
    just_before: Floats


def noticed(panel: Panel, history: History) -> Notices:
    """The series whose latest weeks differ from the half year before them.

    Pieces of the last 7 to 63 days are compared with the 182 days before those by the deviance of two Poisson
    rates, with time in stock, the week and the moves of the category as exposure. It is divided by the series'
    own dispersion by weeks and by what favour drifts; the length of the largest one tells since when. A change
    is told from its alarm on if the rate went up by UP or down to DOWN at least.
    """
    best = _strongest(panel, history)
    awake = _slept(panel, history)
    kind = _kinds(panel, best, awake)
    best = _woken(history, best, awake)
    chosen = np.flatnonzero(kind != "")
    return Notices(
        chosen,
        kind[chosen],
        panel.days - best.days[chosen],
        best.before[chosen],
        best.now[chosen],
        best.strength[chosen],
    )


def _kinds(panel: Panel, best: _Best, awake: Flags) -> NDArray[np.str_]:
    ratio = best.now / np.maximum(best.before, 1e-9)
    new = panel.days - panel.first_day < NEW_DAYS
    risen = best.strength >= np.where(new, NEW_ALARM, ALARM)
    up = risen & (ratio >= UP) & _fresh(best, 1.0)
    down = (best.strength >= LOSS_ALARM) & (ratio <= DOWN) & _fresh(best, -1.0)
    names = np.select(
        [awake, new & up, new, up, down & (ratio <= DYING), down],
        [NoticeKind.AWAKE, NoticeKind.TAKING_OFF, "", NoticeKind.UP, NoticeKind.DYING, NoticeKind.DOWN],
        default="",
    )
    return np.asarray(names, dtype=np.str_)


def _fresh(best: _Best, sign: float) -> Flags:
    """Whether a change upwards (1) or downwards (-1) goes on, and is not older than it can be dated."""
    middle = np.sqrt(best.before * np.maximum(best.now, LEAST_LEFT * best.before))
    over = sign * best.latest < sign * middle
    old = (best.days >= WINDOWS[-2]) & (sign * best.just_before > sign * middle)
    return np.asarray(~over & ~old, dtype=np.bool_)


def _slept(panel: Panel, history: History) -> Flags:
    """Whether a series sells again, on two days of the last fortnight, after weeks in stock without a sale."""
    end = panel.days
    start, rows = max(end - FORTNIGHT, 0), np.arange(panel.size)
    if not start:
        return np.zeros(len(rows), dtype=np.bool_)
    last = history.last_sale[start - 1]
    idle = history.exposure_sums[start] - history.exposure_sums[last + 1, rows]
    lately = history.sale_sums[end] - history.sale_sums[start]
    year = np.maximum(last + 1 - 365, 0)
    sales = history.sale_sums[last + 1, rows] - history.sale_sums[year, rows]
    seen = history.exposure_sums[last + 1, rows] - history.exposure_sums[year, rows]
    missed = idle * sales / np.maximum(seen, 1.0)
    long = (idle >= IDLE_DAYS) & (missed >= LEAST_MISSED)
    old = panel.first_day < end - NEW_DAYS
    return np.asarray(old & (last >= 0) & long & (lately >= LEAST_AWAKE), dtype=np.bool_)


def _woken(history: History, best: _Best, awake: Flags) -> _Best:
    """The changes, those that sell again told from their first sale on, with nothing before."""
    end = len(history.demand_sums) - 1
    recent = history.demand[:, -FORTNIGHT:]
    days = recent.shape[1] - (recent > 0).argmax(axis=1)
    return _Best(
        best.strength,
        np.where(awake, days, best.days),
        np.where(awake, 0.0, best.before),
        np.where(awake, history.rate(end, FORTNIGHT), best.now),
        best.latest,
        best.just_before,
    )


def _strongest(panel: Panel, history: History) -> _Best:
    days, n = panel.days, panel.size
    pieces, exposed = _sums(panel, history)
    zero = np.zeros(n)
    best = _Best(zero, np.full(n, WINDOWS[0]), zero, zero, zero, zero)
    for length in WINDOWS:
        split, first = days - length, max(days - length - BASE_DAYS, 0)
        if split <= first:
            continue
        demand = [pieces[split] - pieces[first], pieces[days] - pieces[split]]
        time = [exposed[split] - exposed[first], exposed[days] - exposed[split]]
        deviance = _deviance(demand, time) / _scatter(pieces, exposed, first, split, time[1])
        least = np.where(days - panel.first_day < NEW_DAYS, LEAST_NEW_BASE, LEAST_BASE)
        enough = (time[0] >= least) & (time[1] >= np.minimum(LEAST_RECENT, 0.5 * length))
        better = enough & (deviance > best.strength)
        before, now = (d / np.maximum(t, 1e-9) for d, t in zip(demand, time, strict=True))
        latest = _rate(pieces, exposed, max(split, days - FORTNIGHT), days, now)
        just_before = _rate(pieces, exposed, max(first, split - 2 * FORTNIGHT), split, before)
        best = _Best(
            np.where(better, deviance, best.strength),
            np.where(better, length, best.days),
            np.where(better, before, best.before),
            np.where(better, now, best.now),
            np.where(better, latest, best.latest),
            np.where(better, just_before, best.just_before),
        )
    return best


def _rate(pieces: Floats, exposed: Floats, start: int, end: int, otherwise: Floats) -> Floats:
    """Pieces per exposure over some days, (n,); what else is known where there was hardly any exposure."""
    time = exposed[end] - exposed[start]
    rate = (pieces[end] - pieces[start]) / np.maximum(time, 1e-9)
    return np.asarray(np.where(time >= LEAST_RECENT, rate, otherwise), dtype=np.float64)


def _sums(panel: Panel, history: History) -> tuple[Floats, Floats]:
    """Running sums of demand and of adjusted exposure, each (T + 1, n)."""
    moves = category_moves(panel, history).astype(np.float32)
    exposed = (history.exposure * moves[panel.category + 1]).T
    sums = np.zeros((panel.days + 1, panel.size))
    np.cumsum(exposed, axis=0, out=sums[1:])
    return np.asarray(history.demand_sums, dtype=np.float64), sums


def _deviance(demand: list[Floats], time: list[Floats]) -> Floats:
    """Twice the log likelihood ratio of two Poisson rates against one, (n,)."""
    common = (demand[0] + demand[1]) / np.maximum(time[0] + time[1], 1e-9)
    found = np.zeros_like(common)
    for pieces, exposed in zip(demand, time, strict=True):
        expected = np.maximum(common * exposed, 1e-9)
        found += np.where(pieces > 0, pieces * np.log(np.maximum(pieces, 1e-9) / expected), 0.0)
    return 2.0 * np.maximum(found, 0.0)


def _scatter(pieces: Floats, exposed: Floats, first: int, split: int, recent: Floats) -> Floats:
    """By how much demand scatters more than a Poisson count does, over a time of exposure `recent` (n,)."""
    ends = np.arange(split, first - 1, -7)
    weeks, time = -np.diff(pieces[ends], axis=0), -np.diff(exposed[ends], axis=0)
    rate = weeks.sum(axis=0) / np.maximum(time.sum(axis=0), 1e-9)
    expected = rate * time
    squares, means = ((weeks - expected) ** 2).sum(axis=0), expected.sum(axis=0)
    usual = max(float(squares.sum()) / max(float(means.sum()), 1e-9), 1.0)
    mean_week = means / np.maximum((time > 0).sum(axis=0), 1)
    dispersion = (squares + PRIOR_WEEKS * usual * mean_week) / np.maximum(means + PRIOR_WEEKS * mean_week, 1e-9)
    return np.asarray(np.maximum(dispersion, 1.0) + DRIFT * rate * recent, dtype=np.float64)
