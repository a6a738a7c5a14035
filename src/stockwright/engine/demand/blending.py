"""How much each family has to say about each demand class, by how it did on days it had not seen.

Weights minimise the Poisson deviance, which is least at the true mean: an absolute error would reward
forecasts that are too low. They add up to one, except those of dormant items, of which the trials tell how many
come back.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy import optimize

from stockwright.engine.demand.classes import DemandClass, Names
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Indexes
from stockwright.engine.demand.standing import Standing

MOST_ROWS = 40_000
PULL = 0.03
SMALL_PULL = 0.1
PRIOR_PIECES = 200.0
LEAST_WEIGHT = 0.04
LARGEST_WEIGHT = 1.5


class Usual(NamedTuple):
    """What families are usually worth to a class: those that are named, and each of the others."""

    named: Mapping[str, float]
    other: float

    def of(self, families: Sequence[str]) -> Floats:
        """Weights (K,) that add up to one; zero where a family has no say in the class."""
        given = np.array([self.named.get(family, self.other) for family in families])
        return given / given.sum() if given.any() else np.full(len(families), 1.0 / len(families))


_REGULAR = Usual({"lightgbm": 0.6, "xgboost": 0.3, "smoothing": 0.1, "launch": 0.0}, other=0.02)
_USUAL: Mapping[str, Usual] = {
    DemandClass.SMOOTH: _REGULAR,
    DemandClass.ERRATIC: _REGULAR,
    DemandClass.INTERMITTENT: _REGULAR,
    DemandClass.LUMPY: _REGULAR,
    DemandClass.NEW: Usual({"launch": 0.5, "lightgbm": 0.4, "xgboost": 0.1}, other=0.0),
    DemandClass.DORMANT: Usual({"lightgbm": 0.5, "xgboost": 0.1, "smoothing": 0.2}, other=0.0),
}

Told = Mapping[str, Floats]
"""Mean demand (n, H) by family."""


class Tried(NamedTuple):
    """A trial: what each family told of the days after series stood so, and what then was seen, (n, H)."""

    now: Standing
    told: Told
    demand: Floats
    exposure: Floats

    def of(self, chosen: Indexes) -> "Tried":
        """The same of some of the series, (k,) places."""
        told = {name: mean[chosen] for name, mean in self.told.items()}
        return Tried(self.now.of(chosen), told, self.demand[chosen], self.exposure[chosen])

    def also(self, name: str, mean: Floats) -> "Tried":
        """The same with what one more family told."""
        return self._replace(told={**self.told, name: mean})


class Blend(NamedTuple):
    """Weights (K,) of the families by demand class, and the deviance per piece of each alone and of all."""

    families: tuple[str, ...]
    weights: dict[str, Floats]
    losses: dict[str, dict[str, float]]

    def of(self, families: Sequence[str]) -> "Blend":
        """The same among fewer families: the others' say is divided among them."""
        kept = [self.families.index(name) for name in families]
        weights = {name: _raised(each[kept], each.sum()) for name, each in self.weights.items()}
        return Blend(tuple(families), weights, self.losses)

    def used(self) -> tuple[str, ...]:
        """Families that have a say anywhere."""
        return tuple(
            name for at, name in enumerate(self.families) if any(each[at] > 0 for each in self.weights.values())
        )


def _raised(weights: Floats, total: float) -> Floats:
    """Weights that add up to `total`: in proportion, or alike where all are zero."""
    if not weights.any():
        return np.full(len(weights), total / max(len(weights), 1))
    return np.asarray(weights * (total / weights.sum()), dtype=np.float64)


class Expected(NamedTuple):
    """Mean demand (n, H), and the family that says most about each series (n,)."""

    mean: Floats
    method: Names


def blended(names: Names, told: Told, blend: Blend) -> Expected:
    """Mean demand of every series by the weights of its class; families not `told` of are left out."""
    share = np.zeros((len(names), len(blend.families)))
    for name, weights in blend.weights.items():
        share[names == name] = weights
    mean: Floats = np.zeros(next(iter(told.values())).shape)
    for at, family in enumerate(blend.families):
        if family in told and share[:, at].any():
            mean += share[:, at, None] * told[family]
    return Expected(mean, np.asarray(blend.families)[share.argmax(axis=1)])


def untried(families: Sequence[str]) -> Blend:
    """The weights where there is no past to try anything on."""
    return Blend(tuple(families), {str(name): _USUAL[name].of(families) for name in DemandClass}, {})


