"""A small neural network over all items and all days ahead, on the lessons that the trees learn from.

It comes with scikit-learn and costs no further megabyte. What is kept of it are its weights, so that it forecasts
by a few products of matrices.
"""

import io
import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from stockwright.engine.demand.families.family import Family, Learnt, Schooling
from stockwright.engine.demand.features import Rows
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.lessons import Lessons
from stockwright.engine.demand.standing import Standing

HIDDEN = (64, 32)
EPOCHS = 10
BATCH = 512
STEP = 0.003
DECAY = 1e-4
MOST_ROWS = 80_000
FARTHEST = 4.0
LARGEST_LOG = 4.1


@dataclass(frozen=True)
class Network:
    """Layers of weights (k, l) and offsets (l,), rectified between, the exponential of the last.

    `middle` and `scale` (k,) bring features to one size; what is not known is in the middle, and told by as many
    columns more. `volume` makes the means add up to the pieces really sold.
    """

    middle: Floats
    scale: Floats
    weights: tuple[Floats, ...]
    offsets: tuple[Floats, ...]
    volume: float = 1.0

    def ratio(self, rows: Rows) -> Floats:
        """Demand over the level, one number a row."""
        found = _even(rows, self.middle, self.scale)
        for weight, offset in zip(self.weights[:-1], self.offsets[:-1], strict=True):
            found = np.maximum(found @ weight + offset, 0.0)
        last = (found @ self.weights[-1] + self.offsets[-1])[:, 0]
        return np.asarray(np.exp(np.clip(last, -20.0, LARGEST_LOG)), dtype=np.float64)

    def mean(self, now: Standing) -> Floats:
        """Mean demand of each series on each day of the horizon, shape (m, H), pieces."""
        return now.by_day(self.volume * self.ratio(now.rows))

    def to_bytes(self) -> bytes:
        """The weights, as arrays without objects."""
        held = io.BytesIO()
        numbered: dict[str, Any] = {
            f"{kind}{at}": each for kind in ("weights", "offsets") for at, each in self._layers(kind)
        }
        np.savez_compressed(held, middle=self.middle, scale=self.scale, volume=np.array(self.volume), **numbered)
        return held.getvalue()

    def _layers(self, kind: str) -> list[tuple[int, Floats]]:
        return list(enumerate(self.weights if kind == "weights" else self.offsets))


def _even(rows: Rows, middle: Floats, scale: Floats) -> Rows:
    """Features of about one size, (m, 2k): how far from the middle, and whether they are not known."""
    known = np.isfinite(rows)
    far = np.where(known, (rows - middle) / scale, 0.0)
    return np.concatenate([np.clip(far, -FARTHEST, FARTHEST), ~known], axis=1).astype(np.float32)


def _learn(school: Schooling) -> Learnt | None:
    drawn, settings = school.lessons, school.settings
    if drawn is None or school.last + 1 < settings.least_history_days:
        return None
    if len(drawn.ratio) < settings.least_training_rows or not drawn.ratio.any():
        return None
    part = drawn.every(len(drawn.ratio) // MOST_ROWS + 1)
    known = np.where(np.isfinite(part.rows), part.rows, np.nan)
    empty = np.isnan(known).all(axis=0)
    known[:, empty] = 0.0
    middle, scale = np.nanmean(known, axis=0), np.maximum(np.nanstd(known, axis=0), 1e-3)
    weights, offsets = _fitted(_even(part.rows, middle, scale), part, school.seed, settings.threads)
    plain = Network(middle.astype(np.float64), scale.astype(np.float64), weights, offsets)
    return _balanced(plain, part)


def _fitted(rows: Rows, part: Lessons, seed: int, threads: int) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - heavy, and only where it is asked for
    from sklearn.neural_network import MLPRegressor  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    model = MLPRegressor(
        loss="poisson",
        hidden_layer_sizes=HIDDEN,
        alpha=DECAY,
        batch_size=BATCH,
        learning_rate_init=STEP,
        max_iter=EPOCHS,
        random_state=seed,
    )
    with warnings.catch_warnings(), threadpool_limits(threads):
        # It is told how long to learn. The products are small: more threads would only wait for each other.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows, part.ratio.astype(np.float32), sample_weight=part.weight / part.weight.mean())
    return (
        tuple(np.asarray(each, dtype=np.float64) for each in model.coefs_),
        tuple(np.asarray(each, dtype=np.float64) for each in model.intercepts_),
    )


def _balanced(plain: Network, part: Lessons) -> Network:
    """Pieces sold over pieces expected, recent days counting for more."""
    told = float((part.pieces * plain.ratio(part.rows)).sum())
    volume = float((part.pieces * part.ratio).sum()) / max(told, 1e-9)
    return Network(plain.middle, plain.scale, plain.weights, plain.offsets, volume)


def _read(told: bytes) -> Learnt:
    with np.load(io.BytesIO(told), allow_pickle=False) as held:
        count = sum(name.startswith("weights") for name in held.files)
        weights, offsets = (tuple(held[f"{kind}{at}"] for at in range(count)) for kind in ("weights", "offsets"))
        if any(one.shape[1] != other.shape[0] for one, other in pairwise(weights)):
            raise ValueError("The layers of the network do not fit together.")
        return Network(held["middle"], held["scale"], weights, offsets, float(held["volume"]))


NEURAL = Family("neural", _learn, _read)
