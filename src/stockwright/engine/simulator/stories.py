"""Changes of demand that are written into a shop, so that it is known what there was to be noticed."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PROMOTION_DAYS = 14
PROMOTION_DISCOUNT = 0.25
PROMOTION_LIFT = 2.5
FADE_DAYS = 20.0


class StoryKind(StrEnum):
    """What happens to an item on a day."""

    DOUBLED = "doubled"
    HALVED = "halved"
    DYING = "dying"
    STOPPED = "stopped"
    PROMOTION = "promotion"
    NEW = "new"


class Story(NamedTuple):
    """From `day` (0 is the first of the shop) on the item with the number `item` goes another way.

    A promotion lasts PROMOTION_DAYS and sells PROMOTION_LIFT times as much; what is dying loses two thirds in
    FADE_DAYS; what is new was not there before.
    """

    item: int
    kind: StoryKind
    day: int


def log_factor(story: Story, days: int) -> NDArray[np.float32]:
    """By how much the logarithm of an item's demand is moved on each day, (days,)."""
    since = np.arange(days) - story.day
    after = since >= 0
    moved = {
        StoryKind.DOUBLED: np.log(2.0) * after,
        StoryKind.HALVED: np.log(0.5) * after,
        StoryKind.DYING: -np.minimum(np.maximum(since, 0) / FADE_DAYS, 12.0),
        StoryKind.STOPPED: -12.0 * after,
        StoryKind.PROMOTION: np.log(PROMOTION_LIFT) * (after & (since < PROMOTION_DAYS)),
        StoryKind.NEW: np.zeros(days),
    }[story.kind]
    return np.asarray(moved, dtype=np.float32)


def told(stories: Iterable[Story], shape: tuple[int, int]) -> NDArray[np.float32]:
    """What the stories add to the logarithm of demand, days x items."""
    found = np.zeros(shape, dtype=np.float32)
    for story in stories:
        found[:, story.item] += log_factor(story, shape[0])
    return found
