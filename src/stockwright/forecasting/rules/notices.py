"""How long a change in demand is worth a person's eye, and how soon it is noticed."""

from math import ceil
from typing import NamedTuple

OVER_AFTER_DAYS = 7
"""A change that no night saw for so many days is over."""

USUAL_AFTER_DAYS = 56
"""After so many days a change is what is usual."""

LONGEST_DAYS = 112
"""What takes longer to be seen than the longest time that is looked at stays unnoticed."""

USUAL_SCATTER = 1.5
"""Variance over mean of the weeks of an item that customers buy by the piece."""


class Speed(NamedTuple):
    """Eight of ten changes of a kind are noticed within so many days, and the days in which an item usually sells
    so many pieces, times its scatter."""

    days: float
    pieces: float


SPEEDS = {
    "doubled": Speed(5.0, 55.0),
    "halved": Speed(5.0, 170.0),
    "stopped": Speed(5.0, 16.0),
    "dying": Speed(20.0, 35.0),
    "surge": Speed(5.0, 30.0),
    "promotion": Speed(3.0, 12.0),
    "new": Speed(1.0, 0.0),
}


def stated_days(change: str, pieces_a_day: float, scatter: float = USUAL_SCATTER) -> int | None:
    """Within how many days eight of ten changes of a kind are noticed; None where it may take longer than is seen.

    `pieces_a_day` is what the item usually sells at that time of the year. `scatter` is the variance of the pieces
    of a week over their mean: about 1 where single customers buy one piece each, and as much more as orders are
    larger. In a shop whose levels move to and fro anyway it takes longer.
    """
    days = ceil(SPEEDS[change].days + pieces_needed(change, scatter) / max(pieces_a_day, 1e-9))
    return days if days <= LONGEST_DAYS else None


def pieces_needed(change: str, scatter: float) -> float:
    """How many pieces an item would usually have sold until a change of a kind is told from chance."""
    return SPEEDS[change].pieces * max(scatter, 1.0)
