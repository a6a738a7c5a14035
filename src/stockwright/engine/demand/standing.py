"""Every series as it stands at the end of a day, seen from all sides once, for whoever forecasts it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from stockwright.engine.demand.classes import Names, classify
from stockwright.engine.demand.features import Origin, Pairs, Rows, feature_rows, origin_at
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.launches import Start, new_item_level
from stockwright.engine.demand.panel import Indexes, Panel
from stockwright.engine.demand.past import Past
from stockwright.engine.demand.settings import DemandSettings


@dataclass(frozen=True)
class Standing:
    """Series as they stood: `series` (m,) says which of the past's n are meant, by number.

    `origin` and `start` speak of all n; `names` (m,) are the classes of those that are meant, `level` (m,)
    their demand a day and `week` (m, H) the weekly index of the days ahead.
    """

    past: Past
    origin: Origin
    start: Start
    names: Names
    series: Indexes

    @property
    def level(self) -> Floats:
        return self.origin.level[self.series]

    @property
    def week(self) -> Floats:
        return self.origin.week[self.series][:, np.arange(self.past.panel.horizon) % 7]

    @cached_property
    def rows(self) -> Rows:
        """Features of each series on each day of the horizon, (m x H, k), days of a series side by side."""
        horizon = self.past.panel.horizon
        ahead = np.tile(np.arange(1, horizon + 1), len(self.series))
        pairs = Pairs(np.repeat(self.series, horizon), ahead)
        return feature_rows(self.past.panel, self.past.calendar, self.origin, pairs)

    def by_day(self, ratio: Floats) -> Floats:
        """Demand relative to the level, one number a row of `rows`, as pieces by day (m, H)."""
        return np.asarray(
            ratio.reshape(len(self.series), self.past.panel.horizon) * self.level[:, None], dtype=np.float64
        )

    def of(self, chosen: Indexes) -> "Standing":
        """Only some of the series, (k,) places among those that are meant."""
        return replace(self, names=self.names[chosen], series=self.series[chosen])

    def parts(self, size: int) -> Iterator[tuple[int, "Standing"]]:
        """At most `size` series at a time with their first place, so that features of any number fit in memory."""
        for begin in range(0, len(self.series), size):
            yield begin, self.of(np.arange(begin, min(begin + size, len(self.series))))

    def under(self, panel: Panel) -> "Standing":
        """The same past with other plans for the days ahead."""
        return replace(self, past=self.past._replace(panel=panel))


def standing_at(past: Past, settings: DemandSettings, *, last: int) -> Standing:
    """Where every series stood at the end of day `last`."""
    return Standing(
        past,
        origin_at(past.panel, past.history, last),
        new_item_level(past.panel, past.history, past.dispersion, last),
        classify(past.panel, past.history, settings, last),
        np.arange(past.panel.size),
    )
