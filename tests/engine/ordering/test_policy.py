"""When an item is due, how much is advised, and the terms behind it."""

from datetime import date, timedelta
from math import ceil
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings

from .make import TODAY, Advise, frame, lines, many

CLASSIC = OrderingSettings(policy="runway", threshold_days=14)


def test_the_position_counts_everything_that_is_there_or_on_its_way(advise: Advise) -> None:
    row = advise((10.0, 5), (4.0, -2), on_hand=30.0, reserved=6.0, expected_returns=3.0)
    assert (row["free"], row["inbound"], row["late_quantity"]) == (24, 14, 4)
    assert row["position"] == 30 - 6 + 14 + 3


def test_the_reorder_point_covers_lead_time_plus_review_with_the_service_level(advise: Advise) -> None:
    row = advise()
    assert row["reorder_point"] == stats.poisson.ppf(0.95, 42)
    assert row["order_up_to"] == stats.poisson.ppf(0.95, 56)
    assert row["safety_stock"] == pytest.approx(53 - 42)


def test_an_uncertain_forecast_asks_for_more_safety_stock(advise: Advise) -> None:
    assert advise(protect_variance=400.0)["safety_stock"] > advise()["safety_stock"]


def test_an_item_is_due_exactly_at_its_reorder_point(advise: Advise) -> None:
    assert advise(on_hand=53.0)["raw_quantity"] == 69 - 53
    assert advise(on_hand=54.0)["raw_quantity"] == 0


def test_without_a_cycle_every_piece_sold_is_ordered_at_once(advise: Advise) -> None:
    row = advise(on_hand=52.0, settings=OrderingSettings(cycle_days=0))
    assert (row["reorder_point"], row["order_up_to"], row["quantity"]) == (53, 53, 1)


@pytest.mark.parametrize(
    ("moq", "pack", "quantity", "binding"),
    [
        (0, 1, 29, "target"),
        (50, 1, 50, "moq"),
        (0, 12, 36, "pack"),
        (50, 12, 60, "moq"),
        (0, 29, 29, "target"),
    ],
)
def test_what_is_needed_is_raised_to_what_the_supplier_sells(
    advise: Advise, moq: float, pack: float, quantity: float, binding: str
) -> None:
    row = advise(on_hand=40.0, moq=float(moq), pack_multiple=float(pack))
    assert (row["quantity"], row["binding"]) == (quantity, binding)
    assert row["rounding_cost"] == pytest.approx((quantity - 29) * 5.0)
    assert row["extra_cover_days"] == pytest.approx((quantity - 29) / 2.0)


def test_a_threshold_makes_the_order_earlier(advise: Advise) -> None:
    row = advise(on_hand=58.0, threshold_days=30)
    assert (row["list"], row["binding"], row["reorder_point"]) == ("order_today", "threshold", 60)
    assert row["quantity"] == 74 - 58


def test_a_threshold_never_makes_the_order_later(advise: Advise) -> None:
    row = advise(on_hand=50.0, threshold_days=3)
    assert (row["list"], row["reorder_point"], row["order_up_to"]) == ("order_today", 53, 69)


def test_the_runway_says_when_the_free_stock_is_gone(advise: Advise) -> None:
    row = advise(on_hand=33.0, reserved=2.0)
    assert row["runway_days"] == 15.5
    assert row["stockout_on"] == TODAY + timedelta(days=15)


def test_an_item_without_demand_never_runs_out(advise: Advise) -> None:
    row = advise(rate=0.0)
    assert (row["runway_days"], row["stockout_on"], row["po_coverage"]) == (None, None, None)
    assert row["excess_quantity"] == 100


def test_coverage_is_what_is_inbound_over_the_demand_of_the_lead_time(advise: Advise) -> None:
    assert advise((14.0, 5))["po_coverage"] == pytest.approx(0.5)


def test_the_last_safe_day_leaves_a_position_that_covers_the_lead_time(advise: Advise) -> None:
    need = stats.poisson.ppf(0.95, 28)
    assert advise(on_hand=need + 10.0)["last_safe_order_on"] == TODAY + timedelta(days=5)
    assert advise(on_hand=need - 4.0)["last_safe_order_on"] == TODAY - timedelta(days=2)


def test_an_item_is_due_when_mean_demand_has_brought_it_to_its_reorder_point(advise: Advise) -> None:
    assert advise(on_hand=63.0)["due_on"] == TODAY + timedelta(days=5)
    assert advise(on_hand=20.0)["due_on"] == TODAY


def test_a_line_without_a_date_is_expected_a_lead_time_after_it_was_placed() -> None:
    placed = lines((60.0, 0)).with_columns(expected_on=pl.lit(None, dtype=pl.Date))
    row = plan(frame(on_hand=40.0), placed, today=TODAY, settings=OrderingSettings()).row(0, named=True)
    assert row["late_quantity"] == 60  # placed 20 days ago, lead time 14


