"""Cleaned history: windows beside slow twins, outliers, and time out of stock."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from stockwright.engine.demand.history import History, clean

from .shops import panel_of

Floats = NDArray[Any]


@pytest.fixture(scope="module")
def seen() -> tuple[Floats, Floats, History]:
    """Demand, share of the day in stock, and the history of twelve items over sixty days."""
    chance = np.random.default_rng(1)
    in_stock = np.where(chance.random((12, 60)) < 0.2, chance.choice([0.0, 0.5], (12, 60)), 1.0)
    sold = chance.poisson(2.0, (12, 60)) * (in_stock > 0)
    return sold * 1.0, in_stock, clean(panel_of(sold * 1.0, in_stock=in_stock))


def test_a_rate_is_pieces_over_days_in_stock(seen: tuple[Floats, Floats, History]) -> None:
    sold, in_stock, history = seen
    for item, found in enumerate(history.rate(50, 14)):
        pieces = sum(sold[item, day] for day in range(36, 50))
        assert found == pytest.approx(pieces / sum(in_stock[item, day] for day in range(36, 50)), rel=1e-5)


def test_a_window_longer_than_the_history_takes_what_there_is(seen: tuple[Floats, Floats, History]) -> None:
    sold, in_stock, history = seen
    assert history.rate(5, 90) == pytest.approx(sold[:, :5].sum(1) / in_stock[:, :5].sum(1), rel=1e-5)


def test_weekdays_are_sums_of_every_seventh_day(seen: tuple[Floats, Floats, History]) -> None:
    sold, in_stock, history = seen
    for last in (6, 20, 41, 59):
        weeks = min(3, (last + 1) // 7)
        demand, exposure = history.weekdays(last, 3)
        for slot in range(7):
            days = [last + 1 + slot - 7 * back for back in range(1, weeks + 1)]
            assert demand[:, slot] == pytest.approx(sold[:, days].sum(1), rel=1e-5)
            assert exposure[:, slot] == pytest.approx(in_stock[:, days].sum(1), rel=1e-5)


def test_the_deviation_is_that_of_demand_a_day() -> None:
    sold = np.random.default_rng(2).poisson(3.0, (5, 40)) * 1.0
    assert clean(panel_of(sold)).deviation(40, 30) == pytest.approx(sold[:, 10:].std(axis=1), rel=1e-4)


def test_the_level_is_an_exponentially_weighted_rate() -> None:
    sold = np.random.default_rng(2).poisson(3.0, (1, 40)) * 1.0
    pieces = exposed = 0.0
    for day in range(40):
        pieces, exposed = 0.96 * pieces + 0.04 * sold[0, day], 0.96 * exposed + 0.04
    found = clean(panel_of(sold)).level(39, np.array([5.0]))
    assert found[0] == pytest.approx((pieces + 0.05 * 5.0) / (exposed + 0.05), rel=1e-4)


def test_days_out_of_stock_do_not_lower_the_rate() -> None:
    chance = np.random.default_rng(4)
    demand = chance.poisson(4.0, (200, 90)) * 1.0
    in_stock = np.ones((200, 90))
    in_stock[:, 60:80] = 0.0
    history = clean(panel_of(demand * in_stock, in_stock=in_stock))
    assert history.rate(90, 30).mean() == pytest.approx(4.0, rel=0.05)
    assert (demand * in_stock)[:, 60:].mean() < 1.5


def test_a_stock_record_that_denies_a_sale_is_not_believed() -> None:
    sold, in_stock = np.zeros((1, 10)), np.zeros((1, 10))
    sold[0, 4] = 2.0
    history = clean(panel_of(sold, in_stock=in_stock))
    assert history.exposure[0].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]


def test_one_bulk_order_is_capped_and_counted() -> None:
    sold = np.random.default_rng(6).poisson(3.0, (2, 120)) * 1.0
    sold[0, 50] = 900.0
    history = clean(panel_of(sold))
    assert history.capped.tolist() == [1, 0]
    assert history.demand[0].max() < 100.0
    assert np.array_equal(history.demand[1], sold[1])


def test_busy_days_that_come_again_are_not_outliers() -> None:
    sold = np.random.default_rng(6).poisson(3.0, (1, 140)) * 1.0
    sold[0, ::14] = 40.0
    assert clean(panel_of(sold)).capped.tolist() == [0]


def test_nothing_is_an_outlier_among_four_sales() -> None:
    sold = np.zeros((1, 60))
    sold[0, [3, 20, 40, 55]] = [1.0, 1.0, 1.0, 500.0]
    assert clean(panel_of(sold)).capped.tolist() == [0]


def test_days_before_listing_are_neither_demand_nor_time() -> None:
    history = clean(panel_of(np.ones((1, 30)), first_day=np.array([20])))
    assert history.exposed(30, 30)[0] == 10.0
    assert history.rate(30, 30)[0] == pytest.approx(1.0)
