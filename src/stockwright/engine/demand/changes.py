"""Whether the latest weeks of an item fit what it sold before: a sequential likelihood ratio test.

Every night, for windows of 5 to 112 days that end with the night, the pieces (or the orders, where these are large)
of the window are held against those that the nine months before it lead to expect. They are a negative binomial
count with the item's own dispersion, and the test is twice the logarithm of the ratio of two likelihoods: that
demand changed when the window began, to whatever rate fits best, and that it did not. The largest over all windows
is a two-sided CUSUM with unknown size of the change (Lorden 1971, Siegmund and Venkatraman 1995); the length of its
window says since when.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy.special import gammaln

from stockwright.engine.demand.censored import category_moves
from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Block, Flags, Indexes, Panel
from stockwright.engine.demand.scatter import Past, drift, scatter

WINDOWS = (5, 7, 9, 12, 16, 21, 28, 37, 49, 63, 84, 112)
BASE_DAYS = 273
LEAST_BASE = 28.0
"""Days in stock before a change, without which nothing can be said of it."""
NEW_DAYS = 91
LEAST_NEW_BASE = 7.0
LEAST_SALES = 4.0
"""Days with a sale that a rise consists of: one large order is none."""
LARGE_ORDER = 1.4
"""Pieces of an order, in the mean, from which on orders are counted and not pieces."""
DAMPED = 3.0
"""A day counts as so many usual selling days at most."""
LATELY = (3, 5, 7, 10, 14, 21)
SLOW_RATE = 0.1
SLOW_RATE = 0.1
FORTNIGHT, YEAR, AROUND = 14, 364, 7
LEAST_LEFT = 0.05
YEAR_PRIOR = 20.0
SERIES_AT_ONCE = 5_000


class Changes(NamedTuple):
    """The likeliest change of each series, (n,).

    `strength` is twice a log likelihood ratio, `calm` the same beside what the season did a year before,
    `contrary` (zero or less) what the latest days say against it. `days` is its age, `before` and `now` are
    pieces per usual day in stock, `later` the rate of the newer half of the time since, `ratio` compares what
    is counted. `old` changes are older than they can be dated.
    """

    strength: Floats
    calm: Floats
    contrary: Floats
    days: Indexes
    before: Floats
    now: Floats
    later: Floats
    ratio: Floats
    old: Flags


def usual_exposure(panel: Panel, history: History) -> Block:
    """Time in stock, times the week, times the moves of the category, (n, T).

    Pieces per time of this kind are the same out of season and in it. In how a category moves an item weighs by
    the root of its rate, so that one that changes does not move the others.
    """
    rate = history.demand_sums[-1] / np.maximum(history.exposure_sums[-1], 1.0)
    weight = 1.0 / np.sqrt(np.maximum(rate, SLOW_RATE))
    weight *= rate.sum() / max(float((rate * weight).sum()), 1e-9)
    evened = replace(history, demand=history.demand * weight.astype(np.float32)[:, None])
    moves = category_moves(panel, evened).astype(np.float32)
    return np.asarray(history.exposure * moves[panel.category + 1], dtype=np.float32)


def latest_changes(panel: Panel, history: History, exposure: Block) -> Changes:
    """The likeliest change of each series at the end of the panel, by its `usual_exposure`.

    Days of a promotion that was told, and days that a person left out, are neither before nor after a change.
    """
    parts = [_of(past) for past in _pasts(panel, history, exposure)]
    return Changes(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def likelihood_ratio(pieces: Floats, usual: Floats, since: Floats, dispersion: Floats) -> Floats:
    """Twice the log likelihood of `pieces` with the mean `since` over that with the mean `usual`.

    Counts are negative binomial with a variance of `dispersion` times their mean.
    """
    wide = np.maximum(dispersion, 1.02)
    found = np.zeros(np.broadcast_shapes(pieces.shape, usual.shape))
    for sign, mean in ((1.0, since), (-1.0, usual)):
        size = np.maximum(mean, 1e-6) / (wide - 1.0)
        found += sign * (gammaln(size + pieces) - gammaln(size) - size * np.log(wide))
    return 2.0 * found


def _pasts(panel: Panel, history: History, exposure: Block) -> Iterator[Past]:
    told = np.ones((panel.size, panel.days), dtype=np.bool_)
    if panel.promo is not None:
        told &= panel.promo[:, : panel.days] <= 0
    for begin in range(0, max(panel.size, 1), SERIES_AT_ONCE):
        part = slice(begin, begin + SERIES_AT_ONCE)
        demand = np.where(told[part], history.demand[part], np.float32(0.0))
        seen = history.exposure[part] * told[part]
        counted = _counted(panel, demand, seen, part)
        selling = counted > 0
        most = np.maximum(DAMPED * counted.sum(axis=1) / np.maximum(selling.sum(axis=1), 1), 2.0)
        damped = np.minimum(counted, most[:, None]).T
        yield Past(
            pieces=_running(damped),
            exposed=_running((exposure[part] * told[part]).T),
            squares=_running(damped**2 / np.maximum(seen.T, 0.25)),
            sales=_running(selling.T),
            told=_running(demand.T),
            new=panel.days - panel.first_day[part] < NEW_DAYS,
        )


def _counted(panel: Panel, demand: Block, seen: Block, part: slice) -> Block:
    """What is counted: pieces, and orders where an order has several, because these are what chance deals out.

    Days that scatter less than orders of that size would are totals that somebody told as one line.
    """
    if panel.orders is None:
        return demand
    orders = np.where(demand > 0, panel.orders[part], np.float32(0.0))
    number, pieces = (np.maximum(block.sum(axis=1, dtype=np.float64), 1e-9) for block in (orders, demand))
    size = pieces / number
    squares = (demand.astype(np.float64) ** 2).sum(axis=1)
    scatter_of_days = squares / pieces - pieces / np.maximum(seen.sum(axis=1, dtype=np.float64), 1.0)
    large = (number >= 1.0) & (size > LARGE_ORDER) & (scatter_of_days > size)
    return np.where(large[:, None], orders, demand)


def _running(days: Block | Floats | Flags) -> Floats:
    sums = np.zeros((len(days) + 1, days.shape[1]))
    np.cumsum(days, axis=0, out=sums[1:])
    return sums


def _of(past: Past) -> Changes:
    n, end = len(past.new), past.days
    best = {name: np.zeros(n) for name in ("strength", "before", "ratio", "dispersion", "drift")}
    days = np.full(n, WINDOWS[0])
    least = np.where(past.new, LEAST_NEW_BASE, LEAST_BASE)
    for length in WINDOWS:
        split, first = end - length, max(end - length - BASE_DAYS, 0)
        if split <= first:
            continue
        own = scatter(past, split)
        restless = drift(past, split, own)
        base, time = past.exposed[split] - past.exposed[first], past.exposed[end] - past.exposed[split]
        before = (past.pieces[split] - past.pieces[first]) / np.maximum(base, 1e-9)
        pieces, usual = past.pieces[end] - past.pieces[split], before * time
        wide = own * (1.0 + time / np.maximum(base, 1e-9)) + restless * usual
        strength = likelihood_ratio(pieces, usual, pieces, wide)
        sales = past.sales[end] - past.sales[split]
        enough = (base >= least) & (time >= 0.5 * length) & (usual > 0)
        better = enough & ((pieces < usual) | (sales >= LEAST_SALES)) & (strength > best["strength"])
        ratio = pieces / np.maximum(usual, 1e-9)
        for name, values in (
            ("strength", strength), ("before", before), ("ratio", ratio), ("dispersion", own), ("drift", restless)
        ):  # fmt: skip
            best[name] = np.where(better, values, best[name])
        days = np.where(better, length, days)
    return _told(past, days, best)


def _told(past: Past, days: Indexes, best: dict[str, Floats]) -> Changes:
    """The chosen changes with what is told of them, and what speaks against them."""
    end = np.full(len(days), past.days)
    split = np.maximum(end - days, 0)
    first = np.maximum(split - BASE_DAYS, 0)
    before, now = past.rate(first, split), past.rate(split, end)
    middle = np.sqrt(before * np.maximum(now, LEAST_LEFT * before))
    just_before = past.rate(np.maximum(split - 2 * FORTNIGHT, 0), split)
    risen = best["ratio"] > 1.0
    over = np.where(risen, just_before > middle, just_before < middle)
    return Changes(
        strength=best["strength"],
        calm=_beside_last_year(past, first, split, best),
        contrary=_contrary(past, days, best),
        days=days,
        before=before,
        now=now,
        later=past.rate(end - (days + 1) // 2, end),
        ratio=best["ratio"],
        old=over & (days >= WINDOWS[-3]),
    )


def _contrary(past: Past, days: Indexes, best: dict[str, Floats]) -> Floats:
    """The least that the latest days alone say for the change, (n,): far below zero where it is over."""
    found = np.zeros(len(days))
    before = best["before"]
    since = before * np.maximum(best["ratio"], LEAST_LEFT)
    for length in LATELY:
        start = max(past.days - length, 0)
        pieces, time = past.pieces[-1] - past.pieces[start], past.exposed[-1] - past.exposed[start]
        says = likelihood_ratio(pieces, before * time, since * time, best["dispersion"])
        found = np.where(length < days, np.minimum(found, says), found)
    return found


def _beside_last_year(past: Past, first: Indexes, split: Indexes, best: dict[str, Floats]) -> Floats:
    """The strength of each change where the item did the same at that time a year ago, (n,)."""
    rows = np.arange(len(split))
    start, begin = split - YEAR, np.maximum(first - YEAR, 0)
    until = np.clip(past.days - YEAR + AROUND, 0, past.days)
    known = start - AROUND - begin >= LEAST_BASE
    at, stop = np.maximum(start - AROUND, 0), np.full(len(split), until)
    usual = past.between(past.pieces, begin, at) / np.maximum(past.between(past.exposed, begin, at), 1e-9)
    then = past.between(past.pieces, at, stop)
    expected = usual * past.between(past.exposed, at, stop)
    some = YEAR_PRIOR * np.maximum(best["dispersion"], 1.0)
    season = np.where(known, (then + some) / (expected + some), 1.0)
    time = past.exposed[-1] - past.exposed[split, rows]
    pieces = past.pieces[-1] - past.pieces[split, rows]
    mean = best["before"] * time * season
    same = np.where(best["ratio"] > 1.0, pieces > mean, pieces < mean)
    strength = likelihood_ratio(pieces, mean, pieces, np.maximum(best["dispersion"], 1.0) + best["drift"] * mean)
    return np.where(same, np.where(known, strength, best["strength"]), 0.0)
