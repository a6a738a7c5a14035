"""The twelve levels of the competition, beside a slow twin."""

import numpy as np
import pytest
from benchmarks.hierarchy import LEVELS, Shops, labels_of, together, wrmsse

CHANCE = np.random.default_rng(5)
ITEMS = ("FOODS_1_001", "FOODS_1_002", "FOODS_2_001", "HOBBIES_1_001")


def shop(store: str, days: int = 60) -> Shops:
    sold = CHANCE.poisson(2.0, (len(ITEMS), days + 28)).astype(np.float64)
    return Shops(labels_of(store, ITEMS), sold[:, :days], sold[:, days:], CHANCE.random(len(ITEMS)))


def slow(shops: Shops, mean: np.ndarray, level: tuple[str, ...]) -> float:
    """Add up by hand, then judge each group with its share of the revenue."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(mean)):
        groups.setdefault(tuple(str(shops.labels[kind][at]) for kind in level), []).append(at)
    total = 0.0
    for members in groups.values():
        past, came, told = (each[members].sum(axis=0) for each in (shops.history, shops.actual, mean))
        scale = np.mean([(past[at] - past[at - 1]) ** 2 for at in range(int(np.argmax(past > 0)) + 1, len(past))])
        share = shops.revenue[members].sum() / shops.revenue.sum()
        total += share * float(np.sqrt(np.mean((came - told) ** 2) / scale))
    return total


def test_every_level_is_what_adding_up_by_hand_gives() -> None:
    shops = together([shop("CA_1"), shop("CA_2"), shop("TX_1")])
    mean = CHANCE.gamma(2.0, 1.0, shops.actual.shape)
    assert wrmsse(shops, mean) == pytest.approx([slow(shops, mean, level) for level in LEVELS])


def test_the_levels_are_the_twelve_of_the_competition() -> None:
    shops = together([shop("CA_1"), shop("CA_2"), shop("TX_1")])
    counts = [len(set(zip(*(shops.labels[kind] for kind in level), strict=True))) for level in LEVELS if level]
    assert len(LEVELS) == 12
    assert counts == [2, 3, 2, 3, 4, 6, 6, 9, 4, 8, 12]


def test_a_history_that_begins_later_is_judged_from_its_first_sale() -> None:
    late, early = shop("CA_2", days=40), shop("CA_1", days=60)
    both = together([early, late])
    alone = wrmsse(late, late.actual + 1)[-1]
    assert both.history.shape == (8, 60)
    only_late = Shops(
        {kind: names[4:] for kind, names in both.labels.items()},
        both.history[4:],
        both.actual[4:],
        both.revenue[4:],
    )
    assert wrmsse(only_late, late.actual + 1)[-1] == pytest.approx(alone)
