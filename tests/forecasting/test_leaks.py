"""A forecast that is made from a company's sales up to a day does not see what was sold after it."""

import numpy as np
import polars as pl
import pytest
from tests.make.goods import day, item, lines, moves, rows_of, sold, stated
from tests.make.people import owner
from tests.make.told import price, promotion

from stockwright.engine.demand.forecast import Forecast
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.queries.runs import current_forecast
from stockwright.inventory.actions.movements import post_movements
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

DAYS = 100
TODAY = day(DAYS).date()
OUT = (60.5, 64.4)
SKUS = ("hat", "shirt", "shoe")


def before() -> pl.DataFrame:
    """A hundred days of three items, at hours of their own."""
    chance = np.random.default_rng(3)
    told = [
        (sku, on + hour / 24, float(chance.poisson(2 + number) + 1))
        for number, sku in enumerate(SKUS)
        for on in range(DAYS)
        for hour in (9 + number, 18)
        if sku != "shirt" or not OUT[0] <= on + hour / 24 <= OUT[1]
    ]
    return lines(*told)


def after(seed: int, price: float) -> pl.DataFrame:
    """What sold on the day of the forecast and in the month that follows, in another order for every seed."""
    chance = np.random.default_rng(seed)
    told = [
        (sku, DAYS + on + float(chance.integers(0, 24)) / 24, float(chance.integers(1, 500)))
        for sku in SKUS
        for on in chance.permutation(30)[:20]
    ]
    return lines(*told, price=price)


@pytest.fixture
def alice() -> Actor:
    """A shop that ran out of shirts once, and plans a promotion and a price."""
    actor = owner()
    for sku in SKUS:
        item(actor, sku)
    stated(actor, 5000, at=-1)
    told = before()
    left = 5000.0 - float(told.filter((pl.col("sku") == "shirt") & (pl.col("at") < day(OUT[0])))["quantity"].sum())
    post_movements(actor, movements=moves(("waste", OUT[0], -left, "w"), ("receipt", OUT[1], 5000.0, "r")))
    sold(actor, told)
    promotion(actor, item(actor, "hat"), starts_on=day(DAYS + 5).date())
    price(actor, item(actor, "shoe"), from_on=day(DAYS + 9).date(), today=TODAY)
    return actor


def forecast_of(actor: Actor) -> Forecast:
    """What is forecast, learnt anew."""
    run_forecast(actor, today=TODAY, anew=True)
    with scope(actor.company_id):
        found = current_forecast(actor)
    assert found is not None
    return found.told


@pytest.mark.parametrize(("seed", "money"), [(1, 10.0), (2, 0.5)])
def test_whatever_sells_later_and_at_whatever_price_the_forecast_is_the_same(
    alice: Actor, seed: int, money: float
) -> None:
    told = forecast_of(alice)
    sold(alice, after(seed, money))
    again = forecast_of(alice)
    for name in ("mean", "plain", "quantiles", "velocity", "lost_estimate"):
        assert np.array_equal(getattr(again, name), getattr(told, name)), name
    short = "select 1 from inventory_snapshot where in_stock_minutes between 1 and 1439"
    assert rows_of(alice, short)


def test_what_sold_on_the_last_day_that_is_known_does_change_it(alice: Actor) -> None:
    """The control."""
    told = forecast_of(alice)
    sold(alice, lines(("shirt", DAYS - 0.4, 40)))
    assert not np.array_equal(forecast_of(alice).mean, told.mean)
