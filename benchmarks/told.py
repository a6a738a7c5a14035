"""What a method told of the days ahead, and what it cost, as a file between two processes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

M5_LEVELS = (0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995)
TENTHS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LEVELS = tuple(sorted({*M5_LEVELS, *TENTHS}))
WIDTHS = tuple(round(100 * (1 - 2 * level)) for level in reversed(LEVELS) if level < 0.5)
"""The central intervals, in per cent, whose ends are LEVELS."""

WINDOWS = (7, 14, 28)


class Law(Protocol):
    """A whole distribution, which knows how probable every count is."""

    def rank(self, actual: Floats, uniform: Floats) -> Floats:
        """Randomised rank of demand by day, (n, H)."""

    def window_rank(self, actual: Floats, uniform: Floats, days: int) -> Floats:
        """Randomised rank of demand (n,) summed over the first `days` days."""


@dataclass(frozen=True)
class Told:
    """Forecast of n series on H days: `mean` (n, H), `quantiles` (n, H, Q) at LEVELS.

    `train` and `predict` are wall seconds, where the method has them apart.
    """

    mean: Floats
    quantiles: Floats
    law: Law | None = None
    train: float = float("nan")
    predict: float = float("nan")


@dataclass(frozen=True)
class Cost:
    """Of one run for so many items: seconds by the wall and of the processor, memory of the process."""

    wall: float
    processor: float
    gigabytes: float
    train: float
    predict: float
    items: float


@dataclass(frozen=True)
class Answer:
    """What a process gave back: `mean` (n, H), `quantiles` (n, H, Q), its cost, and ranks where it has a law.

    `rank` is (n, H), `window_ranks` (n, W) for WINDOWS.
    """

    mean: Floats
    quantiles: Floats
    cost: Cost
    rank: Floats | None = field(default=None)
    window_ranks: Floats | None = field(default=None)

    def rows(self, chosen: NDArray[np.int64]) -> "Answer":
        """The answer of some of the series, at the cost of all."""
        return Answer(
            self.mean[chosen],
            self.quantiles[chosen],
            self.cost,
            None if self.rank is None else self.rank[chosen],
            None if self.window_ranks is None else self.window_ranks[chosen],
        )

    def save(self, path: Path) -> None:
        """Write it to a file."""
        ranks = {"rank": self.rank, "window_ranks": self.window_ranks}
        np.savez_compressed(
            path,
            allow_pickle=False,
            mean=self.mean.astype(np.float32),
            quantiles=self.quantiles.astype(np.float32),
            cost=np.array(list(vars(self.cost).values())),
            **{name: each.astype(np.float32) for name, each in ranks.items() if each is not None},
        )

    @staticmethod
    def load(path: Path) -> "Answer":
        """Read what `save` wrote."""
        with np.load(path) as kept:
            found = {name: kept[name].astype(np.float64) for name in kept.files}
        return Answer(
            found["mean"],
            found["quantiles"],
            Cost(*(float(each) for each in found["cost"])),
            found.get("rank"),
            found.get("window_ranks"),
        )
