"""The stores of the competition, gathered origin by origin, to be judged together."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from benchmarks.datasets import M5
from benchmarks.hierarchy import LEVELS, Shops, labels_of, together, wrmsse
from benchmarks.judge import Origin
from benchmarks.told import Floats


class Totals:
    """Collects what every method said of every store."""

    def __init__(self) -> None:
        self.shops: dict[date, list[Shops]] = {}
        self.said: dict[tuple[date, str], list[Floats]] = {}

    def open(self, origin: Origin) -> None:
        """A store at an origin; what methods say of it follows. Other data sets are passed over."""
        if origin.family == M5:
            self.shops.setdefault(origin.last_day, []).append(shops_of(origin))

    def add(self, origin: Origin, method: str, mean: Floats) -> None:
        """What a method said of the store that was opened last."""
        if origin.family == M5:
            self.said.setdefault((origin.last_day, method), []).append(mean)

    def table(self) -> pl.DataFrame:
        """One row per method: its error on every level and their mean, means over origins."""
        rows: list[dict[str, Any]] = []
        gathered = {day: together(shops) for day, shops in self.shops.items()}
        for (day, method), means in self.said.items():
            if len(means) == len(self.shops[day]):
                rows.append({"method": method} | level_row(gathered[day], np.concatenate(means)))
        return mean_by_method(rows)

    def stores(self) -> int:
        """How many stores were judged together."""
        return max((len(shops) for shops in self.shops.values()), default=0)


def shops_of(origin: Origin) -> Shops:
    """A store as the hierarchy wants it."""
    store = origin.data.removeprefix("m5_")
    history = origin.known.sold.astype(np.float64)
    return Shops(labels_of(store, origin.series), history, origin.came.actual, origin.came.weight)


def level_row(shops: Shops, mean: Floats) -> dict[str, float]:
    """The error on every level, by name, and their mean."""
    errors = wrmsse(shops, mean)
    named = {" x ".join(level) or "total": error for level, error in zip(LEVELS, errors, strict=True)}
    return {"wrmsse": float(np.mean(errors))} | named


def mean_by_method(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Means over origins, the best first."""
    if not rows:
        return pl.DataFrame()
    table = pl.DataFrame(rows)
    return table.group_by("method", maintain_order=True).agg(pl.all().mean()).sort("wrmsse")
