"""What the policies do to customers and to the shelf, morning after morning."""

import pytest

from stockwright.engine.ordering.settings import OrderingSettings

from .replay import LEAD, Outcome, replay


@pytest.fixture(scope="module")
def position() -> Outcome:
    """The position policy with one order cycle of a week."""
    return replay(OrderingSettings())


def test_the_position_policy_serves_what_the_runway_rule_loses(position: Outcome) -> None:
    classic = replay(OrderingSettings(policy="runway", threshold_days=7))
    assert position.served.min() > 0.95
    assert classic.served[LEAD == 14].mean() < 0.8
    assert classic.served[LEAD == 30].mean() < 0.7


def test_a_longer_cycle_means_fewer_orders_and_more_stock(position: Outcome) -> None:
    monthly = replay(OrderingSettings(cycle_days=28))
    assert monthly.orders.mean() < position.orders.mean() / 2 < 30
    assert monthly.stock_days.mean() > position.stock_days.mean()
