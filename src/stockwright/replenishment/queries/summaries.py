"""A plan in a few figures."""

from typing import Any

import polars as pl

from stockwright.replenishment.rules import ActionList


def summary_of(rows: pl.DataFrame) -> dict[str, Any]:
    """Counts and money by list, items at risk and the suppliers to order from, ready to be kept as JSON."""
    todo = rows.filter(pl.col("action_list") == ActionList.ORDER_TODAY)
    at_risk = rows.filter((pl.col("action_list") != ActionList.NORMAL) & (pl.col("money_at_stake") > 0))
    unknown = rows.filter(pl.col("current_stock").is_null())
    return {
        "items": rows.height,
        "at_risk": at_risk.height,
        "money_at_stake": _total(at_risk, "money_at_stake"),
        "suppliers": todo.filter(pl.col("supplier") != "")["supplier"].n_unique(),
        "stock_unknown": unknown.height,
        "lists": {name.value: _of_list(rows.filter(pl.col("action_list") == name)) for name in ActionList},
    }


def _of_list(rows: pl.DataFrame) -> dict[str, Any]:
    return {
        "items": rows.height,
        "money_at_stake": _total(rows, "money_at_stake"),
        "order_value": _total(rows, "order_value"),
        "pieces": _total(rows, "recommended_quantity"),
    }


def _total(rows: pl.DataFrame, column: str) -> str:
    """Sum as text, so that it stays exact in JSON."""
    total = rows[column].cast(pl.Decimal(38, 4)).sum()
    return str(total if total is not None else 0)
