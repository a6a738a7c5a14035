"""Accuracy, calibration, time and memory of the forecast on real sales.

uv run python -m benchmarks.forecast [--origins 3] [--dataset retail m5] [--no-peer]
"""

import argparse
import resource
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from benchmarks.datasets import FOLDER, m5_store, online_retail
from benchmarks.peer import peer_predictions
from stockwright.engine.demand.backtest import accuracy, backtest, judged_after, rolling_origins
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.predicting import forecast
from stockwright.engine.demand.settings import LEVELS

DATASETS: dict[str, tuple[str, Callable[[], Panel]]] = {
    "retail": ("Online Retail (ordered, net of same-day cancellations)", online_retail),
    "m5": ("M5, store CA_1", m5_store),
}
SEED = 20


def main() -> None:
    """Print the tables."""
    asked = _arguments()
    if not FOLDER.exists():
        raise SystemExit(f"No data in {FOLDER}: set STOCKWRIGHT_DATA to the folder that holds it.")
    pl.Config.set_tbl_rows(100).set_tbl_cols(12).set_float_precision(3)
    pl.Config.set_tbl_hide_dataframe_shape(True).set_tbl_hide_column_data_types(True)
    for name in asked.dataset:
        title, load = DATASETS[name]
        _report(title, load(), asked.origins, peer=asked.peer)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--origins", type=int, default=3)
    parser.add_argument("--dataset", nargs="+", choices=sorted(DATASETS), default=list(DATASETS))
    parser.add_argument("--no-peer", dest="peer", action="store_false")
    return parser.parse_args()


def _report(title: str, panel: Panel, origins: int, *, peer: bool) -> None:
    wall, busy = time.perf_counter(), time.process_time()
    forecast(panel, seed=SEED)
    seconds, work = time.perf_counter() - wall, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    found = backtest(panel, origins=origins, seed=SEED)
    table = found.accuracy if not peer else pl.concat([found.accuracy, _peer(panel, origins)]).sort("days")
    print(f"\n{title}: {panel.size} items x {panel.days} days, {origins} origins, {panel.horizon} days ahead")
    print(table)
    cost = 1000 * work / panel.size
    print(f"One forecast: {seconds:.1f} s, of which processor {work:.1f} s, {cost:.2f} ms an item")
    print(f"Peak memory: {peak:.2f} GB")
    everyone = found.calibration.filter(pl.col("demand_class") == "all")
    print(
        "Of the times we said ..., it held ...:",
        everyone.pivot("level", index="days", values="held"),
        sep="\n",
    )
    by_class = found.calibration.filter((pl.col("days") == 28) & (pl.col("demand_class") != "all"))
    print("28-day sums by class:", by_class.pivot("level", index="demand_class", values="held"), sep="\n")
    print("Confidence stated and held:", found.confidence, sep="\n")


def _peer(panel: Panel, origins: int) -> pl.DataFrame:
    levels = np.asarray(LEVELS)
    outcomes = []
    for last in rolling_origins(panel, origins, 28):
        judged = judged_after(panel, last)
        names = np.full(panel.size, "any")
        outcomes += [judged.outcome(made, names, levels, last) for made in peer_predictions(judged.before, levels)]
    return accuracy(outcomes, levels)


if __name__ == "__main__":
    main()
