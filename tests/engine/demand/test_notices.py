"""Changes in demand are noticed, and seasons, stockouts and chance are not."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from stockwright.engine.demand.history import clean
from stockwright.engine.demand.notices import NoticeKind, Notices, noticed
from stockwright.engine.demand.panel import Panel

from .shops import panel_of

Grid = NDArray[Any]
N, DAYS = 60, 300
RATE = 5.0


def seen(panel: Panel) -> Notices:
    return noticed(panel, clean(panel))


def quiet(seed: int = 1, rate: float = RATE) -> Grid:
    return np.random.default_rng(seed).poisson(rate, (N, DAYS)) * 1.0


def changed(factor: float, days: int) -> Panel:
    """Sixty items of one category, the first of which sells `factor` times as much for `days` days."""
    sold = quiet()
    sold[0, -days:] = np.random.default_rng(2).poisson(RATE * factor, days)
    return panel_of(sold)


@pytest.mark.parametrize(
    ("factor", "kind"),
    [(2.0, NoticeKind.SURGE), (0.45, NoticeKind.DOWN), (0.1, NoticeKind.DYING), (0.0, NoticeKind.DYING)],
)
def test_a_change_is_noticed_within_three_weeks_with_its_day_and_size(factor: float, kind: NoticeKind) -> None:
    told = seen(changed(factor, 21))
    assert told.series.tolist() == [0]
    assert told.kind.tolist() == [kind]
    assert told.since[0] == pytest.approx(DAYS - 21, abs=7)
    assert told.now[0] / told.before[0] == pytest.approx(factor, abs=0.35)


def test_demand_as_ever_is_not_told() -> None:
    assert sum(len(seen(panel_of(quiet(seed))).series) for seed in range(5)) <= 1


def test_what_all_items_of_a_category_do_is_no_news() -> None:
    sold = quiet()
    sold[:, -28:] = np.random.default_rng(3).poisson(RATE * 2.5, (N, 28))
    assert len(seen(panel_of(sold, category=np.zeros(N, np.int64))).series) <= 1


def test_an_item_out_of_stock_does_not_sell_less() -> None:
    sold, in_stock = quiet(), np.ones((N, DAYS))
    in_stock[:5, -30:-3] = 0.0
    assert len(seen(panel_of(sold * in_stock, in_stock=in_stock)).series) == 0


def test_an_item_that_scatters_has_to_change_more() -> None:
    chance = np.random.default_rng(4)
    wild = chance.negative_binomial(0.3, 0.3 / (0.3 + RATE), (N, DAYS)) * 1.0
    assert len(seen(panel_of(wild)).series) <= 1


def test_a_new_item_that_takes_off_is_told_as_such() -> None:
    sold = quiet()
    sold[0] = 0.0
    sold[0, -40:-14] = np.random.default_rng(5).poisson(1.0, 26)
    sold[0, -14:] = np.random.default_rng(5).poisson(6.0, 14)
    first = np.zeros(N, np.int64)
    first[0] = DAYS - 40
    told = seen(panel_of(sold, first_day=first))
    assert list(zip(told.series, told.kind, strict=True)) == [(0, NoticeKind.TAKING_OFF)]


def test_an_item_that_sells_again_after_a_long_sleep_is_told() -> None:
    sold = quiet()
    sold[0, 100:] = 0.0
    sold[0, [-9, -5, -2]] = 1.0
    told = seen(panel_of(sold))
    assert list(zip(told.series, told.kind, strict=True)) == [(0, NoticeKind.AWAKE)]


def test_sleep_without_stock_is_no_sleep() -> None:
    sold, in_stock = quiet(), np.ones((N, DAYS))
    sold[0, 200:-10] = 0.0
    in_stock[0, 200:-10] = 0.0
    assert len(seen(panel_of(sold, in_stock=in_stock)).series) == 0


def test_little_and_no_history_are_no_trouble() -> None:
    assert len(seen(panel_of(np.ones((3, 5)))).series) == 0
    assert len(seen(panel_of(np.zeros((0, 50)))).series) == 0
    assert len(seen(panel_of(np.zeros((4, 200)))).series) == 0
