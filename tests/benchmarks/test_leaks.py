"""Nothing that comes after an origin can be seen by a method that is asked there."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from benchmarks.datasets import Sales, found_in, last_blocks
from benchmarks.judge import origin_of, sampled, subset
from benchmarks.ours import ours

from benchmarks import panels
from stockwright.engine.demand.panel import Panel

CHANCE = np.random.default_rng(11)
FIRST, DAYS, SERIES = date(2024, 1, 1), 200, 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A long file of a shop, as anybody may drop one in: the last item is listed near the end."""
    days = [FIRST + timedelta(at) for at in range(DAYS)]
    rows = [
        {
            "date": day,
            "series": f"item {item:02}",
            "units": int(CHANCE.poisson(2)),
            "category": "tea" if item % 2 else "coffee",
            "price": 3.5 + item,
            "events": "fair" if day.day == 1 else None,
        }
        for item in range(SERIES)
        for day in (days if item + 1 < SERIES else days[-20:])
    ]
    pl.DataFrame(rows).write_parquet(tmp_path / "corner_daily.parquet")
    return tmp_path


def shuffled(sales: Sales, last: int) -> Sales:
    """The same past and another future."""
    panel = sales.panel
    sold, revenue = panel.sold.copy(), sales.revenue.copy()
    for block in (sold, revenue):
        block[:, last + 1 :] = CHANCE.permuted(block[:, last + 1 :], axis=1) + 7
    assert panel.price is not None
    price = panel.price.copy()
    price[:, last + 1 :] = 99
    return replace(sales, panel=replace(panel, sold=sold, price=price), revenue=revenue)


@pytest.mark.filterwarnings("ignore:possible convergence problem:UserWarning")
def test_another_future_gives_every_method_the_same_panel_and_ours_the_same_forecast(folder: Path) -> None:
    sales = found_in(folder)["corner"]()
    for last_day in sales.origins:
        last = sales.panel.days - 1 - (sales.panel.as_of - last_day).days
        one, other = (origin_of(each, last_day) for each in (sales, shuffled(sales, last)))
        assert panels.fingerprint(one.known) == panels.fingerprint(other.known)
        assert not np.array_equal(one.came.actual, other.came.actual)
        assert np.array_equal(one.came.weight, other.came.weight)
        assert np.array_equal(ours(one.known).mean, ours(other.known).mean)


def test_what_is_seen_ends_at_the_origin_but_for_the_calendar_and_planned_prices(folder: Path) -> None:
    sales = found_in(folder)["corner"]()
    known = origin_of(sales, sales.origins[0]).known
    assert known.as_of == sales.origins[0]
    assert known.planned is not None
    assert known.sold.shape[1] == known.days == known.planned.shape[1] - known.horizon


def test_an_item_that_is_listed_later_is_not_judged(folder: Path) -> None:
    sales = found_in(folder)["corner"]()
    assert len(sales.series) == SERIES
    assert len(origin_of(sales, sales.origins[0]).series) == SERIES - 1


def test_a_later_listing_cannot_be_told_from_none() -> None:
    panel = replace(_blank(), first_day=np.array([0, 150, 199]))
    assert panels.known(panel, 120).first_day.tolist() == [0, 121, 121]


def test_another_file_has_the_last_three_blocks_of_28_days(folder: Path) -> None:
    sales = found_in(folder)["corner"]()
    last = FIRST + timedelta(DAYS - 1)
    assert sales.origins == last_blocks(last) == tuple(last - timedelta(back) for back in (84, 56, 28))
    assert sales.panel.event_names == ("fair",)
    assert sales.revenue.sum() == pytest.approx((sales.panel.sold * (3.5 + np.arange(SERIES))[:, None]).sum())


def test_a_panel_is_read_as_it_was_written(folder: Path, tmp_path: Path) -> None:
    panel = found_in(folder)["corner"]().panel
    panels.save(panel, tmp_path / "panel.npz")
    found = panels.load(tmp_path / "panel.npz")
    assert panels.fingerprint(found) == panels.fingerprint(panel)
    assert (found.as_of, found.event_names, found.promo) == (panel.as_of, panel.event_names, None)


def test_a_sample_is_the_same_every_time_and_carries_what_came_of_it(folder: Path) -> None:
    sales = found_in(folder)["corner"]()
    origin = origin_of(sales, sales.origins[0])
    chosen = sampled(origin, 5)
    part = subset(origin, chosen)
    assert np.array_equal(chosen, sampled(origin, 5))
    assert part.known.size == len(part.series) == 5
    assert np.array_equal(part.came.actual, origin.came.actual[chosen])


def _blank() -> Panel:
    nothing = np.zeros((3, DAYS), dtype=np.float32)
    return Panel(
        as_of=FIRST + timedelta(DAYS - 1),
        sold=nothing,
        in_stock=nothing + 1,
        first_day=np.zeros(3, dtype=np.int64),
        category=np.zeros(3, dtype=np.int64),
        events=np.zeros((DAYS + 36, 0), dtype=np.bool_),
        event_names=(),
    )
