"""How the stock of an item goes on from here, day by day, at mean demand."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta


def projected(
    free: float, mean: Sequence[float], *, first: date, start: date, arrivals: Mapping[date, float]
) -> tuple[float, ...]:
    """Stock at the end of each day from `first` on, for one day per number of `mean`.

    Demand counts from `start` (the morning the stock was counted) on, and what cannot be served is lost, so
    stock never goes below zero. What should have arrived before `start` is not counted on.
    """
    left, days = max(free, 0.0), []
    for i, wanted in enumerate(mean):
        day = first + timedelta(days=i)
        if day >= start:
            left = max(left + arrivals.get(day, 0.0) - wanted, 0.0)
        days.append(round(left, 2))
    return tuple(days)


def runs_out_on(stock: Sequence[float], first: date, start: date) -> date | None:
    """The first day, from `start` on, that ends without stock."""
    days = (first + timedelta(days=i) for i in range(len(stock)))
    return next((day for day, left in zip(days, stock, strict=True) if day >= start and left <= 0), None)
