"""Which kind of demand an item has."""

import numpy as np

from stockwright.engine.demand.classes import classify, idle_days
from stockwright.engine.demand.history import clean
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.settings import DemandSettings

from .shops import panel_of


def _classes(panel: Panel) -> list[str]:
    return [str(name) for name in classify(panel, clean(panel), DemandSettings(), panel.days - 1)]


def test_the_four_regular_classes() -> None:
    chance = np.random.default_rng(1)
    days = 200
    often, rarely = np.ones(days), (np.arange(days) % 4 == 0) * 1.0
    even, wild = 5.0 + chance.integers(0, 2, days), np.exp(chance.normal(1.5, 1.2, days)).round() + 1
    sold = np.stack([often * even, often * wild, rarely * even, rarely * wild])
    assert _classes(panel_of(sold)) == ["smooth", "erratic", "intermittent", "lumpy"]


def test_an_item_listed_for_less_than_thirty_days_is_new() -> None:
    sold = np.ones((2, 100))
    assert _classes(panel_of(sold, first_day=np.array([71, 70]))) == ["new", "smooth"]


def test_an_item_is_dormant_after_thirty_days_without_a_sale() -> None:
    sold = np.ones((2, 100))
    sold[0, 70:] = 0.0
    sold[1, 71:] = 0.0
    assert _classes(panel_of(sold)) == ["dormant", "intermittent"]


def test_only_days_in_stock_make_an_item_dormant() -> None:
    sold, in_stock = np.ones((2, 100)), np.ones((2, 100))
    sold[:, 50:] = 0.0
    in_stock[1, 50:75] = 0.0
    assert _classes(panel_of(sold, in_stock=in_stock)) == ["dormant", "intermittent"]


def test_idle_days_count_from_the_listing_where_nothing_was_sold() -> None:
    panel = panel_of(np.zeros((1, 60)), first_day=np.array([20]))
    assert idle_days(clean(panel), 60).tolist() == [40.0]


def test_a_class_is_that_of_the_day_asked_for() -> None:
    sold = np.ones((1, 120))
    sold[0, 60:100] = 0.0
    panel = panel_of(sold)
    found = [classify(panel, clean(panel), DemandSettings(), last)[0] for last in (59, 99, 119)]
    assert found == ["smooth", "dormant", "intermittent"]
