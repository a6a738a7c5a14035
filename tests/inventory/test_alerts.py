"""Alerts open when an item runs low, and end by themselves when that is over."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from tests.make.adjusting import adjusted, change, main
from tests.make.goods import START, events_of, item, lines, sold, stated
from tests.make.people import owner
from tests.make.threads import together

from stockwright.catalog.actions.items import archive_item, change_item
from stockwright.config.schedule import look_for_low_stock
from stockwright.inventory.actions.alerts import acknowledge_alert, refresh_alerts, resolve_alert, set_threshold
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.queries.alerts import AlertRow, alert_counts, alerts_page, low_items
from stockwright.inventory.rules.alerts import AlertResolved, InvalidAlert, InvalidThreshold
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.tenancy import scope

NOW = clock.now()
"""Events carry the database's own clock, so these tests live today."""


def shelf(low_stock: str | None = "3", *, there: float = 10) -> tuple[Actor, UUID]:
    """An owner whose shop has shirts that are low at a threshold."""
    alice = owner()
    shirt = item(alice)
    if low_stock is not None:
        change_item(alice, variant_id=shirt, low_stock=Decimal(low_stock))
    stated(alice, there)
    refresh_alerts(alice, now=NOW)
    return alice, shirt


def alerts(actor: Actor, state: str = "open") -> list[AlertRow]:
    with scope(actor.company_id):
        return list(alerts_page(actor, state=state).items)


def told(actor: Actor) -> list[str]:
    return [name for name in events_of(actor) if name.startswith("inventory.low_stock")]


def take(actor: Actor, variant: UUID, pieces: float) -> None:
    adjusted(actor, change(actor, variant, -pieces), reason="damaged")


def test_an_alert_opens_at_the_threshold_and_ends_when_stock_came_back() -> None:
    alice, shirt = shelf()
    take(alice, shirt, 6)
    assert refresh_alerts(alice, now=NOW).opened == 0
    take(alice, shirt, 1)
    assert refresh_alerts(alice, now=NOW).opened == 1
    [alert] = alerts(alice)
    assert (alert.sku, alert.available, alert.threshold, alert.location_id) == (
        "shirt",
        Decimal(3),
        Decimal(3),
        None,
    )
    adjusted(alice, change(alice, shirt, 5), reason="found")
    assert refresh_alerts(alice, now=NOW).recovered == 1
    [ended] = alerts(alice, "resolved")
    assert (ended.id, ended.resolved_by, alerts(alice)) == (alert.id, "system", [])
    assert told(alice) == ["inventory.low_stock", "inventory.low_stock_resolved"]


def test_looking_twice_changes_nothing() -> None:
    alice, _ = shelf(there=1)
    before = (alerts(alice), told(alice))
    for moment in (NOW, NOW + timedelta(minutes=1), NOW + timedelta(days=1)):
        assert refresh_alerts(alice, now=moment) == (0, 0)
    assert (alerts(alice), told(alice)) == before
    assert len(alerts(alice)) == 1


def test_what_is_promised_is_not_free() -> None:
    alice, shirt = shelf()
    reserve_stock(alice, lines=[Wish(shirt, Decimal(7))], source="order:1", now=NOW)
    refresh_alerts(alice, now=NOW)
    assert [alert.available for alert in alerts(alice)] == [3]


@pytest.mark.parametrize(("sold_days_ago", "opened"), [(10, 1), (40, 0), (None, 0)])
def test_without_a_threshold_only_what_sells_is_missed(sold_days_ago: int | None, opened: int) -> None:
    alice, shirt = shelf(None, there=5)
    if sold_days_ago is not None:
        days = (NOW - timedelta(days=sold_days_ago)) - START
        sold(alice, lines(("shirt", days / timedelta(days=1), 1)))
        take(alice, shirt, 4)
    else:
        take(alice, shirt, 5)
    assert refresh_alerts(alice, now=NOW).opened == opened


