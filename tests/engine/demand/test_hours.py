"""At which hours customers buy, and what of a day's demand they could be sold."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from stockwright.engine.demand.hours import HOURS, TRUST, hour_profile, met_share

Hours = NDArray[Any]

SHOP = np.array([0.0] * 9 + [1 / 11] * 11 + [0.0] * 4)  # open from 9 to 20


def counted(working: Hours, weekend: Hours) -> Hours:
    return np.stack([working, weekend])[None]


def minutes(*spells: tuple[float, float]) -> Hours:
    """Minutes in stock of each hour, from spells of hours."""
    found = [sum(max(min(b, h + 1) - max(a, h), 0.0) for a, b in spells) * 60 for h in range(HOURS)]
    return np.array([found])


def test_a_shop_that_ran_out_at_noon_met_a_quarter_of_its_demand_not_half() -> None:
    assert met_share(minutes((0, 12)), SHOP[None])[0] == pytest.approx(3 / 11)


def test_night_without_stock_costs_nothing() -> None:
    assert met_share(minutes((9, 20)), SHOP[None])[0] == pytest.approx(1.0)


def test_part_of_an_hour_counts_in_part() -> None:
    assert met_share(minutes((0, 9.5), (19.75, 24)), SHOP[None])[0] == pytest.approx(0.75 / 11)


def test_many_lines_speak_for_themselves() -> None:
    told = hour_profile(counted(SHOP * 1e7, SHOP[::-1] * 1e7))
    assert told[0, 0] == pytest.approx(SHOP, abs=1e-4)
    assert told[0, 1] == pytest.approx(SHOP[::-1], abs=1e-4)


def test_without_lines_every_hour_is_alike() -> None:
    assert hour_profile(np.zeros((2, 2, HOURS))) == pytest.approx(np.full((2, 2, HOURS), 1 / HOURS))


def test_lines_without_a_time_make_a_flat_day() -> None:
    assert hour_profile(counted(np.full(HOURS, 1e5), np.zeros(HOURS))) == pytest.approx(1 / HOURS)


def test_few_lines_of_a_place_are_drawn_to_those_of_all_places() -> None:
    busy = counted(SHOP * 1e8, SHOP * 1e8)
    evening = np.eye(HOURS)[18] * TRUST
    told = hour_profile(np.concatenate([busy, counted(evening, np.zeros(HOURS))]))
    assert told[1, 1] == pytest.approx(0.5 * np.eye(HOURS)[18] + 0.5 * SHOP, abs=1e-3)
    assert told[1, 0] == pytest.approx(0.75 * np.eye(HOURS)[18] + 0.25 * SHOP, abs=1e-3)


def test_every_profile_adds_up_to_a_day() -> None:
    told = hour_profile(np.random.default_rng(1).poisson(3.0, (4, 2, HOURS)).astype(float))
    assert told.sum(axis=-1) == pytest.approx(np.ones((4, 2)))
