"""Numbers are read exactly, however they are written, or not at all."""

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockwright.channels.connectors.files.mapping.numbers import numbers

POINT = [
    ("12", "12"),
    ("-12.5", "-12.5"),
    ("1,234", "1234"),
    ("1,234,567.89", "1234567.89"),
    ("1 234.50", "1234.5"),
    ("1\u00a0234.50", "1234.5"),
    ("1'234.50", "1234.5"),
    ("$ 19.99", "19.99"),
    ("(5.20)", "-5.2"),
    ("12-", "-12"),
    ("\u221212", "-12"),
    ("1,5", "1.5"),
    ("12 шт", "12"),
    ("1500 руб.", "1500"),
    ("3개", "3"),
    (".5", "0.5"),
    ("1e3", "1000"),
]
COMMA = [
    ("12", "12"),
    ("12,5", "12.5"),
    ("1.234", "1234"),
    ("1.234.567,89", "1234567.89"),
    ("1 234,50", "1234.5"),
    ("19,99 €", "19.99"),
    ("12.50", "12.5"),
    ("-0,001", "-0.001"),
]
REFUSED = ["abc", "", "=1+1", "1,2,3", "12 34x", "--5", "1.2.3,4", "#N/A", "nan", "inf", "5 or 6"]


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [(text, ".", value) for text, value in POINT] + [(text, ",", value) for text, value in COMMA],
)
def test_a_number_is_read_as_a_person_means_it(text: str, decimal: str, value: str) -> None:
    assert numbers(pl.Series([text]), decimal).to_list() == [Decimal(value)]


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("decimal", [".", ","])
def test_what_is_not_a_number_becomes_null(text: str, decimal: str) -> None:
    assert numbers(pl.Series([text]), decimal).to_list() == [None]


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@given(st.lists(AMOUNTS, min_size=1, max_size=30), st.sampled_from([",", "."]))
def test_grouped_amounts_come_back_exactly(amounts: list[Decimal], decimal: str) -> None:
    swap = str.maketrans(",.", ".,") if decimal == "," else {}
    texts = pl.Series([f"{amount:,.4f}".translate(swap) for amount in amounts])
    assert numbers(texts, decimal).to_list() == amounts


@given(st.decimals(min_value=0, max_value=10**6, places=7))
def test_more_than_four_places_are_rounded(amount: Decimal) -> None:
    (read,) = numbers(pl.Series([f"{amount:f}"]), ".").to_list()
    assert abs(read - amount.quantize(Decimal("0.0001"), ROUND_HALF_UP)) <= Decimal("0.0001")