def test_a_person_ends_an_alert_and_it_stays_silent_until_the_stock_recovered_once() -> None:
    alice, shirt = shelf(there=2)
    [alert] = alerts(alice)
    resolve_alert(alice, alert_id=alert.id, now=NOW, note="Sold off.")
    resolve_alert(alice, alert_id=alert.id, now=NOW, note="Sold off.")
    take(alice, shirt, 1)
    assert refresh_alerts(alice, now=NOW) == (0, 0)
    [ended] = alerts(alice, "resolved")
    assert (ended.resolved_by, ended.note, alerts(alice)) == (alice.label, "Sold off.", [])
    adjusted(alice, change(alice, shirt, 9), reason="found")
    refresh_alerts(alice, now=NOW)
    take(alice, shirt, 9)
    refresh_alerts(alice, now=NOW)
    assert len(alerts(alice)) == 1
    assert told(alice) == ["inventory.low_stock", "inventory.low_stock_resolved", "inventory.low_stock"]


def test_an_alert_is_acknowledged_once_and_not_after_its_end() -> None:
    alice, _ = shelf(there=2)
    [alert] = alerts(alice)
    acknowledge_alert(alice, alert_id=alert.id, now=NOW)
    acknowledge_alert(alice, alert_id=alert.id, now=NOW + timedelta(hours=1))
    [seen] = alerts(alice)
    assert (seen.acknowledged_by, seen.acknowledged_at) == (alice.label, NOW)
    with scope(alice.company_id):
        assert alert_counts(alice) == {"open": 1, "new": 0}
    other, _ = shelf(there=2)
    [late] = alerts(other)
    resolve_alert(other, alert_id=late.id, now=NOW)
    with pytest.raises(AlertResolved):
        acknowledge_alert(other, alert_id=late.id, now=NOW)


def test_a_place_has_its_own_threshold() -> None:
    alice, shirt = shelf(None)
    set_threshold(alice, variant_id=shirt, location_id=main(alice), low_stock=Decimal(12), now=NOW)
    [alert] = alerts(alice)
    assert (alert.location, alert.available, alert.threshold) == ("Main", Decimal(10), Decimal(12))
    with scope(alice.company_id):
        [low] = low_items(alice)
    assert (low.lacks, low.on_hand, low.location) == (Decimal(2), Decimal(10), "Main")
    set_threshold(alice, variant_id=shirt, location_id=main(alice), low_stock=None, now=NOW)
    assert alerts(alice) == []
    with pytest.raises(InvalidThreshold):
        set_threshold(alice, variant_id=shirt, location_id=main(alice), low_stock=Decimal(-1), now=NOW)


def test_a_new_threshold_and_an_archived_item_count_at_the_next_look() -> None:
    alice, shirt = shelf("3", there=5)
    change_item(alice, variant_id=shirt, low_stock=Decimal(6))
    assert refresh_alerts(alice, now=NOW).opened == 1
    archive_item(alice, variant_id=shirt, at=NOW)
    assert refresh_alerts(alice, now=NOW).recovered == 1


def test_the_schedule_looks_every_minute() -> None:
    alice, shirt = shelf()
    take(alice, shirt, 8)
    look_for_low_stock(int(NOW.timestamp()))
    assert len(alerts(alice)) == 1


def test_two_looks_at_once_open_one_alert() -> None:
    alice, shirt = shelf()
    take(alice, shirt, 8)
    found = together(*[lambda: refresh_alerts(alice, now=NOW)] * 4)
    assert sum(one.opened for one in found) == 1
    assert len(alerts(alice)) == 1


def test_another_companys_alerts_and_items_do_not_exist() -> None:
    alice, shirt = shelf(there=2)
    mallory = owner()
    [alert] = alerts(alice)
    for act in (acknowledge_alert, resolve_alert):
        with pytest.raises(NotFound):
            act(mallory, alert_id=alert.id, now=NOW)
    with pytest.raises(NotFound):
        set_threshold(mallory, variant_id=shirt, location_id=main(mallory), low_stock=Decimal(1), now=NOW)
    with pytest.raises(NotFound):
        set_threshold(alice, variant_id=shirt, location_id=main(mallory), low_stock=Decimal(1), now=NOW)
    with pytest.raises(InvalidAlert):
        alerts(alice, "lost")
    assert alerts(alice)[0].acknowledged_at is None
