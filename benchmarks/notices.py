"""A year of nights on a simulated shop: how soon changes in demand are noticed, and how often nothing was there.

uv run python -m benchmarks.notices [--items 400] [--seeds 2] [--stride 1]

Into the second year of a shop with moods, crazes, promotions, seasons and stockouts some items get a change on a
random day: a doubled level, a halved one, a slow death, and new items that begin small and then grow. Every
night the notices of the day are taken as the program takes them. A notice of an item without a change of ours is
told apart by whether the shop's true demand had changed by itself (a craze, a promotion) or not: only the latter
is a false alarm.
"""

import argparse
import time
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.simulated import Floats, simulated_demand, true_means
from stockwright.engine.demand.censored import category_moves
from stockwright.engine.demand.history import clean
from stockwright.engine.demand.notices import NoticeKind, noticed
from stockwright.engine.demand.panel import Panel
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec

YEAR = 365
EACH = 24
FADE_DAYS = 20.0
GROWTH_DAYS = 25.0
LEAST_RATE = 0.5
REAL = 1.4
REOPEN_DAYS = 7
WANTED = {
    "doubled": {NoticeKind.UP},
    "halved": {NoticeKind.DOWN, NoticeKind.DYING},
    "dying": {NoticeKind.DOWN, NoticeKind.DYING},
    "new": {NoticeKind.TAKING_OFF},
}


@dataclass(frozen=True)
class Changed:
    """The panel with changes, their true means (n, T), and which item got which change on which day."""

    panel: Panel
    mean: Floats
    story: NDArray[np.str_]
    day: NDArray[np.int64]


@dataclass(frozen=True)
class Told:
    """A notice: of which series, of which kind, since when, and the first night that saw it."""

    series: int
    kind: str
    since: int
    night: int


