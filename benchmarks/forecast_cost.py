"""What a week's learning and a night's forecast cost per item at 1,000, 10,000 and 100,000 items.

The series of a store are repeated and thinned out at random, so that no two are alike, over the two years that a
night reads. It is done as for a company of that size: learnt from a sample where there are many, forecast shard by
shard, each with its witnesses. This is the engine alone; `python -m benchmarks.night simulated 100000` measures
from database to database.

python -m benchmarks.forecast_cost [--sizes 1000 10000 100000] [--data m5_CA_1] [--out FOLDER]
"""

import argparse
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks import panels
from benchmarks.database import measured
from benchmarks.datasets import FOLDER, found_in
from benchmarks.ours import SEED
from benchmarks.report import Report
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.shards import Part, forecast_part, witnessed
from stockwright.engine.demand.storing import to_frame
from stockwright.engine.demand.training import Trained, train
from stockwright.forecasting.rules.runs import HISTORY_DAYS
from stockwright.forecasting.rules.ways import Ways

SIZES = (1_000, 10_000, 100_000)


def main() -> None:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--data", default="m5_CA_1")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    if asked.data not in (found := found_in(asked.folder)):
        raise SystemExit(f"{asked.data} is not in {asked.folder}: there are {', '.join(found) or 'none'}.")
    report = Report("forecast_cost", asked.out)
    report.heading(f"Cost of the engine alone, series of {asked.data} repeated, {HISTORY_DAYS} days of history")
    report.table(pl.DataFrame([_alone(asked.folder, asked.data, size) for size in asked.sizes]))
    report.close()


def _alone(folder: Path, data: str, size: int) -> dict[str, object]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(cost_of, folder, data, size).result()


def cost_of(folder: Path, data: str, size: int) -> dict[str, object]:
    """Learn and forecast so many items."""
    panel = recent(found_in(folder)[data]().panel, HISTORY_DAYS)
    ways, busy = Ways(), os.times()
    one = size <= ways.most
    settings = ways.settings if one else ways.sampled
    sample = many(panel, size if one else ways.sample, SEED)
    with measured() as learning:
        trained = train(sample, settings=settings, seed=SEED)
    del sample
    seconds, peak, told = 0.0, 0.0, 0
    for part in _parts(panel, size, ways, trained, settings):
        with measured() as night:
            told += to_frame(forecast_part(part).forecast).height
        seconds, peak = seconds + night.seconds, max(peak, night.gigabytes)
    after = os.times()
    return {
        "items": told,
        "shards": -(-size // ways.most),
        "learn": learning.seconds,
        "learn_ms_per_item": 1000 * learning.seconds / size,
        "learn_GB": learning.gigabytes,
        "night": seconds,
        "night_ms_per_item": 1000 * seconds / size,
        "night_GB": peak,
        "processor": after.user + after.system - busy.user - busy.system,
    }


def _parts(panel: Panel, size: int, ways: Ways, trained: Trained, settings: DemandSettings) -> Iterator[Part]:
    """The shards of so many items, made when they are asked for."""
    shards = -(-size // ways.most)
    for number in range(shards):
        own = size // shards + (number < size % shards)
        beside = ways.witnesses if shards > 1 else 0
        mine = np.arange(own + beside) < own
        yield Part(
            number,
            witnessed(many(panel, own + beside, SEED + number), mine, size),
            np.arange(own),
            trained,
            settings,
        )


def recent(panel: Panel, days: int) -> Panel:
    """The last so many days of a panel that can be judged no more."""
    gone = max(panel.days - days, 0)
    blocks = ("sold", "in_stock", "price", "planned", "promo", "orders", "sold_out", "kept", "damped", "ignored")
    cut = {name: each[:, gone:] for name in blocks if (each := getattr(panel, name)) is not None}
    return replace(panel, first_day=np.maximum(panel.first_day - gone, 0), events=panel.events[gone:], **cut)


def many(panel: Panel, size: int, seed: int) -> Panel:
    """So many series like those of the panel: drawn with replacement, every copy losing a part of its sales."""
    chance = np.random.default_rng(seed)
    drawn = panels.rows(panel, chance.integers(0, panel.size, size))
    kept = chance.uniform(0.6, 1.0, size)
    sold = np.concatenate(
        [
            chance.binomial(np.rint(part).astype(np.int64), share[:, None])
            for part, share in zip(np.array_split(drawn.sold, 20), np.array_split(kept, 20), strict=True)
        ]
    )
    return replace(drawn, sold=sold.astype(np.float32))


if __name__ == "__main__":
    main()
