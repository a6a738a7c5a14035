"""How much customers want on each day: the truth that no shop ever sees."""

from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from stockwright.engine.simulator import stories, words
from stockwright.engine.simulator.catalog import Catalog
from stockwright.engine.simulator.promotions import Promotions
from stockwright.engine.simulator.spec import ShopSpec
from stockwright.engine.simulator.stories import StoryKind

Small = NDArray[np.float32]
Ints = NDArray[np.int64]

_YEAR = 365.25
_MEMORY = 0.9  # of yesterday's mood that is left today


class Demand(NamedTuple):
    """`mean`: pieces wanted, days x items. `launched`: the first day of each item, `erratic`: its unrest."""

    mean: Small
    launched: Ints
    erratic: NDArray[np.float64]


def foresee(spec: ShopSpec, catalog: Catalog, promotions: Promotions, rng: np.random.Generator) -> Demand:
    """Mean demand of every item on every day: level, trend, seasons, promotions, crazes, moods, life."""
    launched = _launches(spec, rng)
    level = np.log(catalog.pieces_a_day).astype(np.float32)
    changes = _trend(spec, rng) + _crazes(spec, rng) + _moods(spec, rng) + _life(spec, launched, rng)
    logs = level + _seasons(spec)[:, catalog.category] + promotions.log_uplift
    logs += stories.told((one for one in spec.stories if one.kind is not StoryKind.PROMOTION), changes.shape)
    if not spec.steady:
        logs += changes
    mean = np.exp(logs)
    mean[np.arange(spec.days)[:, None] < launched] = 0.0
    return Demand(mean, launched, rng.gamma(1.0, 0.25, spec.items))


def _trend(spec: ShopSpec, rng: np.random.Generator) -> Small:
    growth = rng.normal(0.05, 0.25, spec.items)
    years = (np.arange(spec.days) - spec.days / 2) / _YEAR
    return np.outer(years, growth).astype(np.float32)


def _seasons(spec: ShopSpec) -> Small:
    """Days x categories: the year's wave, the weeks before Christmas, the days of the week."""
    days = [spec.start_on + timedelta(days=day) for day in range(spec.days)]
    of_year = np.array([day.timetuple().tm_yday for day in days])[:, None]
    weekday = np.array([day.weekday() for day in days])[:, None]
    peak, swing, gifts, saturday = (
        np.array([getattr(shelf, name) for shelf in words.CATEGORIES])
        for name in ("peak_day", "swing", "gifts", "weekend")
    )
    wave = swing * np.cos(2.0 * np.pi * (of_year - peak) / _YEAR)
    before = np.exp(-0.5 * ((of_year - 346) / 12.0) ** 2) * (of_year <= 358)
    week = np.select([weekday == 4, weekday == 5, weekday == 6], [0.08, np.log(saturday), -0.1], -0.08)
    return np.asarray(wave + np.log1p(gifts * before) + week, dtype=np.float32)


def _crazes(spec: ShopSpec, rng: np.random.Generator) -> Small:
    """Now and then everybody wants the same thing for a week or two; some such weeks are on at the end."""
    steps = np.zeros((spec.days + 1, spec.items), dtype=np.float32)
    count = rng.poisson(spec.items * spec.days / 1000.0)
    started = rng.integers(0, spec.days, count)
    _raise(steps, started, started + rng.integers(5, 15, count), rng.integers(0, spec.items, count), rng)
    recent = rng.permutation(spec.items)[: max(spec.items // 60, 1)]
    begun = spec.days - rng.integers(4, 8, len(recent))
    _raise(steps, begun, np.full(len(recent), spec.days), recent, rng)
    return np.cumsum(steps, axis=0, dtype=np.float32)[:-1]


def _raise(steps: Small, start: Ints, end: Ints, item: Ints, rng: np.random.Generator) -> None:
    height = rng.uniform(np.log(2.0), np.log(4.5), len(item)).astype(np.float32)
    np.add.at(steps, (start, item), height)
    np.add.at(steps, (np.minimum(end, len(steps) - 1), item), -height)


def _moods(spec: ShopSpec, rng: np.random.Generator) -> Small:
    """Slow swings of an item's favour: a first-order autoregression, stronger for some than others."""
    fresh = rng.standard_normal((spec.days, spec.items), dtype=np.float32)
    slow = lfilter([np.sqrt(1.0 - _MEMORY**2)], [1.0, -_MEMORY], fresh, axis=0).astype(np.float32)
    return np.asarray(slow * rng.uniform(0.05, 0.3, spec.items).astype(np.float32), dtype=np.float32)


def _launches(spec: ShopSpec, rng: np.random.Generator) -> Ints:
    """One item in eight was not there from the first day; some of these are only weeks old."""
    young = rng.random(spec.items) < 0.12
    day = rng.integers(spec.days // 4, spec.days - 10, spec.items)
    first = np.where(young & (not spec.steady), day, 0)
    for story in spec.stories:
        if story.kind is StoryKind.NEW:
            first[story.item] = story.day
    return first


def _life(spec: ShopSpec, launched: Ints, rng: np.random.Generator) -> Small:
    """New items need a month to be found; one in twelve fades away for good."""
    age = np.maximum(np.arange(spec.days)[:, None] - launched, 0).astype(np.float32)
    ramp = np.where(launched > 0, np.log(0.15 + 0.85 * (1.0 - np.exp(-age / 25.0))), 0.0)
    fading = rng.random(spec.items) < 0.08
    since = rng.integers(spec.days // 3, int(spec.days * 0.95), spec.items)
    faded = np.maximum(np.arange(spec.days)[:, None] - since, 0) * fading / 45.0
    return np.asarray(ramp - np.minimum(faded, 12.0), dtype=np.float32)