def found_blend(trials: Sequence[Tried], families: Sequence[str]) -> Blend:
    """The weights that would have done best in the trials, drawn to what is usual where the trials say little."""
    if not trials:
        return untried(families)
    weights, losses = {}, {}
    for name in map(str, DemandClass):
        rows = _rows_of(trials, name, families)
        found = _weights(rows, _USUAL[name].of(families), free=name == DemandClass.DORMANT)
        weights[name] = found
        losses[name] = _losses(rows, found, families)
    return Blend(tuple(families), weights, losses)


def deviance(trials: Sequence[Tried], blend: Blend) -> float:
    """Poisson deviance of the blend over all trial days, per piece of demand."""
    lost, sold = 0.0, 0.0
    for name, weights in blend.weights.items():
        rows = _rows_of(trials, name, blend.families)
        demand = float((rows.counts * rows.demand).sum())
        lost, sold = lost + demand * _loss(rows, rows.means @ weights), sold + demand
    return lost / sold if sold else 0.0


class _Rows(NamedTuple):
    """Trial days of a class: means by family (m, K), demand (m,), and what a row counts for (m,)."""

    means: Floats
    demand: Floats
    counts: Floats

    def every(self, stride: int) -> "_Rows":
        """Every `stride`-th row."""
        return _Rows(self.means[::stride], self.demand[::stride], self.counts[::stride])


def _rows_of(trials: Sequence[Tried], name: str, families: Sequence[str]) -> _Rows:
    means, demand, counts = [], [], []
    for trial in trials:
        chosen = trial.now.names == name
        exposure = trial.exposure[chosen]
        seen = exposure > 0
        told = [trial.told[family][chosen] * exposure for family in families]
        means.append(np.stack([each[seen] for each in told], axis=1))
        demand.append(trial.demand[chosen][seen])
        level = trial.now.level[chosen]
        # Large items must not drown the rest.
        counts.append(np.broadcast_to((1.0 / (1.0 + 0.5 * level))[:, None], seen.shape)[seen])
    return _Rows(np.concatenate(means), np.concatenate(demand), np.concatenate(counts))


def _weights(all_rows: _Rows, prior: Floats, *, free: bool) -> Floats:
    """Weights of least Poisson deviance, drawn to `prior` where the trials hardly tell them apart.

    They add up to one, unless `free`. The deviance is convex in the weights, so that there is one answer.
    """
    rows = all_rows.every(len(all_rows.demand) // MOST_ROWS + 1)
    pieces = float((rows.counts * rows.demand).sum())
    if not pieces:
        return prior
    pull = PULL + SMALL_PULL / (1.0 + pieces / PRIOR_PIECES)

    def loss(weights: Floats) -> tuple[float, Floats]:
        told = np.maximum(rows.means @ weights, 1e-6)
        value = float((rows.counts * (told - rows.demand * np.log(told))).sum()) / pieces
        slope = (rows.means * (rows.counts * (1.0 - rows.demand / told))[:, None]).sum(axis=0) / pieces
        away = weights - prior
        return value + pull * float(away @ away), slope + 2.0 * pull * away

    whole = {"type": "eq", "fun": lambda weights: weights.sum() - 1.0, "jac": np.ones_like}
    found = optimize.minimize(
        loss,
        prior,
        jac=True,
        method="SLSQP",
        bounds=[(0.0, LARGEST_WEIGHT if usual > 0 else 0.0) for usual in prior],
        constraints=[] if free else [whole],
    )
    weights = np.maximum(np.asarray(found.x, dtype=np.float64), 0.0)
    if not np.isfinite(weights).all() or not weights.any():
        return prior
    total = float(weights.sum()) if free else 1.0
    weights[weights < LEAST_WEIGHT * weights.sum()] = 0.0
    return _raised(weights, total)


def _losses(rows: _Rows, weights: Floats, families: Sequence[str]) -> dict[str, float]:
    alone = {family: _loss(rows, rows.means[:, at]) for at, family in enumerate(families)}
    return {**alone, "blend": _loss(rows, rows.means @ weights)}


def _loss(rows: _Rows, mean: Floats) -> float:
    """Poisson deviance per piece of demand; 0 where nothing was seen."""
    told = np.maximum(mean, 1e-6)
    demand = rows.demand
    deviance = told - demand + np.where(demand > 0, demand * np.log(np.maximum(demand, 1e-9) / told), 0.0)
    total = float((rows.counts * demand).sum())
    return float((rows.counts * deviance).sum()) / total if total > 0 else 0.0
