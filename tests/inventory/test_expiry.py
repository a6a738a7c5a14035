"""The schedule gives back what is promised no longer, of every company by itself."""

from datetime import timedelta
from decimal import Decimal

from tests.make.goods import item, rows_of, stated
from tests.make.people import owner

from stockwright.config.schedule import expire
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.queries.reservations import companies_with_expired
from stockwright.kit.clock import now


def test_promises_of_every_company_end_by_themselves() -> None:
    alice, bob = owner(), owner()
    for actor in (alice, bob):
        shirt = item(actor)
        stated(actor, 5)
        for source, minutes in (("short", 1), ("long", 60)):
            reserve_stock(
                actor,
                lines=[Wish(shirt, Decimal(1))],
                source=source,
                now=now() - timedelta(minutes=5),
                hold_for=timedelta(minutes=minutes),
            )
    assert {alice.company_id, bob.company_id} <= set(companies_with_expired(now()))
    expire(0)
    for actor in (alice, bob):
        assert rows_of(actor, "select source, state from inventory_reservation order by 1") == [
            ("long", "held"),
            ("short", "expired"),
        ]
        assert rows_of(actor, "select reserved from inventory_level") == [(1,)]
    assert not {alice.company_id, bob.company_id} & set(companies_with_expired(now()))
