"""What comes after the origin changes nothing of what is told at the origin."""

from dataclasses import fields, replace
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import numpy as np
import polars as pl
import pytest

from stockwright.engine.demand.building import build_panel
from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.panel import BEYOND, Panel
from stockwright.engine.demand.predicting import predict
from stockwright.engine.demand.training import Trained, train

from .shops import QUICK, shop

DAYS, LAST = 260, 215
AFTER = slice(LAST + 1, None)
BY_DAY = ("sold", "in_stock", "price", "orders", "sold_out", "kept", "damped", "ignored")
"""What is only known once a day is over, or was said of one that is."""

KNOWN_AHEAD = {"planned", "promo", "events"}
AS_OF = date(2026, 6, 30)


def full_panel() -> Panel:
    """A panel with everything that there can be in one."""
    panel, _ = shop(n=60, days=DAYS)
    chance = np.random.default_rng(5)
    n = panel.size

    def some(share: float, columns: int = DAYS) -> np.ndarray:
        return chance.random((n, columns)) < share

    return replace(
        panel,
        first_day=np.where(chance.random(n) < 0.2, chance.integers(1, DAYS, n), 0),
        in_stock=np.where(some(0.1), chance.random((n, DAYS)), 1.0).astype(np.float32),
        price=chance.uniform(5.0, 9.0, (n, DAYS)).astype(np.float32),
        planned=np.where(some(0.9, DAYS + 28), 8.0, 6.0).astype(np.float32),
        promo=np.where(some(0.1, DAYS + 28), 0.2, 0.0).astype(np.float32),
        events=chance.random((DAYS + 28 + BEYOND, 2)) < 0.04,
        event_names=("holiday", "fair"),
        orders=np.minimum(panel.sold, 3.0).astype(np.float32),
        sold_out=some(0.05),
        kept=some(0.01),
        damped=some(0.01),
        ignored=some(0.01),
    )


def shuffled_after(panel: Panel, last: int, seed: int) -> Panel:
    """The panel with other items' days, in another order and three times as large, after day `last`."""
    chance = np.random.default_rng(seed)
    rows, days = chance.permutation(panel.size), chance.permutation(panel.days - last - 1)
    changed = {}
    for name in BY_DAY:
        block = getattr(panel, name).copy()
        later = block[rows, last + 1 :][:, days]
        block[:, last + 1 :] = later if name == "in_stock" or block.dtype == np.bool_ else 3.0 * later + 1.0
        changed[name] = block
    return replace(panel, **changed)


def same(first: Forecast, second: Forecast) -> bool:
    """Whether two forecasts are the same to the last bit."""
    return all(
        np.array_equal(getattr(first, each.name), getattr(second, each.name), equal_nan=False)
        for each in fields(Forecast)
        if isinstance(getattr(first, each.name), np.ndarray)
    ) and np.array_equal(first.spread.dispersion, second.spread.dispersion)


def content(learnt: Trained) -> dict[str, bytes]:
    """What was learnt, file by file."""
    with ZipFile(BytesIO(learnt.to_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def panel() -> Panel:
    return full_panel()


@pytest.fixture(scope="module")
def learnt(panel: Panel) -> Trained:
    return train(panel.until(LAST), settings=QUICK, seed=1)


def test_the_panel_of_this_test_holds_everything_that_there_is(panel: Panel) -> None:
    """The control: a field that is added later has to be shuffled here, or named as known ahead."""
    told = {each.name for each in fields(Panel) if getattr(panel, each.name) is not None}
    assert told == {*BY_DAY, *KNOWN_AHEAD, "as_of", "first_day", "category", "event_names"}
    assert {each.name for each in fields(Panel)} - told == {"named", "stands_for"}


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffling_everything_after_the_origin_changes_nothing(panel: Panel, learnt: Trained, seed: int) -> None:
    other = shuffled_after(panel, LAST, seed)
    assert not np.array_equal(panel.sold[:, AFTER], other.sold[:, AFTER])
    learnt_there = train(other.until(LAST), settings=QUICK, seed=1)
    assert content(learnt_there) == content(learnt)
    told, told_there = (
        predict(each.until(LAST), by, settings=QUICK) for each, by in ((panel, learnt), (other, learnt_there))
    )
    assert same(told, told_there)


def test_shuffling_one_day_earlier_does_change_the_forecast(panel: Panel, learnt: Trained) -> None:
    """The control: the forecasts would differ if they saw what was shuffled."""
    other = shuffled_after(panel, LAST - 1, 1)
    assert not same(*(predict(each.until(LAST), learnt, settings=QUICK) for each in (panel, other)))


def test_the_price_of_a_sale_that_has_not_happened_is_no_input_and_a_planned_one_is() -> None:
    days = [AS_OF + timedelta(days=ahead) for ahead in (-2, -1, 0, 1, 5)]
    sales = pl.DataFrame(
        {"series": [0] * 5, "day": days, "sold": [2.0] * 5, "revenue": [20.0, 22.0, 24.0, 2.0, 4.0]},
        schema={"series": pl.Int32, "day": pl.Date, "sold": pl.Float64, "revenue": pl.Float64},
    )
    plan = pl.DataFrame(
        {"series": [0], "day": [AS_OF + timedelta(days=3)], "price": [7.5]},
        schema={"series": pl.Int32, "day": pl.Date, "price": pl.Float64},
    )
    series = pl.DataFrame(
        {"series": [0], "category": [None], "first_on": [None]},
        schema={"series": pl.Int32, "category": pl.String, "first_on": pl.Date},
    )
    built = build_panel(series=series, sales=sales, stock=None, as_of=AS_OF, planned=plan)
    assert built.price is not None
    assert built.planned is not None
    assert built.price[0].tolist() == pytest.approx([np.nan, 10.0, 11.0], nan_ok=True)
    ahead = built.planned[0, built.days :]
    assert ahead[2] == pytest.approx(7.5)
    assert np.isnan(np.delete(ahead, 2)).all()
