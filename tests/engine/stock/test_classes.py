"""A few items make most of the money."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from stockwright.engine.stock.classes import abc_classes, recent_values

TODAY = date(2026, 4, 1)


def classes(*values: float) -> list[str]:
    frame = pl.DataFrame({"variant_id": [f"i{n:03}" for n in range(len(values))], "value": list(values)})
    return abc_classes(frame.cast({"value": pl.Float64})).sort("variant_id")["abc"].to_list()


def test_the_item_that_crosses_the_line_is_still_inside() -> None:
    assert classes(70, 20, 6, 4) == ["A", "A", "B", "C"]
    assert classes(100) == ["A"]


def test_what_sold_nothing_is_c() -> None:
    assert classes(10, 0, -3) == ["A", "C", "C"]
    assert classes(0, 0) == ["C", "C"]
    assert classes() == []


def test_only_the_last_days_before_today_count() -> None:
    daily = pl.DataFrame(
        {
            "variant_id": ["a"] * 4,
            "sold_on": [TODAY - timedelta(days=days) for days in (0, 1, 90, 91)],
            "revenue": [1, 10, 100, 1000],
        }
    )
    assert recent_values(daily, today=TODAY)["value"].to_list() == [110]


def slow_classes(values: list[int]) -> list[str]:
    """The same, item by item."""
    total, before, told = sum(values), 0, [""] * len(values)
    for place in sorted(range(len(values)), key=lambda number: (-values[number], number)):
        share = before / total if values[place] > 0 else 1
        told[place] = "A" if share < 0.8 else "B" if share < 0.95 else "C"
        before += values[place]
    return told


@given(st.lists(st.integers(0, 1000), max_size=40))
def test_it_agrees_with_counting_item_by_item(values: list[int]) -> None:
    assert classes(*values) == slow_classes(values)
