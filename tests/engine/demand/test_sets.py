"""What sets will take of their components."""

from dataclasses import replace

import numpy as np
import pytest

from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.predicting import forecast
from stockwright.engine.demand.sets import Parts, exploded

from .shops import QUICK, shop


@pytest.fixture(scope="module")
def told() -> Forecast:
    panel, _ = shop(n=8, days=120)
    return forecast(panel, settings=QUICK, seed=1)


def parts(*lines: tuple[int, int, float, float]) -> Parts:
    whole, component, quantity, ready = zip(*lines, strict=True) if lines else ((), (), (), ())
    return Parts(
        np.array(whole, np.int64), np.array(component, np.int64), np.array(quantity, float), np.array(ready, float)
    )


def test_without_sets_nothing_changes(told: Forecast) -> None:
    assert exploded(told, parts()) is told


def test_a_component_is_wanted_by_itself_and_in_sets(told: Forecast) -> None:
    found = exploded(told, parts((0, 3, 2.0, 0.0), (1, 3, 1.0, 0.0)))
    assert found.mean[3] == pytest.approx(told.mean[3] + 2 * told.mean[0] + told.mean[1])
    others = [0, 1, 2, 4, 5, 6, 7]
    assert np.array_equal(found.mean[others], told.mean[others])
    assert np.array_equal(found.quantiles[others], told.quantiles[others])
    assert (found.quantiles[3] >= told.quantiles[3]).all()


def test_the_variance_of_a_window_is_that_of_independent_demands(told: Forecast) -> None:
    found = exploded(told, parts((0, 3, 3.0, 0.0)))
    windows = np.full(8, 14.0)
    _, before = told.window_moments(windows)
    _, after = found.window_moments(windows)
    assert after[3] == pytest.approx(before[3] + 9 * before[0], rel=0.02)


def test_sets_that_are_ready_meet_the_first_demand(told: Forecast) -> None:
    ready = told.mean[0].sum() / 2
    found = exploded(told, parts((0, 3, 1.0, ready)))
    more = found.mean[3] - told.mean[3]
    assert more.sum() == pytest.approx(ready)
    assert more[0] == 0.0
    assert exploded(told, parts((0, 3, 1.0, 1e9))).mean == pytest.approx(told.mean)


def test_a_set_of_sets_is_taken_apart_in_turn(told: Forecast) -> None:
    found = exploded(told, parts((0, 1, 2.0, 0.0), (1, 2, 3.0, 0.0)))
    assert found.mean[1] == pytest.approx(told.mean[1] + 2 * told.mean[0])
    assert found.mean[2] == pytest.approx(told.mean[2] + 3 * (told.mean[1] + 2 * told.mean[0]))


def test_a_set_that_is_a_part_of_itself_is_refused(told: Forecast) -> None:
    with pytest.raises(ValueError, match="part of itself"):
        exploded(told, parts((0, 1, 1.0, 0.0), (1, 0, 1.0, 0.0)))


def test_a_forecast_of_nothing_stays_nothing(told: Forecast) -> None:
    nothing = replace(told, mean=told.mean * 0, plain=told.plain * 0)
    found = exploded(nothing, parts((0, 3, 2.0, 0.0)))
    assert (found.mean == 0).all()
    assert np.isfinite(found.spread.drift).all()
