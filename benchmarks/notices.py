"""Notices of changed demand on many items at once, without a database: how soon, and how often nothing was there.

uv run python -m benchmarks.notices [--items 600] [--seeds 2] [--stride 2] [--store CA_1]

`benchmarks.year` lives one year of a small shop as the program does. This is about numbers: steady shops, where
nothing but what is planted changes; restless ones, with trends, moods, crazes, promotions of their own that
nobody told, and fading items; and a store of the M5 data, where nobody knows what was true, so that all there is
to say is how many notices its people would have read. As in the program, what was not seen for a week is over, and
is not told again while it is the same change. The thresholds were found on a shop of another seed.
"""

import argparse
import os
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.datasets import m5_store
from benchmarks.planted import WANTED, YEAR, PlantedShop, figures, planted_shop
from benchmarks.simulated import simulated_demand, true_means
from stockwright.engine.demand.censored import category_moves
from stockwright.engine.demand.history import clean
from stockwright.engine.demand.notices import NoticeKind, noticed
from stockwright.engine.demand.panel import Panel
from stockwright.engine.simulator.stories import PROMOTION_DAYS, PROMOTION_DISCOUNT, StoryKind
from stockwright.forecasting.rules.notices import OVER_AFTER_DAYS

MONTH = 30.4
FIRST_SEED = 11
REAL = 1.3
FOLDER = Path(os.environ.get("STOCKWRIGHT_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))
LOSSES = {NoticeKind.DOWN, NoticeKind.DYING}


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
    parser.add_argument("--items", type=int, default=600)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--stride", type=int, default=2, help="Nights from one look to the next.")
    parser.add_argument("--store", default="CA_1")
    asked = parser.parse_args()
    pl.Config.set_tbl_rows(50).set_tbl_cols(20).set_tbl_hide_dataframe_shape(True)
    pl.Config.set_tbl_hide_column_data_types(True)
    for steady in (True, False):
        print("\nA steady shop" if steady else "\nA restless shop")
        _shops(asked.items, asked.seeds, asked.stride, steady=steady)
    if (FOLDER / f"m5_{asked.store}_daily.parquet").exists():
        print(f"\nM5 {asked.store}")
        _real(m5_store(asked.store, FOLDER), asked.stride)


def nights_of(panel: Panel, first: int, stride: int) -> list[Told]:
    """Every notice from day `first` on, as the nights open and close them."""
    told: list[Told] = []
    seen_on: dict[tuple[int, bool], int] = {}
    for night in range(first, panel.days, stride):
        known = panel.until(night)
        found = noticed(known, clean(known))
        for series, kind, since, before, now in zip(*found, strict=True):
            key = (int(series), bool(now > before))
            over_on = seen_on.get(key, -YEAR) + OVER_AFTER_DAYS
            if night > over_on + stride and since > over_on:
                told.append(Told(int(series), str(kind), int(since), night))
            seen_on[key] = night
    return told


def _shops(items: int, seeds: int, stride: int, *, steady: bool) -> None:
    rows: list[dict[str, object]] = []
    alarms: Counter[str] = Counter()
    real = 0
    months = 0.0
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        planted = planted_shop(items, seed, steady=steady)
        panel = _told_panel(planted)
        told = nights_of(panel, YEAR, stride)
        order = sorted(planted.shop.products["sku"].to_list())
        at = {sku: number for number, sku in enumerate(order)}
        for one in planted.changes:
            nights = [
                each.night
                for each in told
                if each.series == at[one.sku] and one.day <= each.night <= one.until
                and each.kind in WANTED[one.name]
            ]  # fmt: skip
            rows.append(planted.row(one, nights, stride))
        unchanged = np.array([at[sku] for sku in planted.steady])
        mine = [each for each in told if each.series in set(unchanged) and each.kind != NoticeKind.NEW]
        false = mine if steady else _false(planted, panel, mine)
        alarms.update(each.kind for each in false)
        real += len(mine) - len(false)
        months += float((YEAR - np.clip(panel.first_day[unchanged] - YEAR, 0, YEAR)).sum()) / MONTH
    print(figures(rows))
    _print_rate("False alarms", alarms, months)
    if not steady:
        print(
            f"Notices of trends, crazes, promotions and fading items of the shop's own: {1000 * real / months:.1f}"
        )


def _told_panel(planted: PlantedShop) -> Panel:
    """The panel of a shop that was told of the promotions that are told."""
    panel = simulated_demand(planted.shop).panel
    order = sorted(planted.shop.products["sku"].to_list())
    promo = np.zeros((panel.size, panel.days + panel.horizon), dtype=np.float32)
    for one in planted.changes:
        if one.name == StoryKind.PROMOTION:
            promo[order.index(one.sku), one.day : one.day + PROMOTION_DAYS] = PROMOTION_DISCOUNT
    fields = {name: getattr(panel, name) for name in panel.__dataclass_fields__}
    return Panel(**(fields | {"promo": promo}))


def _false(planted: PlantedShop, panel: Panel, told: list[Told]) -> list[Told]:
    """Notices of items whose true demand had not changed by REAL, seasons left aside."""
    season = category_moves(panel, clean(panel))[panel.category + 1]
    level = true_means(planted.shop) / np.maximum(season, 1e-9)
    found = []
    for each in told:
        before = level[each.series, max(each.since - 182, 0) : each.since].mean()
        ratio = level[each.series, each.since : each.night + 1].mean() / max(before, 1e-9)
        true = ratio <= 1.0 / REAL if each.kind in LOSSES else ratio >= REAL
        if not true:
            found.append(each)
    return found


def _real(panel: Panel, stride: int, first: int = 182) -> None:
    started = time.perf_counter()
    told = nights_of(panel, first, stride)
    nights = np.arange(first, panel.days)
    months = float((nights[:, None] >= panel.first_day).sum()) / MONTH
    _print_rate("Notices", Counter(each.kind for each in told), months)
    silent = sum(
        each.kind in LOSSES and not panel.sold[each.series, each.since : each.night + 1].any() for each in told
    )
    print(f"Of the losses {1000 * silent / months:.1f} are of items of which nothing at all was sold since.")
    looks = len(nights) / stride * panel.size
    print(
        f"{1000 * (time.perf_counter() - started) / looks:.2f} ms an item and night, reading its history included"
    )


def _print_rate(words: str, kinds: Counter[str], months: float) -> None:
    alarms = kinds.total()
    print(f"{words}: {1000 * alarms / months:.1f} in 1,000 item-months ({alarms} in {months:,.0f})")
    print("  " + ", ".join(f"{kind} {1000 * number / months:.1f}" for kind, number in kinds.most_common()))


if __name__ == "__main__":
    main()
