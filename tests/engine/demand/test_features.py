"""What the model sees, and what it must not see."""

from dataclasses import replace

import numpy as np
import pytest

from stockwright.engine.demand.features import Calendar, Pairs, feature_rows, origin_at
from stockwright.engine.demand.history import clean
from stockwright.engine.demand.panel import BEYOND, Panel

from .shops import WEEK, panel_of, shop

LAST = 150


def _rows(panel: Panel, last: int = LAST) -> np.ndarray:
    origin = origin_at(panel, clean(panel), last)
    pairs = Pairs(np.repeat(np.arange(panel.size), 28), np.tile(np.arange(1, 29), panel.size))
    return feature_rows(panel, Calendar.of(panel), origin, pairs)


def _rich(seed: int) -> Panel:
    """A panel with prices, promotions, holidays, categories and gaps in stock."""
    chance = np.random.default_rng(seed)
    n, days = 30, 200
    panel = panel_of(
        chance.poisson(2.0, (n, days)) * 1.0,
        in_stock=np.where(chance.random((n, days)) < 0.1, 0.5, 1.0),
        first_day=chance.integers(0, 100, n),
        category=chance.integers(-1, 3, n),
    )
    return replace(
        panel,
        price=chance.uniform(5.0, 9.0, (n, days)).astype(np.float32),
        promo=np.where(chance.random((n, days + 28)) < 0.1, 0.2, 0.0).astype(np.float32),
        events=chance.random((days + 28 + BEYOND, 2)) < 0.03,
        event_names=("holiday", "fair"),
        planned=np.where(chance.random((n, days + 28)) < 0.9, 10.0, 8.0).astype(np.float32),
    )


def test_nothing_after_the_origin_changes_a_feature() -> None:
    known, other = _rich(1), _rich(2)
    after = slice(LAST + 1, None)
    sold, in_stock = known.sold.copy(), known.in_stock.copy()
    sold[:, after], in_stock[:, after] = other.sold[:, after] * 3, other.in_stock[:, after]
    assert known.price is not None
    assert other.price is not None
    price = known.price.copy()
    price[:, after] = other.price[:, after] * 2
    changed = replace(known, sold=sold, in_stock=in_stock, price=price)
    assert np.array_equal(_rows(known), _rows(changed), equal_nan=True)


def test_what_happens_on_the_origin_day_is_seen() -> None:
    known = _rich(1)
    sold = known.sold.copy()
    sold[:, LAST] += 3
    assert not np.array_equal(_rows(known), _rows(replace(known, sold=sold)), equal_nan=True)


def test_a_truncated_panel_gives_the_same_features() -> None:
    panel = _rich(3)
    assert np.array_equal(_rows(panel), _rows(panel.until(LAST)), equal_nan=True)


def test_promotions_and_holidays_are_known_ahead() -> None:
    known = _rich(1)
    assert known.promo is not None
    promo, events = known.promo.copy(), known.events.copy()
    promo[0, LAST + 5] = 0.5
    events[LAST + 9] = ~events[LAST + 9]
    rows, changed = _rows(known), _rows(replace(known, promo=promo, events=events))
    assert not np.array_equal(rows[4], changed[4], equal_nan=True)
    assert not np.array_equal(rows[8], changed[8], equal_nan=True)


def test_small_and_large_items_look_alike() -> None:
    base = np.random.default_rng(5).poisson(4.0, (10, 200)) * 1.0
    small, large = panel_of(base), panel_of(base * 10)
    rows = [origin_at(panel, clean(panel), LAST) for panel in (small, large)]
    assert rows[1].level == pytest.approx(rows[0].level * 10, rel=1e-4)
    assert rows[1].week == pytest.approx(rows[0].week, abs=0.12)
    assert rows[1].state[:, 5:8] == pytest.approx(rows[0].state[:, 5:8], rel=1e-3)


def test_the_week_of_a_shop_is_found() -> None:
    panel, _ = shop(n=60, days=200)
    origin = origin_at(panel, clean(panel), 199)
    weekday = (panel.calendar()[200:207].astype(np.int64) + 3) % 7
    assert origin.week.mean(axis=0) == pytest.approx(WEEK[weekday], abs=0.12)
    assert origin.week.mean(axis=1) == pytest.approx(np.ones(60), abs=1e-9)


def test_an_item_with_few_sales_follows_the_week_of_its_category() -> None:
    panel, _ = shop(n=60, days=200, categories=1)
    sold = panel.sold.copy()
    sold[0] = 0.0
    sold[0, 40] = 1.0
    origin = origin_at(replace(panel, sold=sold), clean(replace(panel, sold=sold)), 199)
    assert origin.week[0] == pytest.approx(origin.week[1:].mean(axis=0), abs=0.12)


def test_the_calendar_knows_weekends_and_months() -> None:
    panel = panel_of(np.zeros((1, 40)))
    days = Calendar.of(panel).days
    for at in range(68):
        day = panel.day(at)
        assert days[at, :4].tolist() == [day.weekday(), float(day.weekday() >= 5), day.day, day.month]
