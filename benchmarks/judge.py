"""What is known at an origin, what then came, and how good a forecast of it was."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import measures, panels
from benchmarks.datasets import Sales
from benchmarks.ours import SEED, demand_classes
from benchmarks.told import LEVELS, M5_LEVELS, TENTHS, WINDOWS, Answer, Floats
from stockwright.engine.demand.panel import Panel

LAST_DAYS = 28
STATED = (0.80, 0.95)
HELD = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
MEASURES = (
    "wape_day",
    "wape_week",
    "wape_28",
    "rmsse",
    "pinball",
    "wql",
    "bias",
    *(f"{kind}_{per}" for kind in ("cover", "inside") for per in (80, 95)),
)


@dataclass(frozen=True)
class Came:
    """Of the n series listed at the origin: `actual` (n, H), scales and weight (n,), class (n,).

    `uniform` (n, H) and `window_uniform` (n, W) decide ranks inside the steps of a count, the same for all.
    """

    actual: Floats
    squared: Floats
    absolute: Floats
    weight: Floats
    demand_class: NDArray[np.str_]
    uniform: Floats
    window_uniform: Floats

    def rows(self, chosen: NDArray[np.int64]) -> "Came":
        """What came of some of the series."""
        return Came(**{name: values[chosen] for name, values in vars(self).items()})


@dataclass(frozen=True)
class Origin:
    """A data set at one of its origins: the series that were listed, what may be seen, and what came."""

    data: str
    family: str
    last_day: date
    series: tuple[str, ...]
    known: Panel
    came: Came


def origin_of(sales: Sales, last_day: date) -> Origin:
    """Cut a data set at the end of its last training day."""
    panel = sales.panel
    last = panel.days - 1 - (panel.as_of - last_day).days
    if last + panel.horizon >= panel.days or last < panel.horizon:
        raise SystemExit(f"{sales.name} has no {panel.horizon} days before and after {last_day}.")
    listed = np.flatnonzero(panel.first_day <= last)
    known = panels.known(panels.rows(panel, listed), last)
    history = known.sold.astype(np.float64)
    chance = np.random.default_rng(SEED + last)
    came = Came(
        actual=panel.sold[listed, last + 1 : last + 1 + panel.horizon].astype(np.float64),
        squared=measures.squared_scale(history),
        absolute=measures.absolute_scale(history),
        weight=sales.revenue[listed, last + 1 - LAST_DAYS : last + 1].sum(axis=1),
        demand_class=demand_classes(known),
        uniform=chance.random((len(listed), panel.horizon)),
        window_uniform=chance.random((len(listed), len(WINDOWS))),
    )
    names = tuple(sales.series[at] for at in listed)
    return Origin(sales.name, sales.family, last_day, names, known, came)


def sampled(origin: Origin, size: int) -> NDArray[np.int64]:
    """A random sample of the listed series, the same every time."""
    count = len(origin.series)
    drawn = np.random.default_rng(SEED).choice(count, min(size, count), replace=False)
    return np.sort(drawn)


def subset(origin: Origin, chosen: NDArray[np.int64]) -> Origin:
    """The same origin for some of its series."""
    return replace(
        origin,
        series=tuple(origin.series[at] for at in chosen),
        known=panels.rows(origin.known, chosen),
        came=origin.came.rows(chosen),
    )


def measured(came: Came, answer: Answer) -> dict[str, float]:
    """Every measure of MEASURES, and what the forecast cost."""
    actual, mean, quantiles = came.actual, answer.mean, answer.quantiles
    ranks = _ranks(came, answer)
    cost = answer.cost
    return {
        "wape_day": measures.wape(actual, mean),
        "wape_week": measures.wape_of_sums(actual, mean, measures.WEEK),
        "wape_28": measures.wape_of_sums(actual, mean, actual.shape[1]),
        "rmsse": measures.weighted_rmsse(actual, mean, came.squared, came.weight),
        "pinball": measures.scaled_pinball(
            actual, quantiles[..., _at(M5_LEVELS)], M5_LEVELS, came.absolute, came.weight
        ),
        "wql": measures.weighted_quantile_loss(actual, quantiles[..., _at(TENTHS)], TENTHS),
        "bias": measures.bias(actual, mean),
        "cover_80": measures.within(ranks, 0.80) / ranks.size,
        "cover_95": measures.within(ranks, 0.95) / ranks.size,
        "inside_80": measures.inside(actual, *(quantiles[..., LEVELS.index(level)] for level in (0.1, 0.9))),
        "inside_95": measures.inside(actual, *(quantiles[..., LEVELS.index(level)] for level in (0.025, 0.975))),
        **vars(cost),
    }


def calibration(came: Came, answer: Answer) -> Iterator[dict[str, Any]]:
    """How often what was stated held: intervals over all, by class and by week, and quantiles of sums."""
    ranks = _ranks(came, answer)
    groups: list[tuple[str, str, Floats]] = [("all", "all", ranks)]
    groups += [("class", str(name), ranks[came.demand_class == name]) for name in np.unique(came.demand_class)]
    weeks = range(0, ranks.shape[1], measures.WEEK)
    groups += [("week", str(1 + at // 7), ranks[:, at : at + measures.WEEK]) for at in weeks]
    for kind, group, found in groups:
        for stated in STATED:
            yield _row(kind, group, stated, measures.within(found, stated), found.size)
    if answer.window_ranks is not None:
        for at, days in enumerate(WINDOWS):
            for level in HELD:
                found = answer.window_ranks[:, at]
                yield _row("sum", f"{days} days", level, measures.at_most(found, level), found.size)


def _row(kind: str, group: str, stated: float, held: int, judged: int) -> dict[str, Any]:
    return {"kind": kind, "group": group, "stated": stated, "held": held, "judged": judged}


def _ranks(came: Came, answer: Answer) -> Floats:
    if answer.rank is not None:
        return answer.rank
    return measures.rank_in_steps(came.actual, answer.quantiles, LEVELS, came.uniform)


def _at(levels: tuple[float, ...]) -> list[int]:
    return [LEVELS.index(level) for level in levels]
