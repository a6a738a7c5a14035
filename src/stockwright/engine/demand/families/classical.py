"""The classical families of the field's library, on demand by the week of one item at a time.

A week hides the days' noise, and is quick: the days follow from the item's weekly index. What is kept of an item
is its path over the coming weeks relative to its level, so that a night may use what was learnt days ago.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from statsforecast.models import TSB, AutoARIMA, AutoETS, AutoTheta, CrostonSBA

from stockwright.engine.demand.families.family import Family, Learnt, Schooling
from stockwright.engine.demand.history import Floats, History
from stockwright.engine.demand.panel import Indexes
from stockwright.engine.demand.standing import Standing

WEEKS = 104
LEAST_WEEKS = 12
SPARE_WEEKS = 4
LARGEST_RATIO = 4.0


class Forecaster(Protocol):
    """A model of the library."""

    def forecast(self, y: Floats, h: int) -> dict[str, Any]:
        """The next `h` values under `mean`."""
        ...


@dataclass(frozen=True)
class Paths:
    """By key of a series, its weekly demand over its level in the weeks after `as_of`, (k, W)."""

    as_of: date
    keys: NDArray[np.str_]
    ratio: Floats

    def mean(self, now: Standing) -> Floats:
        """Mean demand of each series on each day of the horizon, shape (m, H), pieces."""
        panel = now.past.panel
        gone = (panel.day(now.origin.last) - self.as_of).days
        week = np.clip((gone + np.arange(panel.horizon)) // 7, 0, self.ratio.shape[1] - 1)
        found = np.ones((len(now.series), self.ratio.shape[1]))
        at = _places(self.keys, panel.keys[now.series])
        found[at >= 0] = self.ratio[at[at >= 0]]
        return np.asarray(found[:, week] * now.level[:, None] * now.week, dtype=np.float64)

    def to_bytes(self) -> bytes:
        """The keys and paths, as arrays without objects."""
        held = io.BytesIO()
        np.savez_compressed(
            held,
            as_of=np.array(self.as_of.isoformat()),
            keys=self.keys.astype(np.str_),
            ratio=self.ratio.astype(np.float32),
        )
        return held.getvalue()


def _read(told: bytes) -> Learnt:
    with np.load(io.BytesIO(told), allow_pickle=False) as held:
        as_of = date.fromisoformat(str(held["as_of"]))
        return Paths(as_of, held["keys"], held["ratio"].astype(np.float64))


def _learn(make: Callable[[], Forecaster], school: Schooling) -> Learnt | None:
    past, end = school.past, school.last + 1
    weeks = min(WEEKS, end // 7)
    chosen = school.sample if school.sample is not None else np.arange(past.panel.size)
    begun = chosen[past.panel.first_day[chosen] <= end - 7 * LEAST_WEEKS]
    if weeks < LEAST_WEEKS or not len(begun):
        return None
    level = past.history.level(school.last, past.history.rate(end, 90))[begun]
    ahead = past.panel.horizon // 7 + SPARE_WEEKS
    series = _weekly(past.history, begun, end, weeks, level)
    model = make()
    first = np.maximum(weeks - (end - past.panel.first_day[begun]) // 7, 0)
    told = np.stack([_told(model, row[start:], ahead) for row, start in zip(series, first, strict=True)])
    ratio = np.clip(told / (7.0 * level[:, None]), 0.0, LARGEST_RATIO)
    return Paths(past.panel.day(school.last), past.panel.keys[begun], ratio)


def _weekly(history: History, chosen: Indexes, end: int, weeks: int, level: Floats) -> Floats:
    """Demand of each full week up to `end`, (m, weeks), as if in stock throughout."""
    edges = range(end - 7 * (weeks - 1), end + 1, 7)
    pieces = np.stack([history.pieces(edge, 7)[chosen] for edge in edges], axis=1)
    exposed = np.stack([history.exposed(edge, 7)[chosen] for edge in edges], axis=1)
    known = exposed >= 1.0
    return np.where(known, 7.0 * pieces / np.maximum(exposed, 1.0), 7.0 * level[:, None])


def _told(model: Forecaster, weekly: Floats, ahead: int) -> Floats:
    """The coming weeks by the model; the mean of the last four where the series moves too little for it."""
    if np.ptp(weekly) == 0:
        return np.full(ahead, weekly[-1])
    try:
        found = np.asarray(model.forecast(weekly, ahead)["mean"], dtype=np.float64)
    except (ValueError, ZeroDivisionError, FloatingPointError, np.linalg.LinAlgError):
        return np.full(ahead, weekly[-4:].mean())
    return np.where(np.isfinite(found), np.maximum(found, 0.0), weekly[-4:].mean())


def _places(known: NDArray[np.str_], wanted: NDArray[np.str_]) -> Indexes:
    """Where each wanted key stands among those known, -1 where it does not."""
    if not len(known):
        return np.full(len(wanted), -1)
    order = np.argsort(known)
    at = np.minimum(np.searchsorted(known, wanted, sorter=order), len(known) - 1)
    return np.where(known[order[at]] == wanted, order[at], -1)


def _family(name: str, make: Callable[[], Forecaster]) -> Family:
    return Family(name, partial(_learn, make), _read)


ETS = _family("ets", partial(AutoETS, season_length=1, model="ZZN"))
THETA = _family("theta", partial(AutoTheta, season_length=1))
ARIMA = _family("arima", partial(AutoARIMA, seasonal=False, max_p=2, max_q=2, approximation=True))
CROSTON = _family("croston", CrostonSBA)
INTERMITTENT = _family("tsb", partial(TSB, alpha_d=0.2, alpha_p=0.2))
