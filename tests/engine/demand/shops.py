"""Small shops whose true demand is known."""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stockwright.engine.demand.panel import BEYOND, Panel
from stockwright.engine.demand.settings import DemandSettings

AS_OF = date(2026, 6, 30)
WEEK = np.array([1.2, 1.0, 0.9, 0.9, 1.1, 1.9, 0.0])  # closed on Sundays


def shop(
    *, n: int = 120, days: int = 300, seed: int = 7, dispersion: float = 1.6, categories: int = 3
) -> tuple[Panel, NDArray[np.float64]]:
    """A panel of negative binomial demand with a weekly pattern, and its true means (n, days)."""
    chance = np.random.default_rng(seed)
    level = np.exp(chance.normal(0.3, 1.0, n))
    blank = panel_of(np.zeros((n, days)))
    weekday = (blank.calendar()[:days].astype(np.int64) + 3) % 7
    mean = level[:, None] * WEEK[weekday][None, :]
    size = np.maximum(mean, 1e-9) / (dispersion - 1.0)
    sold = chance.negative_binomial(size, 1.0 / dispersion).astype(np.float64)
    return panel_of(sold, category=np.arange(n) % categories), mean


def panel_of(
    sold: NDArray[Any],
    *,
    in_stock: NDArray[Any] | None = None,
    first_day: NDArray[np.int64] | None = None,
    category: NDArray[np.int64] | None = None,
    horizon: int = 28,
) -> Panel:
    """A panel straight from arrays."""
    n, days = sold.shape
    return Panel(
        as_of=AS_OF,
        sold=sold.astype(np.float32),
        in_stock=np.ones((n, days), np.float32) if in_stock is None else in_stock.astype(np.float32),
        first_day=np.zeros(n, np.int64) if first_day is None else first_day,
        category=np.full(n, -1) if category is None else category,
        events=np.zeros((days + horizon + BEYOND, 1), np.bool_),
        event_names=("holiday",),
    )


QUICK = DemandSettings(training_rows=12_000, trees=40, leaves=15, learning_rate=0.15, threads=1)