def test_each_delivery_has_to_arrive_before_the_ones_before_it_are_sold(advise: Advise) -> None:
    assert advise((10.0, 4), (50.0, 9), on_hand=10.0)["covered"]
    assert not advise((10.0, 4), (50.0, 11), on_hand=10.0)["covered"]


def test_the_classic_rule_orders_lead_and_safety_days_less_stock_and_transit(advise: Advise) -> None:
    row = advise((3.0, 5), on_hand=28.0, settings=CLASSIC)
    assert row["raw_quantity"] == pytest.approx((14 + 5) * 2.0 - 28 - 3)
    assert (row["reorder_point"], row["safety_stock"]) == (28, 10)


def test_the_classic_rule_waits_until_the_runway_is_down_to_the_threshold(advise: Advise) -> None:
    assert advise(on_hand=29.0, settings=CLASSIC)["list"] == "normal"
    assert advise(on_hand=28.0, settings=CLASSIC)["list"] == "order_today"
    assert advise(on_hand=28.0, threshold_days=7, settings=CLASSIC)["list"] == "normal"


def test_the_classic_rule_is_content_with_an_order_that_covers(advise: Advise) -> None:
    assert advise((30.0, 5), on_hand=28.0, settings=CLASSIC)["list"] == "already_ordered"


def test_unknown_facts_are_taken_from_the_settings_and_told(advise: Advise) -> None:
    row = advise(
        on_hand=0.0, lead_days=None, review_days=None, service_level=None, moq=None, pack_multiple=None,
        lead_mean=None, lead_variance=None, protect_mean=None, protect_variance=None,
        settings=OrderingSettings(lead_days=10, review_days=5),
    )  # fmt: skip
    assert (row["lead_days"], row["review_days"], row["service_level"]) == (10, 5, 0.95)
    assert (row["lead_mean"], row["protect_mean"]) == (20, 30)
    assert "no_lead_time" in row["reasons"]


def test_unknown_stock_gets_levels_but_no_quantity(advise: Advise) -> None:
    row = advise(on_hand=None)
    assert (row["position"], row["quantity"], row["money_at_stake"]) == (None, 0, None)
    assert (row["reorder_point"], row["order_up_to"]) == (53, 69)


@pytest.mark.parametrize("settings", [OrderingSettings(), CLASSIC])
def test_the_terms_of_every_row_add_up(settings: OrderingSettings) -> None:
    rng = np.random.default_rng(2)
    given: dict[str, Any] = {
        "item": np.arange(200, dtype=np.int32), "on_hand": rng.integers(0, 90, 200) / 1.0,
        "reserved": rng.integers(0, 9, 200) / 1.0, "expected_returns": rng.integers(0, 4, 200) / 1.0,
        "moq": rng.choice([0.0, 40.0], 200), "pack_multiple": rng.choice([1.0, 12.0], 200),
    }  # fmt: skip
    items = many(200).with_columns(**{name: pl.Series(values) for name, values in given.items()})
    for row in plan(items, lines((9.0, 3)), today=TODAY, settings=settings).iter_rows(named=True):
        position = row["on_hand"] - row["reserved"] + row["inbound"] + row["expected_returns"]
        missing = max(row["order_up_to"] - row["position"], 0.0) if row["due"] else 0.0
        rounded = ceil(max(missing, row["moq"]) / row["pack_multiple"]) * row["pack_multiple"]
        assert row["position"] == position
        assert row["raw_quantity"] == pytest.approx(missing)
        assert row["quantity"] == (rounded if missing else 0)
        assert row["rounding_cost"] == pytest.approx((row["quantity"] - missing) * row["cost"])
        assert row["money_at_stake"] == pytest.approx(row["pieces_at_stake"] * row["unit_value"])
        assert row["due"] == (row["trigger_stock"] <= row["reorder_point"] and missing > 0)


def test_rows_keep_their_order_and_every_item_gets_one() -> None:
    items = pl.concat([frame(item=item, on_hand=float(item)) for item in (7, 3, 9, 1)])
    orders = lines((5.0, 2), (5.0, 3)).with_columns(item=pl.Series([9, 404], dtype=pl.Int32))
    rows = plan(items, orders, today=TODAY, settings=OrderingSettings())
    assert rows["item"].to_list() == [7, 3, 9, 1]
    assert rows["inbound"].to_list() == [0, 0, 5, 0]


def test_nothing_in_nothing_out() -> None:
    assert plan(frame().clear(), lines(), today=TODAY, settings=OrderingSettings()).is_empty()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="burn_rate"):
        plan(frame().drop("burn_rate"), lines(), today=date(2026, 1, 1), settings=OrderingSettings())


def test_impossible_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        OrderingSettings(service_level=1.0)
    with pytest.raises(ValueError, match="negative"):
        OrderingSettings(lead_days=-1)
