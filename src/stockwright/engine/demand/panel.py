"""History as one dense block: every series on a row, every day in a column."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]
Flags = NDArray[np.bool_]
Indexes = NDArray[np.int64]
BEYOND = 8
"""Days after the horizon whose events are known too: what comes soon is felt before."""


@dataclass(frozen=True)
class Panel:
    """n series over T days of history, with what is known of the `horizon` days that follow.

    `sold` (n, T) is in pieces a day, never below zero. `in_stock` (n, T) is the share of the day on which
    the item could be bought, 1 where it is not known. `first_day` (n,) is the index of the first day listed
    (T or more: not listed yet). `category` (n,) holds codes from 0, or -1 where unknown. `price` (n, T) is
    the price known *before* the day began (NaN where none was). Known ahead are: `planned` (n, T + horizon),
    the price set for a day (NaN where none was set), `promo` (n, T + horizon), the share of the price taken
    off, and `events` (T + horizon + BEYOND, k): which kinds of event, named by `event_names`, a day has.
    `named` (n,) are names that stay when the numbers of the series change. Of a panel that holds a part of a
    company `stands_for` (n,) tells how many of the company's series each one stands for where series are pooled.

    `orders` (n, T) counts the orders that `sold` came in (0 where not known), and `sold_out` (n, T) tells the
    days on which the last piece was sold. A person said of `kept` (n, T) that the day counts in full, however
    much was sold, of `damped` that it counts as an ordinary day at most, of `ignored` that it tells nothing.
    """

    as_of: date
    sold: Block
    in_stock: Block
    first_day: Indexes
    category: Indexes
    events: Flags
    event_names: tuple[str, ...]
    price: Block | None = None
    planned: Block | None = None
    promo: Block | None = None
    orders: Block | None = None
    sold_out: Flags | None = None
    kept: Flags | None = None
    damped: Flags | None = None
    ignored: Flags | None = None
    named: NDArray[np.str_] | None = None
    stands_for: NDArray[np.float64] | None = None

    @property
    def size(self) -> int:
        return int(self.sold.shape[0])

    @property
    def keys(self) -> NDArray[np.str_]:
        """What a series is known by from one night to the next, (n,): its name, or else its number."""
        return np.arange(self.size).astype(np.str_) if self.named is None else self.named

    @property
    def days(self) -> int:
        return int(self.sold.shape[1])

    @property
    def horizon(self) -> int:
        return len(self.events) - self.days - BEYOND

    @property
    def counts(self) -> NDArray[np.float64]:
        """How many series each one stands for, (n,)."""
        return np.ones(self.size) if self.stands_for is None else self.stands_for

    def weighed(self, days: Block) -> Block:
        """Something by series and day, (n, T), as it counts where series are added up."""
        return days if self.stands_for is None else days * self.stands_for[:, None].astype(np.float32)

    def day(self, index: int) -> date:
        """Calendar day of a column; T and beyond are days of the forecast."""
        return self.as_of + timedelta(days=index - self.days + 1)

    def calendar(self) -> NDArray[np.datetime64]:
        """Every day of history and horizon, shape (T + horizon,)."""
        first = np.datetime64(self.day(0), "D")
        return first + np.arange(self.days + self.horizon)

    def knowing(self, kinds: tuple[str, ...]) -> "Panel":
        """The panel with exactly these kinds of event, in this order; unknown ones never happen."""
        if kinds == self.event_names:
            return self
        none = np.zeros(len(self.events), dtype=np.bool_)
        columns = [
            self.events[:, self.event_names.index(kind)] if kind in self.event_names else none for kind in kinds
        ]
        events = np.stack(columns, axis=1) if columns else np.zeros((len(self.events), 0), dtype=np.bool_)
        return replace(self, events=events, event_names=kinds)

    def unplanned(self) -> "Panel":
        """The panel as if nothing were planned after its last day: no promotions, prices as they were."""
        promo, planned = self.promo, self.planned
        if promo is not None:
            promo = promo.copy()
            promo[:, self.days :] = 0.0
        if planned is not None:
            planned = planned.copy()
            planned[:, self.days :] = planned[:, self.days - 1, None]
        return replace(self, promo=promo, planned=planned)

    def differs_ahead(self, other: "Panel") -> Flags:
        """Which series, (n,), have other promotions or planned prices after the last day than in `other`."""
        found = np.zeros(self.size, dtype=np.bool_)
        for mine, theirs in ((self.promo, other.promo), (self.planned, other.planned)):
            if mine is not None and theirs is not None:
                ahead, then = mine[:, self.days :], theirs[:, self.days :]
                found |= ~((ahead == then) | (np.isnan(ahead) & np.isnan(then))).all(axis=1)
        return found

    def until(self, last: int) -> "Panel":
        """The panel as it was known at the end of day `last`: nothing later can be seen in it."""
        end = last + 1
        return replace(
            self,
            as_of=self.day(last),
            sold=self.sold[:, :end],
            in_stock=self.in_stock[:, :end],
            events=self.events[: end + self.horizon + BEYOND],
            price=None if self.price is None else self.price[:, :end],
            planned=None if self.planned is None else self.planned[:, : end + self.horizon],
            promo=None if self.promo is None else self.promo[:, : end + self.horizon],
            orders=None if self.orders is None else self.orders[:, :end],
            sold_out=None if self.sold_out is None else self.sold_out[:, :end],
            kept=None if self.kept is None else self.kept[:, :end],
            damped=None if self.damped is None else self.damped[:, :end],
            ignored=None if self.ignored is None else self.ignored[:, :end],
        )
