"""The promise on real sales: better than what anybody can do by hand, and honest about its doubt."""

import polars as pl
import pytest
from benchmarks.datasets import FOLDER, m5_store, online_retail

from stockwright.engine.demand.backtest import backtest
from stockwright.engine.demand.panel import Panel

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(),
    reason=f"No real sales in {FOLDER}: set STOCKWRIGHT_DATA to their folder.",
)


def _check(panel: Panel) -> None:
    table = backtest(panel, origins=1, seed=20).accuracy
    for days in (1, 14, 28):
        rows = {row["method"]: row for row in table.filter(pl.col("days") == days).iter_rows(named=True)}
        ours = rows.pop("stockwright")
        assert ours["wape"] < min(row["wape"] for row in rows.values())
        assert ours["pinball"] < min(row["pinball"] for row in rows.values())
        assert 0.75 <= ours["coverage_80"] <= 0.85
        assert abs(ours["bias"]) < 0.15


def test_a_wholesaler() -> None:
    _check(online_retail())


def test_a_supermarket() -> None:
    _check(m5_store("CA_1"))
