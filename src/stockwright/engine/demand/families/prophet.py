"""Prophet, one item at a time: trend, week and year of its daily demand.

What is kept of an item is its path over the coming days relative to its level; reading it back needs no Prophet.
"""

import io
import logging
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.demand.families.family import Family, Learnt, Schooling
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Indexes
from stockwright.engine.demand.standing import Standing

LEAST_DAYS = 56
SPARE_DAYS = 28
LEAST_EXPOSURE = 0.25
LARGEST_RATIO = 4.0


@dataclass(frozen=True)
class Days:
    """By key of a series, its daily demand over its level on the days after `as_of`, (k, D)."""

    as_of: date
    keys: NDArray[np.str_]
    ratio: Floats

    def mean(self, now: Standing) -> Floats:
        """Mean demand of each series on each day of the horizon, shape (m, H), pieces."""
        panel = now.past.panel
        gone = (panel.day(now.origin.last) - self.as_of).days
        ahead = gone + np.arange(panel.horizon)
        last_week = self.ratio.shape[1] - 7 + (ahead - self.ratio.shape[1]) % 7
        day = np.maximum(np.where(ahead < self.ratio.shape[1], ahead, last_week), 0)
        places = {key: at for at, key in enumerate(self.keys)}
        at = np.array([places.get(key, -1) for key in panel.keys[now.series]], dtype=np.int64)
        path = np.array(now.week)
        path[at >= 0] = self.ratio[at[at >= 0]][:, day]
        return np.asarray(path * now.level[:, None], dtype=np.float64)

    def to_bytes(self) -> bytes:
        """The keys and paths, as arrays without objects."""
        held = io.BytesIO()
        as_of = np.array(self.as_of.isoformat())
        np.savez_compressed(held, as_of=as_of, keys=self.keys, ratio=self.ratio.astype(np.float32))
        return held.getvalue()


def _read(told: bytes) -> Learnt:
    with np.load(io.BytesIO(told), allow_pickle=False) as held:
        return Days(date.fromisoformat(str(held["as_of"])), held["keys"], held["ratio"].astype(np.float64))


def _learn(school: Schooling) -> Learnt | None:
    panel, history, end = school.past.panel, school.past.history, school.last + 1
    chosen: Indexes = school.sample if school.sample is not None else np.arange(panel.size)
    old = chosen[(end - panel.first_day[chosen] >= LEAST_DAYS) & (history.pieces(end, end)[chosen] > 0)]
    if not len(old):
        return None
    level = history.level(school.last, history.rate(end, 90))[old]
    ahead = panel.horizon + SPARE_DAYS
    dates = panel.calendar()[0] + np.arange(end + ahead)
    told = []
    for at in old:
        first, exposed = panel.first_day[at], history.exposure[at, :end]
        seen = exposed >= LEAST_EXPOSURE
        demand = np.where(seen, history.demand[at, :end] / np.maximum(exposed, LEAST_EXPOSURE), np.nan)
        told.append(_path(dates[first:end], demand[first:].astype(np.float64), dates[end:]))
    ratio = np.clip(np.stack(told) / level[:, None], 0.0, LARGEST_RATIO)
    return Days(panel.day(school.last), panel.keys[old].astype(np.str_), ratio)


def _path(days: NDArray[Any], demand: Floats, ahead: NDArray[Any]) -> Floats:
    """Demand on the days ahead; the mean where the days do not tell enough to fit anything."""
    from prophet import Prophet  # noqa: PLC0415 - heavy, and only there where it was asked for

    mean = float(np.nanmean(demand)) if np.isfinite(demand).any() else 0.0
    if np.isfinite(demand).sum() < LEAST_DAYS // 2 or np.nanstd(demand) == 0.0:
        return np.full(len(ahead), mean)
    logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
    model = Prophet(weekly_seasonality=True, daily_seasonality=False, uncertainty_samples=0)
    model.fit(pl.DataFrame({"ds": days, "y": demand}).to_pandas())
    found = np.asarray(model.predict(pl.DataFrame({"ds": ahead}).to_pandas())["yhat"], dtype=np.float64)
    return np.where(np.isfinite(found), np.maximum(found, 0.0), mean)


PROPHET = Family("prophet", _learn, _read, extra="prophet")
