"""Demand of days that were not in stock all day: estimated, and kept apart from what was sold."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from stockwright.engine.demand.censored import estimated_demand
from stockwright.engine.demand.history import clean
from stockwright.engine.demand.panel import Panel

from .shops import panel_of

Grid = NDArray[Any]


def estimate(panel: Panel) -> Grid:
    return estimated_demand(panel, clean(panel))


def stocked_shop(
    *, refill: int, cycle: int, n: int = 300, days: int = 364, rate: float = 3.0
) -> tuple[Panel, Grid]:
    """Customers one by one at any time of the day; every `cycle` days the shelf is filled up to `refill`."""
    chance = np.random.default_rng(3)
    demand = chance.poisson(rate * chance.gamma(4.0, 0.25, (n, 1)) * np.ones((n, days)))
    sold, in_stock = np.zeros((n, days)), np.zeros((n, days))
    for item in range(n):
        stock = 0
        for day in range(days):
            stock = refill if day % cycle == 0 else stock
            times = np.sort(chance.random(demand[item, day]))
            given = min(stock, len(times))
            in_stock[item, day] = 0.0 if not stock else times[stock - 1] if given == stock else 1.0
            sold[item, day] = given
            stock -= given
    return panel_of(sold, in_stock=in_stock), demand


@pytest.mark.parametrize("refill", [40, 30, 20])
def test_stock_that_ends_on_good_days_does_not_mislead(refill: int) -> None:
    panel, demand = stocked_shop(refill=refill, cycle=14)
    assert panel.sold.sum() < 0.9 * demand.sum()
    assert estimate(panel).sum() == pytest.approx(demand.sum(), rel=0.03)


def test_what_was_in_stock_all_day_is_as_it_was_sold() -> None:
    panel, _ = stocked_shop(refill=30, cycle=14)
    full = replace(panel, in_stock=panel.in_stock.copy())
    full.in_stock[:20] = 1.0
    found = estimate(full)
    assert (found[:20] == full.sold[:20]).all()
    whole = full.in_stock == 1.0
    assert (found[whole] == full.sold[whole]).all()
    assert (found >= full.sold).all()


def test_weeks_without_stock_follow_what_was_before_and_after() -> None:
    sold = np.full((1, 200), 4.0)
    sold[:, 100:] = 8.0
    in_stock = np.ones((1, 200))
    in_stock[:, 80:120] = 0.0
    found = estimate(panel_of(sold * in_stock, in_stock=in_stock))[0]
    assert found[80] == pytest.approx(4.0, rel=0.2)
    assert found[119] == pytest.approx(8.0, rel=0.2)
    assert np.all(np.diff(found[80:120:7]) > 0)


def test_an_item_without_stock_moves_with_its_category() -> None:
    sold = np.random.default_rng(5).poisson(20.0, (40, 140)) * 1.0
    sold[:20, 70:84] *= 3.0  # a fortnight on which one of two categories sells three times as much
    in_stock = np.ones((40, 140))
    in_stock[[0, 20], 70:84] = 0.0
    found = estimate(panel_of(sold * in_stock, in_stock=in_stock, category=np.repeat([0, 1], 20)))
    assert 40.0 < found[0, 72:82].mean() < 65.0
    assert found[20, 72:82].mean() == pytest.approx(20.0, rel=0.25)


def test_who_took_the_last_piece_may_have_wanted_more() -> None:
    sold, orders = np.full((1, 60), 6.0), np.full((1, 60), 2.0)
    sold_out = np.zeros((1, 60), np.bool_)
    sold_out[0, 50] = True
    panel = replace(panel_of(sold), orders=orders.astype(np.float32), sold_out=sold_out)
    found = estimate(panel)
    assert found[0, 50] == pytest.approx(6.0 + 2.0, rel=0.02)
    assert (np.delete(found, 50, axis=1) == 6.0).all()


def test_goods_that_are_bought_one_by_one_have_no_rest() -> None:
    sold = np.full((1, 60), 6.0)
    panel = replace(panel_of(sold), orders=sold.astype(np.float32), sold_out=np.ones((1, 60), np.bool_))
    assert estimate(panel) == pytest.approx(sold)


def test_a_day_that_a_person_left_out_is_not_estimated() -> None:
    sold = np.full((1, 60), 6.0)
    in_stock = np.ones((1, 60))
    in_stock[0, 30] = 0.5
    ignored = in_stock < 1.0
    panel = replace(panel_of(sold, in_stock=in_stock), ignored=ignored)
    assert (estimate(panel) == sold).all()


def test_days_before_the_item_was_listed_have_no_demand() -> None:
    sold, in_stock = np.full((1, 60), 6.0), np.ones((1, 60))
    sold[:, :20], in_stock[:, :20] = 0.0, 0.0
    panel = panel_of(sold, in_stock=in_stock, first_day=np.array([20]))
    assert (estimate(panel)[:, :20] == 0.0).all()


def test_never_in_stock_and_nothing_at_all_are_no_trouble() -> None:
    never = panel_of(np.zeros((2, 30)), in_stock=np.zeros((2, 30)))
    assert np.isfinite(estimate(never)).all()
    assert estimate(panel_of(np.zeros((0, 30)))).shape == (0, 30)
