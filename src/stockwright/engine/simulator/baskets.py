"""Who comes into the shop on a day, and what they put into their baskets."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OPENS_AT, CLOSES_AT = 7 * 3600, 22 * 3600

# By channel: when its customers come (a beta law over the hours of trade), and how many are nameless.
_EARLY_AND_LATE = np.array([[2.4, 2.6], [2.6, 1.6], [2.2, 1.4], [2.0, 4.0]])
_NAMELESS = np.array([0.7, 0.05, 0.0, 0.0])
_NEW_BASKET = 0.55

# By location: how its sales divide over shop, web, marketplace and wholesale.
_CHANNELS = np.array([[0.30, 0.42, 0.24, 0.04], [0.92, 0.08, 0.0, 0.0], [0.95, 0.05, 0.0, 0.0]])


class Requests(NamedTuple):
    """One line per wish: `cell` = item x locations + location, pieces, second of the day, `basket` from 0."""

    cell: Ints
    pieces: Ints
    second: Ints
    channel: Ints
    basket: Ints
    customer: Ints


class Public:
    """The customers of a shop with a number of locations and channels; about `size` of them have a name."""

    def __init__(self, *, locations: int, channels: int, size: int) -> None:
        weights = _CHANNELS[:locations, :channels]
        self.locations, self.channels, self.size = locations, channels, size
        self._cumulated = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[:, :-1]

    def visit(self, lines: Floats, pieces_a_line: Floats, rng: np.random.Generator) -> Requests:
        """The wishes of a day on which each cell expects `lines` of them, in no order of time."""
        cell = np.repeat(np.arange(len(lines)), rng.poisson(lines))
        pieces = rng.geometric(1.0 / pieces_a_line[cell])
        location = cell % self.locations
        channel = (rng.random(len(cell))[:, None] > self._cumulated[location]).sum(axis=1)
        basket = _baskets(cell, location * self.channels + channel, rng)
        count = int(basket.max(initial=-1)) + 1
        of_basket = np.zeros(count, dtype=np.int64)
        of_basket[basket] = channel
        second, customer = _seconds(of_basket, rng), self._customers(of_basket, rng)
        return Requests(cell, pieces, second[basket], channel, basket, customer[basket])

    def _customers(self, channel: Ints, rng: np.random.Generator) -> Ints:
        """A number per basket, -1 for the nameless; a few customers come often, most seldom."""
        known = (self.size * rng.random(len(channel)) ** 2.2).astype(np.int64) * self.channels + channel
        return np.where(rng.random(len(channel)) < _NAMELESS[channel], -1, known)


def _baskets(cell: Ints, counter: Ints, rng: np.random.Generator) -> Ints:
    """Group the lines at the same counter at random; nobody asks twice for the same thing."""
    shuffled = rng.permutation(len(cell))
    order = shuffled[np.argsort(counter[shuffled], kind="stable")]
    begins = (np.diff(counter[order], prepend=-1) != 0) | (rng.random(len(cell)) < _NEW_BASKET)
    basket = np.empty(len(cell), dtype=np.int64)
    basket[order] = np.cumsum(begins) - 1
    pairs = np.lexsort((cell, basket))
    twice = (np.diff(cell[pairs], prepend=-1) == 0) & (np.diff(basket[pairs], prepend=-1) == 0)
    again = pairs[twice]
    basket[again] = begins.sum() + np.arange(len(again))
    return basket


def _seconds(channel: Ints, rng: np.random.Generator) -> Ints:
    early, late = _EARLY_AND_LATE[channel].T
    span = CLOSES_AT - OPENS_AT
    into = (span * rng.beta(early, late)).astype(np.int64)
    return np.asarray(OPENS_AT + np.minimum(into, span - 1))
