"""What the policies do to customers and to the shelf, morning after morning."""

import pytest

from stockwright.engine.ordering.settings import OrderingSettings

from .replay import replay


@pytest.mark.parametrize(("threshold_days", "lead_days"), [(7, 14), (14, 30)])
def test_the_position_policy_serves_what_the_runway_rule_loses(threshold_days: int, lead_days: int) -> None:
    position = replay(OrderingSettings(), lead_days=lead_days)
    classic = replay(OrderingSettings(policy="runway", threshold_days=threshold_days), lead_days=lead_days)
    assert position.served > 0.98
    assert classic.served < 0.85
    assert position.orders < 60


def test_a_longer_cycle_means_fewer_orders_and_more_stock() -> None:
    weekly = replay(OrderingSettings(cycle_days=7), lead_days=14)
    monthly = replay(OrderingSettings(cycle_days=28), lead_days=14)
    assert monthly.orders < weekly.orders / 2
    assert monthly.stock_days > weekly.stock_days
