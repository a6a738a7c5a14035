"""Bulk orders are found and damped, and a person has the last word."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from stockwright.engine.demand.history import clean
from stockwright.engine.demand.outliers import Outliers, outlying
from stockwright.engine.demand.panel import Panel

from .shops import panel_of

BULK = 110


def panel(**flags: Any) -> Panel:
    """Two items that sell about three a day for 120 days; the first sold 400 at once, ten days ago."""
    sold = np.random.default_rng(6).poisson(3.0, (2, 120)) * 1.0
    sold[0, BULK] = 400.0
    return replace(panel_of(sold), **flags)


def flag(day: int = BULK, item: int = 0) -> NDArray[np.bool_]:
    flags = np.zeros((2, 120), np.bool_)
    flags[item, day] = True
    return flags


def found(told: Panel) -> Outliers:
    return outlying(told, clean(told))


def test_a_bulk_order_is_found_with_what_is_believed_of_it() -> None:
    told = found(panel())
    assert (told.series.tolist(), told.day.tolist(), told.found.tolist()) == ([0], [BULK], [True])
    assert told.sold[0] == 400.0
    assert 4.0 <= told.good_day[0] <= 5.0
    assert told.good_day[0] < told.believed[0] < 200.0


def test_a_day_that_a_person_keeps_counts_in_full() -> None:
    kept = panel(kept=flag())
    assert clean(kept).demand[0, BULK] == 400.0
    assert clean(kept).capped[0] == 0
    told = found(kept)
    assert (told.believed[0], told.effect[0], told.found[0]) == (400.0, 0.0, True)


def test_a_day_that_a_person_damps_counts_as_a_good_day() -> None:
    told = found(panel(damped=flag()))
    assert told.believed[0] == pytest.approx(told.good_day[0])
    ordinary = panel(damped=flag(day=5, item=1))
    assert clean(ordinary).demand[1, 5] <= found(ordinary).good_day[-1] + 1e-3


def test_a_day_that_a_person_ignores_tells_nothing() -> None:
    ignored = clean(panel(ignored=flag()))
    assert (ignored.demand[0, BULK], ignored.exposure[0, BULK]) == (0.0, 0.0)
    without = np.delete(panel().sold, BULK, axis=1)
    assert ignored.rate(120, 120)[0] == pytest.approx(without[0].mean(), rel=1e-4)


def test_the_effect_is_what_the_level_would_have_more() -> None:
    told = found(panel())
    more = clean(panel(kept=flag())).level(119, np.ones(2)) - clean(panel()).level(119, np.ones(2))
    assert told.effect[0] == pytest.approx(28 * more[0], rel=0.1)
    assert more[1] == 0.0


def test_a_decision_on_an_ordinary_day_is_listed_too() -> None:
    told = found(panel(ignored=flag(day=7, item=1)))
    assert list(zip(told.series, told.day, told.found, strict=True)) == [(0, BULK, True), (1, 7, False)]


def test_no_items_have_no_outliers() -> None:
    assert len(found(panel_of(np.zeros((0, 50)))).day) == 0
