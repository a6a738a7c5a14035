"""A line of a sale is known again by what it says, whoever tells it."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from stockwright.sales.rules import fingerprints

AT = datetime(2026, 1, 5, 15, tzinfo=UTC)
LINE: dict[str, Any] = {"at": AT, "sku": "mug", "quantity": Decimal(2), "price": Decimal("9.90"), "channel": "till"}


def mark(**said: Any) -> str:
    """The fingerprint of one line that says so much more, or something else."""
    lines = pl.DataFrame([LINE | said], infer_schema_length=None)
    return str(fingerprints(lines, moment=pl.col("at")).item())


def test_it_has_32_hexadecimal_digits() -> None:
    assert len(mark()) == 32
    assert int(mark(), 16)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Mug, blue"},
        {"price": Decimal("9.9000")},
        {"customer": None},
        {"order": ""},
        {"revenue": None, "currency": None},
    ],
)
def test_the_name_zeros_and_what_is_left_open_say_nothing(said: dict[str, Any]) -> None:
    assert mark(**said) == mark()


@pytest.mark.parametrize(
    "said",
    [
        {"at": AT.replace(second=1)},
        {"sku": "cup"},
        {"quantity": Decimal(-2)},
        {"price": Decimal("9.91")},
        {"revenue": Decimal("19.80")},
        {"order": "17"},
        {"customer": "17"},
        {"location": "North"},
        {"channel": "web"},
        {"currency": "USD"},
    ],
)
def test_everything_else_makes_it_another_line(said: dict[str, Any]) -> None:
    assert mark(**said) != mark()


def test_an_id_of_its_own_is_all_that_counts_within_its_channel() -> None:
    assert mark(id="a-1", quantity=Decimal(5)) == mark(id="a-1")
    assert mark(id="a-1", channel="web") != mark(id="a-1")
    assert mark(id="a-1") != mark()
    assert mark(id=None) == mark()


def test_no_lines_have_no_fingerprints() -> None:
    assert fingerprints(pl.DataFrame([LINE]).clear(), moment=pl.col("at")).to_list() == []
