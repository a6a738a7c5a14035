"""A company that has traded: some of everything that can be exported."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from tests.make.goods import day, lines, sold, stated
from tests.make.people import owner

from stockwright.catalog.actions.items import change_item
from stockwright.catalog.queries import variant_ids
from stockwright.inventory.actions.locations import add_location
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.purchasing.actions.orders import place_order, receive_order


def traded(word: str) -> Actor:
    """The owner of a company in whose every text the word stands."""
    actor = owner(word)
    sku = f"{word}-1"
    stated(actor, 12.5, sku=sku)
    stated(actor, 3, sku=f"{word}-2")
    sold(actor, lines((sku, 1, 2), (sku, 2, -1), (f"{word}-2", 3, 1)))
    with scope(actor.company_id):
        found = variant_ids(actor, [sku])[sku]
    change_item(actor, variant_id=found, cost=Decimal("2.25"), supplier=word, category=word, name=word)
    place = add_location(actor, name=word)
    for _ in range(2):
        order = place_order(
            actor,
            variant_id=found,
            location_id=place.pk,
            quantity=Decimal(4),
            placed_on=date(2026, 1, 5),
            expected_on=date(2026, 1, 19),
            source=f"test:{uuid4()}",
        )
    receive_order(actor, order_id=order.pk, at=day(20))
    return actor
