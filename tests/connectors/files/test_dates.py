"""Dates are read in the order of the file; a day that does not exist is not a date."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockwright.channels.connectors.files.mapping.dates import date_order, is_date, moments
from stockwright.channels.connectors.files.mapping.plan import DateOrder

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2024, 3, 5, 11, 0, tzinfo=UTC)
AFTERNOON = datetime(2024, 3, 5, 13, 30, tzinfo=UTC)

WRITTEN: list[tuple[str, DateOrder, datetime]] = [
    ("2024-03-05", "ymd", NOON),
    ("2024/3/5", "dmy", NOON),
    ("20240305", "dmy", NOON),
    ("05.03.2024", "dmy", NOON),
    ("5.3.24", "dmy", NOON),
    ("3/5/2024", "mdy", NOON),
    ("5-Mar-2024", "ymd", NOON),
    ("Mar 5, 2024", "ymd", NOON),
    ("March 5th, 2024", "ymd", NOON),
    ("Tue, 5 March 2024", "ymd", NOON),
    ("5 марта 2024", "ymd", NOON),
    ("5. März 2024", "ymd", NOON),
    ("2024년 3월 5일", "ymd", NOON),
    ("2024. 3. 5.", "ymd", NOON),
    ("45356", "excel", NOON),
    ("2024-03-05 00:00:00", "ymd", NOON),
    ("05.03.2024 14:30", "dmy", AFTERNOON),
    ("05.03.2024, 14:30:00", "dmy", AFTERNOON),
    ("3/5/2024 2:30 PM", "mdy", AFTERNOON),
    ("2024-03-05T14:30:00.000", "ymd", AFTERNOON),
    ("2024-03-05T13:30:00Z", "ymd", AFTERNOON),
    ("2024-03-05 17:30:00 +0400", "ymd", AFTERNOON),
    ("2024-03-05T08:30:00-05:00", "ymd", AFTERNOON),
    ("2024. 3. 5. 오후 2:30", "ymd", AFTERNOON),
    ("45356.604166667", "excel", AFTERNOON),
]
REFUSED = ["31.02.2024", "2024-02-30", "2024-13-01", "32.01.2024", "yesterday", "", "0", "12:30", "1.1.2024x"]


@pytest.mark.parametrize(("text", "order", "at"), WRITTEN)
def test_a_date_is_read_whatever_its_shape(text: str, order: DateOrder, at: datetime) -> None:
    read = moments(pl.Series([text]), order, BERLIN)
    assert read.row(0) == (at, date(2024, 3, 5), at == AFTERNOON)


@pytest.mark.parametrize("text", REFUSED)
def test_a_day_that_does_not_exist_becomes_null(text: str) -> None:
    assert moments(pl.Series([text]), "dmy", BERLIN).row(0)[:2] == (None, None)


def test_the_order_of_rows_and_the_gaps_are_kept() -> None:
    texts = pl.Series(["2024-03-06", None, "2024-03-05", "2024-03-06"])
    days = moments(texts, "ymd", BERLIN)["on"].to_list()
    assert days == [date(2024, 3, 6), None, date(2024, 3, 5), date(2024, 3, 6)]


def test_the_business_day_is_the_day_in_the_zone_of_the_company() -> None:
    late = pl.Series(["2024-03-05T22:30:00Z"])
    assert moments(late, "ymd", ZoneInfo("Asia/Seoul"))["on"].item() == date(2024, 3, 6)
    assert moments(late, "ymd", ZoneInfo("America/New_York"))["on"].item() == date(2024, 3, 5)


def test_an_hour_that_the_clock_skipped_is_read_an_hour_later() -> None:
    skipped = moments(pl.Series(["2024-03-31 02:30"]), "ymd", BERLIN)
    assert skipped["at"].item() == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


ORDERS = [
    (["2024-01-05", "2024-02-06"], "ymd", False),
    (["13.01.2024", "05.01.2024"], "dmy", False),
    (["05.01.2024", "06.01.2024"], "dmy", False),
    (["25/01/2024", "05/01/2024"], "dmy", False),
    (["12/1/2010 8:26", "12/25/2010 9:00"], "mdy", False),
    (["45356", "45357"], "excel", False),
    ([f"01/{day:02}/2024" for day in range(1, 13)], "mdy", True),
    ([f"{day:02}/01/2024" for day in range(1, 13)], "dmy", True),
    ([], "ymd", False),
]


@pytest.mark.parametrize(("texts", "order", "ambiguous"), ORDERS)
def test_day_or_month_first_is_decided_by_the_data(texts: list[str], order: str, ambiguous: bool) -> None:
    assert date_order(pl.Series(texts, dtype=pl.String)) == (order, ambiguous)


def test_both_orders_in_one_file_are_flagged() -> None:
    assert date_order(pl.Series(["25/01/2024", "26/01/2024", "01/27/2024"])) == ("dmy", True)


def test_numbers_and_codes_do_not_look_like_dates() -> None:
    assert not is_date(pl.Series(["12345678", "1.5", "A-12-13", "4601234567890", "85123A"])).any()


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2060, 1, 1)))  # noqa: DTZ001
def test_every_day_comes_back_in_every_order(moment: datetime) -> None:
    for order, pattern in (("ymd", "%Y-%m-%d"), ("dmy", "%d.%m.%Y"), ("mdy", "%m/%d/%Y")):
        read = moments(pl.Series([moment.strftime(pattern)]), order, BERLIN)  # type: ignore[arg-type]
        assert read["on"].item() == moment.date()
