"""Whatever comes in, a clear forecast or a clear reason comes out."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from stockwright.engine.demand.building import build_panel
from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.predicting import forecast

from .shops import QUICK, panel_of

AS_OF = date(2026, 6, 30)


def panel_with(amounts: list[float], *, days: int = 120) -> Panel:
    """Three items of which the first one's latest days sold the amounts."""
    rows = [
        (series, AS_OF - timedelta(days=back), float(1 + (back + series) % 3))
        for series in range(3)
        for back in range(days)
        if series or back >= len(amounts)
    ]
    rows += [(0, AS_OF - timedelta(days=back), amount) for back, amount in enumerate(amounts)]
    sales = pl.DataFrame(rows, schema={"series": pl.Int32, "day": pl.Date, "sold": pl.Float64}, orient="row")
    series = pl.DataFrame(
        {"series": [0, 1, 2], "category": [None] * 3, "first_on": [None] * 3},
        schema={"series": pl.Int32, "category": pl.String, "first_on": pl.Date},
    )
    return build_panel(series=series, sales=sales, stock=None, as_of=AS_OF)


def sound(told: Forecast) -> bool:
    """Whether every number can be used."""
    return all(
        bool(np.isfinite(each).all() and (each >= 0).all())
        for each in (told.mean, told.variance, told.quantiles, told.velocity, told.lost_estimate)
    )


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_an_amount_that_is_no_number_is_refused_in_words(wrong: float) -> None:
    with pytest.raises(ValueError, match="not numbers"):
        panel_with([1.0, wrong])


@pytest.mark.parametrize("amount", [-5.0, 1e9, 1e15])
def test_returns_and_absurd_days_leave_a_forecast_that_can_be_used(amount: float) -> None:
    told = forecast(panel_with([2.0, amount, 1.0]), settings=QUICK, seed=1)
    assert sound(told)
    assert told.mean[0].sum() < 28 * 50


def test_one_item_that_never_changes_gets_what_it_always_sold() -> None:
    told = forecast(panel_of(np.full((1, 400), 3.0)), settings=QUICK, seed=1)
    assert sound(told)
    assert told.mean.mean() == pytest.approx(3.0, rel=0.05)


def test_ten_years_are_taken() -> None:
    sold = np.random.default_rng(3).poisson(2.0, (12, 3650)).astype(np.float64)
    told = forecast(panel_of(sold), settings=QUICK, seed=1)
    assert sound(told)
    assert told.mean.mean() == pytest.approx(2.0, rel=0.1)
