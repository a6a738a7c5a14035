"""Whatever is on its way, it is not ordered a second time."""

from datetime import timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings

from .make import TODAY, frame, lines

SETTINGS = OrderingSettings(extra_cover_days=10_000)
ORDERS = st.lists(st.tuples(st.integers(1, 80).map(float), st.integers(-40, 60)), max_size=8)
ITEM = st.fixed_dictionaries(
    {
        "on_hand": st.integers(0, 120).map(float),
        "reserved": st.integers(0, 10).map(float),
        "rate": st.floats(0.01, 6.0),
        "moq": st.integers(0, 150).map(float),
        "pack_multiple": st.integers(1, 48).map(float),
        "threshold_days": st.none() | st.integers(0, 60),
    }
)


def advised(item: dict[str, Any], open_orders: pl.DataFrame, days: int = 0) -> dict[str, Any]:
    today = TODAY + timedelta(days=days)
    return plan(frame(**item), open_orders, today=today, settings=SETTINGS).row(0, named=True)


@settings(max_examples=60, deadline=None)
@given(ITEM, ORDERS, st.integers(0, 40))
def test_an_advice_that_was_followed_is_not_given_again(
    item: dict[str, Any], history: list[tuple[float, int]], later: int
) -> None:
    first = advised(item, lines(*history))
    placed = lines(*history, (max(first["quantity"], 0.001), 14))
    again = advised(item, placed, days=later)  # also when everything has become late meanwhile
    assert again["quantity"] == 0


@settings(max_examples=60, deadline=None)
@given(ITEM, ORDERS)
def test_every_piece_on_its_way_lowers_the_need_by_one(
    item: dict[str, Any], history: list[tuple[float, int]]
) -> None:
    bare, covered = advised(item, lines()), advised(item, lines(*history))
    inbound = sum(quantity for quantity, _ in history)
    assert covered["raw_quantity"] in {0.0, max(bare["order_up_to"] - bare["position"] - inbound, 0.0)}
    assert covered["raw_quantity"] == 0 or covered["position"] <= covered["reorder_point"]


@settings(max_examples=40, deadline=None)
@given(ITEM, ORDERS, st.integers(-40, 60))
def test_late_split_or_postponed_orders_count_like_any_other(
    item: dict[str, Any], history: list[tuple[float, int]], moved_to: int
) -> None:
    halves = [(quantity / 2, days) for quantity, _ in history for days in (moved_to, moved_to + 3)]
    assert advised(item, lines(*history))["quantity"] == advised(item, lines(*halves))["quantity"]


@settings(max_examples=60, deadline=None)
@given(ITEM, ORDERS)
def test_a_quantity_is_one_the_supplier_sells(item: dict[str, Any], history: list[tuple[float, int]]) -> None:
    row = advised(item, lines(*history))
    if row["quantity"] == 0:
        assert (row["raw_quantity"], row["binding"]) == (0, "none")
        return
    assert row["quantity"] % item["pack_multiple"] == 0
    assert row["quantity"] >= max(item["moq"], row["raw_quantity"])
    assert row["quantity"] - max(item["moq"], row["raw_quantity"]) < item["pack_multiple"]
