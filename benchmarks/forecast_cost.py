"""What our engine costs per item at 1,000, 10,000 and 100,000 items: seconds, processor time and memory.

The series of a store are repeated and thinned out at random, so that no two are alike. This is the engine alone;
`python -m benchmarks.night` measures from database to database.

python -m benchmarks.forecast_cost [--sizes 1000 10000 100000] [--data m5_CA_1] [--out FOLDER]
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks import panels
from benchmarks.contest import in_a_process
from benchmarks.datasets import FOLDER, found_in
from benchmarks.methods import OURS
from benchmarks.ours import SEED
from benchmarks.report import Report
from stockwright.engine.demand.panel import Panel

SIZES = (1_000, 10_000, 100_000)


def main() -> None:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--data", default="m5_CA_1")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    found = found_in(asked.folder)
    if asked.data not in found:
        raise SystemExit(f"{asked.data} is not in {asked.folder}: there are {', '.join(found) or 'none'}.")
    panel = found[asked.data]().panel
    last = panel.days - 1 - panel.horizon
    report = Report("forecast_cost", asked.out)
    report.heading(f"Cost of the engine alone, series of {asked.data} repeated, {last + 1} days of history")
    report.table(pl.DataFrame([_measured(panels.known(many(panel, size), last), size) for size in asked.sizes]))
    report.close()


def many(panel: Panel, size: int) -> Panel:
    """So many series like those of the panel: drawn with replacement, every copy losing a part of its sales."""
    chance = np.random.default_rng(SEED)
    drawn = panels.rows(panel, chance.integers(0, panel.size, size))
    kept = chance.uniform(0.6, 1.0, size)
    sold = np.concatenate(
        [
            chance.binomial(np.rint(part).astype(np.int64), share[:, None])
            for part, share in zip(np.array_split(drawn.sold, 20), np.array_split(kept, 20), strict=True)
        ]
    )
    return replace(drawn, sold=sold.astype(np.float32))


def _measured(panel: Panel, size: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="stockwright-cost-") as folder:
        cost = in_a_process(OURS, panel, Path(folder)).cost
    return {
        "items": size,
        "train": cost.train,
        "predict": cost.predict,
        "seconds": cost.wall,
        "processor": cost.processor,
        "GB": cost.gigabytes,
        "train_ms_per_item": 1000 * cost.train / size,
        "predict_ms_per_item": 1000 * cost.predict / size,
        "processor_ms_per_item": 1000 * cost.processor / size,
        "kB_per_item": 1e6 * cost.gigabytes / size,
    }


if __name__ == "__main__":
    main()
