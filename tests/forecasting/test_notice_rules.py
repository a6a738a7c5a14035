"""Within how many days a change is said to be noticed."""

import pytest

from stockwright.forecasting.rules.notices import LONGEST_DAYS, SPEEDS, stated_days


@pytest.mark.parametrize("change", ["doubled", "halved", "stopped", "dying", "surge", "promotion"])
def test_what_sells_more_is_seen_sooner_and_what_scatters_more_later(change: str) -> None:
    days = [stated_days(change, *item) for item in ((10.0, 1.5), (5.0, 1.5), (10.0, 4.0))]
    fast, slow, wild = (day or 0 for day in days)
    assert 0 < fast < slow
    assert fast < wild


def test_a_stop_is_seen_before_a_doubling_and_that_before_a_halving() -> None:
    assert SPEEDS["stopped"].pieces < SPEEDS["doubled"].pieces < SPEEDS["halved"].pieces


def test_a_new_item_is_told_the_morning_after_its_first_sale_however_slow_it_is() -> None:
    assert stated_days("new", 0.01) == 1


def test_nothing_is_stated_of_what_takes_longer_than_is_looked_at() -> None:
    assert stated_days("halved", 0.1) is None
    assert stated_days("halved", 0.0) is None
    assert all((stated_days(change, 3.0) or 0) <= LONGEST_DAYS for change in SPEEDS)
