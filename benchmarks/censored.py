"""Demand of days without stock, estimated on simulated shops whose true demand is known.

uv run python -m benchmarks.censored [--items 300] [--days 400] [--seeds 3]

A buyer who orders too little leaves shelves empty, most of all of what is wanted most; the buyer's caution is
chosen so that about 10, 20, 30 and 40% of all days are not in stock all day.
"""

import argparse
from datetime import date

import numpy as np
import polars as pl

from benchmarks.simulated import SimulatedDemand, simulated_demand
from stockwright.engine.demand.censored import estimated_demand
from stockwright.engine.demand.history import clean
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec

CAUTION = {10: -0.15, 20: -0.75, 30: -1.3, 40: -1.78}


def main() -> None:
    """Print one row for each share of censored days and seed, then the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    rows = [
        {"censored, aimed at %": aim, "seed": seed, **_judged(_shop(caution, asked, seed))}
        for aim, caution in CAUTION.items()
        for seed in range(1, asked.seeds + 1)
    ]
    pl.Config.set_tbl_rows(100).set_tbl_cols(14).set_tbl_width_chars(160)
    pl.Config.set_tbl_hide_dataframe_shape(True).set_tbl_hide_column_data_types(True)
    table = pl.DataFrame(rows)
    print(f"{asked.items} items at two places, {asked.days} days; pieces; bias in % of the true demand")
    print(table)
    print("Means over the seeds:", table.drop("seed").group_by("censored, aimed at %", maintain_order=True).mean())


def _shop(caution: float, asked: argparse.Namespace, seed: int) -> SimulatedDemand:
    spec = ShopSpec(end_on=date(2026, 11, 1), items=asked.items, days=asked.days, seed=seed, caution=caution)
    return simulated_demand(simulate(spec))


def _judged(shop: SimulatedDemand) -> dict[str, float]:
    panel, truth = shop.panel, float(shop.demand.sum())
    estimate = estimated_demand(panel, clean(panel))
    listed = np.arange(panel.days) >= panel.first_day[:, None]
    sold_out = np.zeros(panel.sold.shape, np.bool_) if panel.sold_out is None else panel.sold_out
    whole = (panel.in_stock == 1.0).all(axis=1) & ~(sold_out & (panel.sold > 0)).any(axis=1)
    return {
        "censored %": _percent(float((panel.in_stock[listed] < 1.0).mean())),
        "truth": truth,
        "sold": float(panel.sold.sum()),
        "estimate": float(estimate.sum()),
        "bias of sold": _percent(float(panel.sold.sum()) / truth - 1.0),
        "bias": _percent(float(estimate.sum()) / truth - 1.0),
        "items never out": float(whole.sum()),
        "of these changed": float((estimate[whole] != panel.sold[whole]).any(axis=1).sum()),
    }


def _percent(share: float) -> float:
    return round(100.0 * share, 1)


if __name__ == "__main__":
    main()
