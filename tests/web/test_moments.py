"""Dates and times in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from stockwright.web.components.moments import near, since

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("away", "named"),
    [
        (-1, "yesterday"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "Saturday"),
        (6, "Wednesday"),
        (7, "19 Mar"),
        (-2, "10 Mar"),
    ],
)
def test_days_near_today_have_their_name(away: int, named: str) -> None:
    assert near(TODAY + timedelta(days=away), TODAY) == named


def test_a_day_of_another_year_tells_the_year() -> None:
    assert near(date(2027, 1, 4), TODAY) == "4 Jan 2027"


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=50), "50 min ago"),
        (timedelta(hours=1, minutes=59), "1 hour ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=3, hours=5), "3 days ago"),
        (timedelta(seconds=-5), "just now"),
    ],
)
def test_the_age_is_told_in_its_largest_unit(gone: timedelta, told: str) -> None:
    assert since(NOW - gone, NOW) == told
