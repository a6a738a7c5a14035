"""Every item is on one list, and says why."""

from typing import Any

import pytest

from stockwright.engine.ordering.settings import OrderingSettings

from .make import Advise

LOW = {"on_hand": 40.0}  # below the reorder point of 53
NEAR = {"on_hand": 58.0}  # reaches the reorder point within three days
AMPLE = {"on_hand": 200.0}
SPIKE = {"sold_7": 40.0}


@pytest.mark.parametrize(
    ("given", "open_orders", "expected", "first_reason"),
    [
        pytest.param({"on_hand": None}, [], "attention", "stock_unknown", id="unknown stock"),
        pytest.param({"on_hand": -3.0}, [], "attention", "negative_stock", id="negative stock"),
        pytest.param(LOW | {"moq": 500.0}, [], "attention", "rounding", id="due, minimum far too large"),
        pytest.param(LOW, [], "order_today", None, id="due"),
        pytest.param(LOW | SPIKE, [], "order_today", "spike", id="due and spiking"),
        pytest.param(LOW | {"confidence": 0.5}, [], "order_today", "low_confidence", id="due, weak forecast"),
        pytest.param(LOW, [(5.0, 3)], "order_today", "partial_coverage", id="due, partly covered"),
        pytest.param(LOW, [(5.0, -3)], "order_today", "late_order", id="due, and a part is late"),
        pytest.param(LOW | {"lead_days": None}, [], "order_today", "no_lead_time", id="due, no lead time"),
        pytest.param(LOW | {"price": None}, [], "order_today", "no_price", id="due, price missing"),
        pytest.param(LOW, [(60.0, -1)], "attention", "late_order", id="covered by a late order"),
        pytest.param(AMPLE, [(60.0, -1)], "attention", "late_order", id="an order to chase, stock ample"),
        pytest.param(LOW, [(60.0, 25)], "attention", "arrives_too_late", id="covered, but after it runs out"),
        pytest.param(AMPLE | SPIKE, [], "attention", "spike", id="spiking, stock ample"),
        pytest.param(LOW | SPIKE, [(60.0, 5)], "attention", "spike", id="covered, but spiking"),
        pytest.param(LOW, [(60.0, 5)], "already_ordered", None, id="covered in time"),
        pytest.param(LOW | {"confidence": 0.5}, [(60.0, 5)], "already_ordered", "low_confidence", id="weak"),
        pytest.param(NEAR | {"confidence": 0.5}, [], "attention", "low_confidence", id="soon, weak"),
        pytest.param(NEAR | {"cost": None}, [], "attention", "no_cost", id="soon due, cost missing"),
        pytest.param(NEAR, [], "normal", None, id="soon due, nothing to doubt"),
        pytest.param(AMPLE | {"confidence": 0.5}, [], "normal", "low_confidence", id="ample, weak"),
        pytest.param(AMPLE, [], "normal", None, id="stock ample"),
        pytest.param({"rate": 0.0, "on_hand": None}, [], "normal", None, id="no demand, unknown stock"),
        pytest.param({"rate": 0.0, "on_hand": 0.0}, [], "normal", None, id="nobody wants it, none left"),
    ],
)  # fmt: skip
def test_an_item_is_on_the_list_of_the_first_row_that_applies(
    advise: Advise,
    given: dict[str, Any],
    open_orders: list[tuple[float, int]],
    expected: str,
    first_reason: str | None,
) -> None:
    row = advise(*open_orders, **given)
    assert row["list"] == expected
    assert (row["reasons"][0] if row["reasons"] else None) == first_reason


def test_only_due_items_carry_a_quantity(advise: Advise) -> None:
    assert advise(**LOW)["quantity"] == 29
    assert advise((60.0, 5), **LOW)["quantity"] == 0
    assert advise(**NEAR)["quantity"] == 0


def test_reasons_come_with_the_most_important_first(advise: Advise) -> None:
    row = advise((5.0, -2), on_hand=0.0, confidence=0.1, sold_7=40.0, cost=None)
    told = ["late_order", "stocked_out", "partial_coverage", "spike", "low_confidence", "no_cost"]
    assert row["reasons"] == told


def test_two_pieces_where_half_a_piece_was_expected_are_no_spike(advise: Advise) -> None:
    assert "spike" not in advise(rate=0.1, sold_7=2.0, forecast_7=0.7)["reasons"]


def test_a_spike_needs_more_than_the_factor_times_the_forecast(advise: Advise) -> None:
    assert "spike" not in advise(sold_7=28.0, forecast_7=14.0)["reasons"]
    assert "spike" in advise(sold_7=29.0, forecast_7=14.0)["reasons"]


def test_a_backlog_is_ordered_when_backorders_are_allowed(advise: Advise) -> None:
    row = advise(on_hand=-10.0, settings=OrderingSettings(backorders=True))
    assert (row["list"], row["quantity"]) == ("order_today", 79)


def test_a_wrong_negative_count_is_read_as_an_empty_shelf(advise: Advise) -> None:
    assert advise(on_hand=-1000.0)["quantity"] == 69


def test_a_rounding_within_the_allowed_days_stays_an_order(advise: Advise) -> None:
    generous = OrderingSettings(extra_cover_days=300)
    assert advise(on_hand=40.0, moq=500.0, settings=generous)["list"] == "order_today"
