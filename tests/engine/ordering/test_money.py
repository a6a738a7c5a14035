"""The money terms, checked against chance itself."""

import numpy as np
import polars as pl
import pytest

from stockwright.engine.ordering.policy import plan
from stockwright.engine.ordering.settings import OrderingSettings

from .make import TODAY, Advise, lines, many

ITEMS, REPLAYS = 400, 4000


def shop(seed: int, dispersion: float) -> pl.DataFrame:
    """Items at random distances from their reorder points; variance = dispersion x mean."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(1.0, 2.0, ITEMS) + 0.02
    on_hand = np.floor(rate * 21 * rng.uniform(0.0, 1.6, ITEMS))
    given = {
        "item": np.arange(ITEMS, dtype=np.int32), "on_hand": on_hand, "burn_rate": rate,
        "lead_mean": rate * 14, "lead_variance": rate * 14 * dispersion,
        "protect_mean": rate * 21, "protect_variance": rate * 21 * dispersion,
        "cost": rng.uniform(1, 10, ITEMS), "price": rng.uniform(8, 30, ITEMS),
    }  # fmt: skip
    return many(ITEMS).with_columns(**{name: pl.Series(v) for name, v in given.items()})


def demand(rng: np.random.Generator, mean: np.ndarray, dispersion: float) -> np.ndarray:
    if dispersion == 1.0:
        return rng.poisson(mean, (REPLAYS, ITEMS))
    return rng.negative_binomial(mean / (dispersion - 1.0), 1.0 / dispersion, (REPLAYS, ITEMS))


def simulated_saving(rows: pl.DataFrame, dispersion: float) -> float:
    """Money lost when the advice waits one review period, less what is lost when it is followed today."""
    rng = np.random.default_rng(99)
    rate, held, ordered = (rows[name].to_numpy() for name in ("burn_rate", "free", "quantity"))
    lead, review = demand(rng, rate * 14, dispersion), demand(rng, rate * 7, dispersion)
    left = np.maximum(held - lead, 0.0)
    waited = np.maximum(review - left, 0.0)
    followed = np.maximum(review - left - ordered, 0.0)
    saved = (waited - followed).mean(axis=0) * (ordered > 0)
    return float((saved * rows["unit_value"].to_numpy()).sum())


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
def test_the_money_of_all_lines_is_what_waiting_costs_in_a_replay(dispersion: float) -> None:
    rows = plan(shop(5, dispersion), lines(), today=TODAY, settings=OrderingSettings(extra_cover_days=10_000))
    assert rows["money_at_stake"].sum() == pytest.approx(simulated_saving(rows, dispersion), rel=0.03)


def test_an_item_that_does_not_have_to_be_ordered_has_nothing_at_stake(advise: Advise) -> None:
    assert advise(on_hand=200.0)["money_at_stake"] == 0


def test_waiting_costs_more_the_emptier_the_shelf_will_be_when_the_order_arrives(advise: Advise) -> None:
    stakes = [advise(on_hand=held)["money_at_stake"] for held in (53.0, 45.0, 38.0, 30.0)]
    assert stakes == sorted(stakes)
    assert stakes[0] < 3
    assert stakes[-1] > 40


def test_a_missing_delivery_is_worth_what_is_lost_until_the_next_review(advise: Advise) -> None:
    row = advise((60.0, -1), on_hand=0.0)
    assert row["money_at_stake"] == pytest.approx(14 * (9.0 - 5.0))


def test_without_a_cost_revenue_is_at_stake_and_without_a_price_nothing_is_known(advise: Advise) -> None:
    by_revenue = advise(on_hand=40.0, cost=None)
    unknown = advise(on_hand=40.0, price=None)
    assert (by_revenue["value_basis"], by_revenue["lost_per_day"]) == ("revenue", 18.0)
    assert (unknown["value_basis"], unknown["money_at_stake"], unknown["lost_per_day"]) == (None, None, None)
    assert unknown["priority"] > 0


def test_a_piece_sold_below_its_cost_is_not_worth_hurrying_for(advise: Advise) -> None:
    assert advise(on_hand=0.0, cost=12.0)["money_at_stake"] == 0


def test_excess_is_what_exceeds_the_order_up_to_level_and_ninety_days(advise: Advise) -> None:
    row = advise(on_hand=250.0)
    assert (row["excess_quantity"], row["excess_money"]) == (250 - 180, 70 * 5.0)


def test_unknown_stock_is_ranked_by_all_that_would_be_lost_without_it(advise: Advise) -> None:
    assert advise(on_hand=None)["priority"] == pytest.approx(42 * 4.0)
