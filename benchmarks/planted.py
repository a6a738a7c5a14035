"""Shops into whose second year changes of demand are written, and what is said of them."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine.demand.notices import NoticeKind
from stockwright.engine.simulator.shop import Shop
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec
from stockwright.engine.simulator.stories import PROMOTION_DAYS, Story, StoryKind
from stockwright.forecasting.rules.notices import LONGEST_DAYS, SPEEDS, pieces_needed

YEAR = 365
END_ON = date(2026, 11, 1)
LEFT_DAYS = 100
"""No change begins in the last days of the year, which would be too late to be noticed in it."""
LEAST_RATE, MOST_RATE = 0.3, 12.0
UNTOLD = "promotion, untold"
SAID_AS = {UNTOLD: "surge"}
LOSSES = {NoticeKind.DOWN, NoticeKind.DYING}
WANTED: dict[str, set[NoticeKind]] = {
    StoryKind.DOUBLED: {NoticeKind.SURGE, NoticeKind.UP},
    StoryKind.HALVED: LOSSES,
    StoryKind.DYING: LOSSES,
    StoryKind.STOPPED: LOSSES,
    StoryKind.PROMOTION: {NoticeKind.PROMOTED},
    UNTOLD: {NoticeKind.SURGE},
    StoryKind.NEW: {NoticeKind.NEW, NoticeKind.TAKING_OFF},
}


@dataclass(frozen=True)
class Planted:
    """A change: the item, its name, what it is, its day (0 is the first of the shop), after how many days it
    is said to be noticed (none where nothing is said of so slow an item), and the last day that counts."""

    item: int
    sku: str
    name: str
    day: int
    stated: int | None
    until: int


@dataclass(frozen=True)
class PlantedShop:
    """A shop of two years with its changes, the first year being as ever."""

    shop: Shop
    changes: tuple[Planted, ...]

    @cached_property
    def _in_stock(self) -> dict[str, NDArray[np.float64]]:
        """Running sums of the days in stock of each item, from the first day of the shop."""
        share = (pl.col("in_stock_minutes") / 1440).alias("share")
        told = self.shop.truth.select(pl.col("sku").cast(pl.String), "day", share)
        found: dict[str, NDArray[np.float64]] = {}
        for (sku,), rows in told.group_by("sku"):
            days = np.zeros(self.shop.spec.days + 1)
            days[(rows["day"] - self.shop.spec.start_on).dt.total_days().to_numpy() + 1] = rows["share"].to_numpy()
            found[str(sku)] = np.cumsum(days)
        return found

    def days_in_stock(self, one: Planted, night: int) -> float:
        """Days on which a changed item was in stock, from its change to a night."""
        days = self._in_stock[one.sku]
        return float(days[night + 1] - days[one.day])

    def row(self, one: Planted, nights: list[int], stride: int = 1) -> dict[str, object]:
        """When a change was noticed, `nights` being those that saw it; who looks seldom sees it later."""
        if not nights:
            return {"change": one.name, "days": None, "stated": one.stated, "soon": False}
        stocked = self.days_in_stock(one, min(nights))
        soon = one.stated is not None and stocked <= one.stated + stride - 1
        return {"change": one.name, "days": min(nights) - one.day + 1, "stated": one.stated, "soon": soon}

    @property
    def steady(self) -> list[str]:
        """The items of which nothing is to be noticed."""
        changed = {one.sku for one in self.changes}
        return [sku for sku in self.shop.products["sku"].to_list() if sku not in changed]


def planted_shop(
    items: int, seed: int, *, share: float = 0.4, steady: bool = True, pace: float = 6.0
) -> PlantedShop:
    """A shop with changes on random days to `share` of its items, as many of each kind."""
    plain = ShopSpec(
        end_on=END_ON, items=items, days=2 * YEAR, seed=seed, locations=1, pace=pace, steady=steady, caution=0.9
    )
    before = simulate(plain)
    usual, dispersion = _usual(before)
    rate = usual[:, :YEAR].mean(axis=1)
    chance = np.random.default_rng(seed)
    fit = np.flatnonzero((rate >= LEAST_RATE) & (rate <= MOST_RATE))
    chosen = chance.permutation(fit)[: int(items * share)]
    names = np.resize(list(WANTED), len(chosen))
    days = chance.integers(YEAR + 7, 2 * YEAR - LEFT_DAYS, len(chosen))
    told = [
        Story(int(item), StoryKind.PROMOTION if name == UNTOLD else StoryKind(name), int(day))
        for item, name, day in zip(chosen, names, days, strict=True)
    ]
    shop = simulate(_with(plain, told))
    each = zip(told, map(str, names), usual[chosen], dispersion[chosen], strict=True)
    return PlantedShop(shop, tuple(_planted(shop, *one) for one in each))


def _planted(shop: Shop, story: Story, name: str, usual: NDArray[np.float64], dispersion: float) -> Planted:
    """The change of a story, `usual` (T,) being the demand without it; what is new begins with its first sale."""
    sku = shop.products["sku"][story.item]
    day, until, stated = story.day, 2 * YEAR, _stated(SAID_AS.get(name, name), usual[story.day :], dispersion)
    if story.kind is StoryKind.PROMOTION:
        until = day + PROMOTION_DAYS - 1
        stated = stated if stated is not None and stated <= PROMOTION_DAYS else None
    if story.kind is StoryKind.NEW:
        first = shop.sales.filter(pl.col("sku") == sku)["at"].min()
        day = (first.date() - shop.spec.start_on).days if isinstance(first, datetime) else until
    return Planted(story.item, sku, name, day, stated, until)


def _stated(change: str, usual: NDArray[np.float64], dispersion: float) -> int | None:
    """The days stated for an item that would usually sell so much on each of the days to come."""
    needed = pieces_needed(change, dispersion)
    days = SPEEDS[change].days + float(np.searchsorted(np.cumsum(usual), needed)) + (needed > 0)
    return int(days) if days <= LONGEST_DAYS else None


def figures(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Share of the changes noticed, after how many days, and of those with a statement how many within it.

    `rows` are those of `PlantedShop.row`. The days stated are days in stock.
    """
    days, stated = pl.col("days"), pl.col("stated")
    return (
        pl.DataFrame(rows, schema={"change": pl.String, "days": pl.Int64, "stated": pl.Int64, "soon": pl.Boolean})
        .group_by("change", maintain_order=True)
        .agg(
            pl.len().alias("items"),
            days.is_not_null().mean().mul(100).round(0).alias("noticed %"),
            days.median().alias("days, median"),
            days.fill_null(2 * YEAR).quantile(0.9, "lower").replace(2 * YEAR, None).alias("9 of 10"),
            stated.is_not_null().sum().alias("with statement"),
            days.filter(stated.is_not_null()).median().alias("their median"),
            stated.median().alias("stated"),
            pl.col("soon").filter(stated.is_not_null()).mean().mul(100).round(0).alias("within it %"),
        )
    )


def _with(spec: ShopSpec, stories: list[Story]) -> ShopSpec:
    told = {name: getattr(spec, name) for name in spec.__dataclass_fields__}
    return ShopSpec(**(told | {"stories": tuple(stories)}))


def _usual(shop: Shop) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean demand of each item and day, (n, T), and how much more its weeks of the first year scatter, (n,)."""
    order = {sku: number for number, sku in enumerate(shop.products["sku"].to_list())}
    rows = shop.truth["sku"].cast(pl.String).replace_strict(order).to_numpy()
    day = (shop.truth["day"] - shop.spec.start_on).dt.total_days().to_numpy()
    mean, demand = (np.zeros((len(order), shop.spec.days)) for _ in range(2))
    mean[rows, day], demand[rows, day] = shop.truth["mean_demand"].to_numpy(), shop.truth["demand"].to_numpy()
    weeks = [block[:, : YEAR - 1].reshape(len(order), -1, 7).sum(axis=2) for block in (mean, demand)]
    squares, expected = ((weeks[1] - weeks[0]) ** 2).sum(axis=1), np.maximum(weeks[0].sum(axis=1), 1e-9)
    return mean, np.maximum(squares / expected, 1.0)
