"""Changes in demand are noticed, and seasons, stockouts and chance are not."""

from dataclasses import replace
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


def test_a_rise_is_a_surge_until_it_has_lasted_four_weeks() -> None:
    kinds = [seen(changed(2.0, days)).kind.tolist() for days in (14, 21, 40, 60)]
    assert kinds == [[NoticeKind.SURGE], [NoticeKind.SURGE], [NoticeKind.UP], [NoticeKind.UP]]


def test_a_rise_that_is_over_is_told_neither_as_a_rise_nor_as_a_loss() -> None:
    sold = quiet()
    sold[0, -40:-26] = np.random.default_rng(6).poisson(RATE * 2.5, 14)
    assert len(seen(panel_of(sold)).series) == 0


def test_demand_that_fades_is_dying_before_it_is_gone() -> None:
    sold = quiet()
    sold[0, -56:] = np.random.default_rng(7).poisson(RATE * np.exp(-np.arange(56) / 20.0))
    assert seen(panel_of(sold)).kind.tolist() == [NoticeKind.DYING]


def test_a_new_item_is_told_from_its_first_sale_on_and_an_old_one_is_not_new() -> None:
    sold = quiet()
    sold[0, :-1] = 0.0
    sold[1, :-40] = 0.0
    first = np.zeros(N, np.int64)
    first[0], first[1] = DAYS - 20, DAYS - 40
    told = seen(panel_of(sold, first_day=first))
    assert list(zip(told.series, told.kind, told.since, strict=True)) == [(0, NoticeKind.NEW, DAYS - 1)]


def test_in_a_shop_that_opened_lately_nothing_is_new() -> None:
    sold = quiet()[:, :20]
    assert len(seen(panel_of(sold, first_day=np.ones(N, np.int64))).series) == 0


def promoted(lift: float) -> Panel:
    """A promotion of ten days, told ahead, of the first two items; it lifts the first."""
    sold = quiet()
    sold[0, -10:] = np.random.default_rng(8).poisson(RATE * lift, 10)
    promo = np.zeros((N, DAYS + 28), np.float32)
    promo[:2, DAYS - 10 : DAYS] = 0.2
    return replace(panel_of(sold), promo=promo)


def test_a_promotion_is_told_while_it_sells_more_and_is_no_change_afterwards() -> None:
    told = seen(promoted(2.0))
    assert list(zip(told.series, told.kind, told.since, strict=True)) == [(0, NoticeKind.PROMOTED, DAYS - 10)]
    assert told.now[0] == pytest.approx(2.0 * told.before[0], rel=0.25)
    assert len(seen(promoted(1.0)).series) == 0


def large_orders(rate: float) -> tuple[Grid, Grid]:
    """Pieces and orders of items that customers order ten at a time."""
    orders = np.random.default_rng(9).poisson(rate, (N, DAYS)) * 1.0
    chance = np.random.default_rng(10)
    pieces = chance.negative_binomial(np.maximum(orders, 1e-9), 0.1) * (orders > 0) + orders
    return pieces, orders


def test_of_large_orders_the_number_tells_and_not_the_size() -> None:
    pieces, orders = large_orders(0.6)
    orders[0, -14:], pieces[0, -14:] = 2.0, 20.0
    pieces[1, -3], orders[1, -3] = 200.0, 1.0
    told = seen(replace(panel_of(pieces), orders=orders.astype(np.float32)))
    assert told.series.tolist() == [0]


def test_what_was_told_as_one_line_a_day_is_counted_by_the_piece() -> None:
    panel = changed(2.0, 21)
    told = seen(replace(panel, orders=(panel.sold > 0).astype(np.float32)))
    assert list(zip(told.series, told.kind, strict=True)) == [(0, NoticeKind.SURGE)]


def test_what_an_item_does_every_year_is_no_news() -> None:
    def shop(last_year: float) -> Panel:
        sold = np.random.default_rng(11).poisson(RATE, (N, 700)) * 1.0
        for end, factor in ((700, 2.2), (700 - 364, last_year)):
            sold[0, end - 14 : end] = np.random.default_rng(12).poisson(RATE * factor, 14)
        return panel_of(sold)

    assert seen(shop(1.0)).series.tolist() == [0]
    assert len(seen(shop(2.2)).series) == 0


def test_little_and_no_history_are_no_trouble() -> None:
    assert len(seen(panel_of(np.ones((3, 5)))).series) == 0
    assert len(seen(panel_of(np.zeros((0, 50)))).series) == 0
    assert len(seen(panel_of(np.zeros((4, 200)))).series) == 0