def main() -> None:
    """Print how many changes were noticed and when, and the false alarms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--stride", type=int, default=1, help="Nights from one look to the next.")
    asked = parser.parse_args()
    rows: list[dict[str, object]] = []
    alarms = real = 0
    months = 0.0
    for seed in range(1, asked.seeds + 1):
        shop = _shop(asked.items, seed)
        told = _nights(shop, asked.stride)
        rows += _found(shop, told)
        false, true, time_of = _alarms(shop, told)
        alarms, real, months = alarms + false, real + true, months + time_of
    pl.Config.set_tbl_rows(50).set_tbl_hide_dataframe_shape(True).set_tbl_hide_column_data_types(True)
    print(pl.DataFrame(rows).group_by("change", maintain_order=True).agg(*_figures()))
    print(f"False alarms: {1000 * alarms / months:.1f} in 1,000 item-months ({alarms} in {months:.0f})")
    print(f"Notices of crazes, promotions and fading items of the shop's own: {1000 * real / months:.1f}")
    _speed()


def _figures() -> list[pl.Expr]:
    days = pl.col("days")
    return [
        pl.len().alias("items"),
        days.is_not_null().mean().mul(100).round(0).alias("noticed %"),
        days.median().alias("days, median"),
        days.quantile(0.8).alias("days, 8 of 10"),
    ]


def _shop(items: int, seed: int) -> Changed:
    spec = ShopSpec(end_on=date(2026, 11, 1), items=items, days=2 * YEAR, seed=seed, locations=1)
    shop = simulate(spec)
    return _changed(simulated_demand(shop).panel, true_means(shop), np.random.default_rng(seed))


def _changed(panel: Panel, mean: Floats, chance: np.random.Generator) -> Changed:
    """Thin the sales of some items; what is thinned before and not after a day has doubled on it."""
    rate = panel.sold[:, YEAR:].mean(axis=1)
    alive = mean[:, -28:].mean(axis=1) > 0.5 * mean[:, YEAR - 28 : YEAR].mean(axis=1)
    fit = np.flatnonzero((panel.first_day == 0) & (rate >= LEAST_RATE) & alive)
    chosen = chance.permutation(fit)[: 4 * EACH]
    story = np.full(panel.size, "", dtype="<U8")
    story[chosen] = np.resize(list(WANTED), len(chosen))
    day = np.where(story != "", chance.integers(YEAR, 2 * YEAR - 70, panel.size), 0)
    kept = _kept(story, day, panel.days)
    thinned = chance.binomial(panel.sold.astype(np.int64), kept).astype(np.float32)
    first = np.where(story == "new", day, panel.first_day)
    return Changed(replace(panel, sold=thinned, first_day=first), mean * kept, story, day)


def _kept(story: NDArray[np.str_], day: NDArray[np.int64], days: int) -> Floats:
    """Share of demand that is left, (n, T)."""
    since = np.arange(days) - day[:, None]
    after = since >= 0
    tales = {
        "doubled": np.where(after, 1.0, 0.5),
        "halved": np.where(after, 0.5, 1.0),
        "dying": np.where(after, np.exp(-np.maximum(since, 0) / FADE_DAYS), 1.0),
        "new": np.where(after, 0.15 + 0.85 * (1.0 - np.exp(-np.maximum(since, 0) / GROWTH_DAYS)), 0.0),
    }
    kept = np.ones(since.shape)
    for name, share in tales.items():
        kept = np.where((story == name)[:, None], share, kept)
    return kept


def _nights(shop: Changed, stride: int) -> list[Told]:
    """Every notice of the year, as the nights open and close them."""
    told: list[Told] = []
    open_since: dict[tuple[int, bool], int] = {}
    for night in range(YEAR, 2 * YEAR, stride):
        panel = shop.panel.until(night)
        found = noticed(panel, clean(panel))
        rising = found.now > found.before
        for series, kind, since, up in zip(found.series, found.kind, found.since, rising, strict=True):
            key = (int(series), bool(up))
            if night - open_since.get(key, -YEAR) > REOPEN_DAYS + stride:
                told.append(Told(int(series), str(kind), int(since), night))
            open_since[key] = night
    return told


def _found(shop: Changed, told: list[Told]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for series in np.flatnonzero(shop.story != ""):
        name, day = str(shop.story[series]), int(shop.day[series])
        nights = [each.night for each in told if each.series == series and each.kind in WANTED[name]]
        after = [night - day + 1 for night in nights if night >= day]
        rows.append({"change": name, "days": min(after, default=None)})
    return rows


def _alarms(shop: Changed, told: list[Told]) -> tuple[int, int, float]:
    """Notices of items that we did not change: false ones, those of real changes, and the item-months."""
    history = clean(shop.panel)
    season = category_moves(shop.panel, history)[shop.panel.category + 1]
    level = shop.mean / np.maximum(season, 1e-9)
    false = real = 0
    for each in told:
        if shop.story[each.series]:
            continue
        before = level[each.series, max(each.since - 182, 0) : each.since].mean()
        since = level[each.series, each.since : each.night + 1].mean()
        ratio = since / max(before, 1e-9)
        up = each.kind in {NoticeKind.UP, NoticeKind.TAKING_OFF, NoticeKind.AWAKE}
        true = ratio >= REAL if up else ratio <= 1.0 / REAL
        real, false = real + true, false + (not true)
    watched = (shop.story == "")[:, None] & (np.arange(YEAR, 2 * YEAR) >= shop.panel.first_day[:, None])
    return false, real, float(watched.sum()) / 30.4


def _speed(n: int = 10_000, days: int = 730) -> None:
    chance = np.random.default_rng(1)
    sold = chance.poisson(chance.gamma(0.5, 4.0, (n, 1)), (n, days)).astype(np.float32)
    one = simulated_demand(simulate(ShopSpec(end_on=date(2026, 11, 1), items=2, days=days, locations=1))).panel
    panel = replace(
        one,
        sold=sold,
        in_stock=np.ones_like(sold),
        first_day=np.zeros(n, np.int64),
        category=np.arange(n) % 40,
        price=None,
        orders=None,
        sold_out=None,
        named=None,
    )
    history = clean(panel)
    start = time.perf_counter()
    noticed(panel, history)
    print(f"{n:,} items over {days} days: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
