"""The weighted error of the M5 competition over its twelve levels of totals. Pure.

Source: Makridakis, Spiliotis and Assimakopoulos (2022), The M5 accuracy competition: WRMSSE.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks import measures
from benchmarks.measures import Floats

Names = NDArray[np.str_]

LEVELS = (
    (),
    ("state",),
    ("store",),
    ("category",),
    ("department",),
    ("state", "category"),
    ("state", "department"),
    ("store", "category"),
    ("store", "department"),
    ("item",),
    ("item", "state"),
    ("item", "store"),
)


class Shops(NamedTuple):
    """All series of several stores: `history` (n, T), `actual` (n, H), `revenue` (n,) of the last 28 days.

    `labels` names, for each kind of group, the group of every series, (n,).
    """

    labels: Mapping[str, Names]
    history: Floats
    actual: Floats
    revenue: Floats


def labels_of(store: str, items: tuple[str, ...]) -> dict[str, Names]:
    """Groups of the items of a store: its state is told by its name, department and category by the items'."""
    split = [item.split("_") for item in items]
    return {
        "state": np.full(len(items), store.partition("_")[0]),
        "store": np.full(len(items), store),
        "category": np.array([parts[0] for parts in split]),
        "department": np.array(["_".join(parts[:2]) for parts in split]),
        "item": np.array(items),
    }


def together(shops: list[Shops]) -> Shops:
    """Several stores as one; histories that begin later are filled up with zeros."""
    longest = max(each.history.shape[1] for each in shops)
    padded = [np.pad(each.history, ((0, 0), (longest - each.history.shape[1], 0))) for each in shops]
    kinds = shops[0].labels
    return Shops(
        {kind: np.concatenate([each.labels[kind] for each in shops]) for kind in kinds},
        np.concatenate(padded),
        np.concatenate([each.actual for each in shops]),
        np.concatenate([each.revenue for each in shops]),
    )


def wrmsse(shops: Shops, mean: Floats) -> list[float]:
    """Weighted error of each of LEVELS, the forecasts (n, H) added up; the competition's figure is their mean."""
    found = []
    for level in LEVELS:
        adding = _adding(shops.labels, level, len(mean))
        scale = measures.squared_scale(adding @ shops.history)
        found.append(measures.weighted_rmsse(adding @ shops.actual, adding @ mean, scale, adding @ shops.revenue))
    return found


def _adding(labels: Mapping[str, Names], level: tuple[str, ...], size: int) -> sparse.csr_matrix:
    """The matrix (groups, n) that adds series up to groups."""
    group = np.zeros(size, dtype=np.int64)
    for kind in level:
        named = np.unique(labels[kind], return_inverse=True)[1]
        group = np.unique(group * (int(named.max()) + 1) + named, return_inverse=True)[1]
    ones = np.ones(size)
    return sparse.csr_matrix((ones, (group, np.arange(size))), shape=(int(group.max()) + 1, size))
