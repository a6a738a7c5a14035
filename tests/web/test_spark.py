"""The small drawings made on the server."""

import re

import pytest

from stockwright.web.components.spark import FOOT, SPARK_HEIGHT, spark, stock_bar

TOP = 6


def tops(path: str) -> list[float]:
    return [float(found) for found in re.findall(r"V([\d.]+)", path)]


def test_the_best_day_reaches_the_top_and_half_of_it_the_middle() -> None:
    drawing = spark([10.0, 5.0] * 20, (0.0,), (5.0,), (10.0,))
    ten, five = tops(drawing.bars)[:2]
    assert ten < five < FOOT
    assert FOOT - five == pytest.approx((FOOT - ten) / 2, abs=1.01)


def test_a_day_out_of_stock_is_marked_and_not_drawn_as_a_sale() -> None:
    drawing = spark([3.0, None, 3.0])
    assert len(tops(drawing.bars)) == 2
    assert drawing.gaps == f"M2 {FOOT}h2"


def test_a_day_without_a_sale_draws_nothing() -> None:
    drawing = spark([0.0, 0.0])
    assert drawing.bars == ""
    assert drawing.gaps == ""


def test_one_freak_day_does_not_flatten_the_others() -> None:
    heights = tops(spark([4.0] * 59 + [400.0]).bars)
    assert heights[0] < SPARK_HEIGHT / 4
    assert heights[-1] == TOP


def test_the_band_goes_out_along_the_top_and_back_along_the_foot() -> None:
    drawing = spark([1.0] * 4, (1.0, 1.0), (2.0, 2.0), (4.0, 4.0))
    assert drawing.today == 8
    assert drawing.width == 12
    assert drawing.band.startswith("M9 ")
    assert drawing.band.endswith("z")
    assert [part.split()[0] for part in drawing.band.strip("Mz").split("L")] == ["9", "11", "11", "9"]


def test_without_a_forecast_there_is_no_band() -> None:
    drawing = spark([1.0])
    assert drawing.band == ""
    assert drawing.middle == ""


@pytest.mark.parametrize(
    ("runway", "state"),
    [(0.0, "bad"), (20.9, "bad"), (21.0, "warn"), (25.9, "warn"), (26.0, "good"), (None, "good")],
)
def test_stock_is_bad_when_it_ends_before_an_order_comes(runway: float | None, state: str) -> None:
    assert stock_bar(runway, 0, lead_days=21, safety_days=5).state == state


def test_stock_and_inbound_never_leave_the_track() -> None:
    bar = stock_bar(500, 500, lead_days=21, safety_days=5)
    assert bar.stock == 100
    assert bar.inbound == 0
    bar = stock_bar(40, 500, lead_days=21, safety_days=5)
    assert bar.stock + bar.inbound == pytest.approx(100)


def test_the_mark_of_the_lead_time_stays_inside_for_any_lead_time() -> None:
    assert stock_bar(10, 0, lead_days=0, safety_days=0).lead == 0
    assert stock_bar(10, 0, lead_days=180, safety_days=0).lead == 50
