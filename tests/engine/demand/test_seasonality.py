"""Seasons that were put into made-up sales are found again, and none where there was none."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stockwright.engine.demand.seasonality import (
    OWN_YEAR_WEEKS,
    Totals,
    expected_days,
    holiday_effect,
    month_indexes,
    seasons,
    week_of,
)

WEEK = np.array([1.0, 0.9, 0.9, 1.0, 1.3, 1.6, 0.3])
FIRST = date(2022, 3, 7)


def year_of(day: date) -> float:
    """High in December, low in summer."""
    return 1.0 + 0.5 * float(np.cos(2 * np.pi * (day.timetuple().tm_yday - 345) / 365))


def made(
    *,
    days: int,
    level: float = 60.0,
    growth: float = 0.0,
    week: bool = True,
    year: bool = True,
    seed: int = 3,
    noise: bool = True,
) -> Totals:
    """Sales of so many days by a law that is known."""
    dates = [FIRST + timedelta(days=at) for at in range(days)]
    mean = np.array(
        [
            level
            * (1 + growth) ** (at / 365)
            * (WEEK[day.weekday()] / WEEK.mean() if week else 1.0)
            * (year_of(day) if year else 1.0)
            for at, day in enumerate(dates)
        ]
    )
    sold = np.random.default_rng(seed).poisson(mean).astype(np.float64) if noise else mean
    return Totals(FIRST, sold, np.zeros(days, np.bool_))


def test_the_week_is_found_again() -> None:
    found = seasons(made(days=200, year=False))
    assert found is not None
    assert found.weekdays == pytest.approx(WEEK / WEEK.mean(), abs=0.06)
    assert found.weekday_strength > 0.7


def test_the_year_is_found_again_after_two_years_and_grows_apart_from_the_trend() -> None:
    found = seasons(made(days=3 * 365, growth=0.2))
    assert found is not None
    assert found.own_year
    assert found.year is not None
    true = [year_of(date(2025, month, 15)) for month in range(1, 13)]
    assert month_indexes(found.year) == pytest.approx(np.array(true), abs=0.08)
    assert found.growth == pytest.approx(0.2, abs=0.06)
    assert found.year_strength is not None
    assert found.year_strength > 0.7


def test_where_there_is_no_season_none_is_strong() -> None:
    found = seasons(made(days=3 * 365, week=False, year=False))
    assert found is not None
    assert found.weekday_strength < 0.1
    assert found.year_strength is not None
    assert found.year_strength < 0.6  # weeks that occurred three times follow their own chance
    assert found.weekdays == pytest.approx(np.ones(7), abs=0.05)


def test_one_year_alone_tells_no_season_of_the_year_and_takes_a_lent_one() -> None:
    totals, larger = made(days=370), seasons(made(days=3 * 365, level=900))
    assert larger is not None
    alone, lent = seasons(totals), seasons(totals, lent_year=larger.year)
    assert alone is not None
    assert lent is not None
    assert (alone.year, alone.own_year, alone.year_strength) == (None, False, None)
    assert lent.year is larger.year
    assert not lent.own_year
    drift_alone = np.ptp(alone.trend) / alone.trend.mean()
    drift_lent = np.ptp(lent.trend) / lent.trend.mean()
    assert drift_lent < drift_alone / 2


@pytest.mark.parametrize("totals", [made(days=27), Totals(FIRST, np.zeros(100), np.zeros(100, np.bool_))])
def test_of_too_little_nothing_is_told(totals: Totals) -> None:
    assert seasons(totals) is None


def test_a_holidays_effect_is_what_was_put_in_and_does_not_bend_the_week() -> None:
    totals = made(days=3 * 365, noise=False)
    days = np.zeros(len(totals.sold), np.bool_)
    days[[60, 60 + 365, 60 + 730]] = True
    sold = np.where(days, totals.sold * 2.5, totals.sold)
    with_holidays = Totals(FIRST, sold, days)
    found = seasons(with_holidays)
    assert found is not None
    effect, seen = holiday_effect(with_holidays, found, days)
    assert seen == 3
    assert effect == pytest.approx(2.5, abs=0.25)
    assert found.weekdays == pytest.approx(WEEK / WEEK.mean(), abs=0.03)


def test_days_that_could_not_be_seen_change_nothing() -> None:
    whole = made(days=200, year=False, noise=False)
    sold = whole.sold.copy()
    sold[50:52] = np.nan
    found, true = seasons(Totals(FIRST, sold, whole.holidays)), seasons(whole)
    assert found is not None
    assert true is not None
    assert found.trend[-1] == pytest.approx(true.trend[-1], rel=0.05)
    assert found.weekdays == pytest.approx(true.weekdays, abs=0.05)


def test_expected_days_are_near_the_mean_they_were_made_of() -> None:
    totals = made(days=3 * 365, noise=False)
    found = seasons(totals)
    assert found is not None
    error: NDArray[np.float64] = np.abs(expected_days(totals, found) - totals.sold)
    assert error.sum() / totals.sold.sum() < 0.06


@given(days=st.integers(28, OWN_YEAR_WEEKS * 7 + 60), scale=st.floats(0.01, 1e5), seed=st.integers(0, 99))
def test_indexes_have_a_mean_of_one_and_do_not_depend_on_the_size(days: int, scale: float, seed: int) -> None:
    totals = made(days=days, seed=seed)
    found = seasons(totals)
    larger = seasons(Totals(FIRST, totals.sold * scale, totals.holidays))
    assert found is not None
    assert larger is not None
    assert found.weekdays.mean() == pytest.approx(1.0)
    assert larger.weekdays == pytest.approx(found.weekdays, rel=1e-6)
    assert (found.weekdays >= 0).all()
    assert 0 <= found.weekday_strength <= 1
    if found.year is not None:
        assert found.year.mean() == pytest.approx(1.0, abs=1e-3)


def test_every_day_of_a_year_has_one_of_52_weeks() -> None:
    weeks = [week_of(date(2024, 1, 1) + timedelta(days=at)) for at in range(366)]
    assert set(weeks) == set(range(52))
    assert weeks == sorted(weeks)
