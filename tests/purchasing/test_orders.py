"""Orders are placed once, received in parts and never twice on their way."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import polars as pl
import pytest
from tests.make.goods import day, events_of, item, on_hand, rows_of, stated
from tests.make.people import owner, people
from tests.make.threads import together

from stockwright.catalog.actions.items import change_item
from stockwright.inventory.actions.locations import ensure_locations
from stockwright.inventory.queries.proof import compare_levels
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope
from stockwright.purchasing.actions.orders import add_orders, cancel_order, place_order, receive_order
from stockwright.purchasing.models import PurchaseOrder
from stockwright.purchasing.queries import open_arrivals, open_orders_of, order_of
from stockwright.purchasing.rules import (
    InvalidOrder,
    NothingOrdered,
    NotOnOrder,
    OrderClosed,
    OrderState,
    TooMuchReceived,
)

PLACED, EXPECTED = date(2026, 1, 5), date(2026, 1, 25)


@dataclass(frozen=True)
class Shop:
    actor: Actor
    shirt: UUID
    main: UUID

    def order(self, pieces: float = 10, source: str = "advice:1", actor: Actor | None = None) -> PurchaseOrder:
        return place_order(
            actor or self.actor,
            variant_id=self.shirt,
            location_id=self.main,
            quantity=Decimal(str(pieces)),
            expected_on=EXPECTED,
            placed_on=PLACED,
            source=source,
        )

    def missing(self) -> list[tuple[str, float]]:
        with scope(self.actor.company_id):
            return open_arrivals(self.actor).select("order_number", "quantity").rows()


def shop_of(actor: Actor) -> Shop:
    return Shop(actor, item(actor), ensure_locations(actor, ["Main"])["Main"])


@pytest.fixture
def shop() -> Shop:
    return shop_of(owner())


def test_an_order_has_the_items_supplier_and_cost_and_is_on_its_way(shop: Shop) -> None:
    change_item(shop.actor, variant_id=shop.shirt, supplier="Loom", cost=Decimal("2.5"))
    order = shop.order()
    with scope(shop.actor.company_id):
        [open_one] = open_orders_of(shop.actor, shop.shirt)
        assert order_of(shop.actor, order.pk).state == OrderState.SENT
    assert (open_one.number, open_one.supplier, open_one.location) == ("PO-00001", "Loom", "Main")
    assert [open_one.missing, open_one.unit_cost, open_one.expected_on] == [10, Decimal("2.5"), EXPECTED]


def test_one_source_is_ordered_once(shop: Shop) -> None:
    assert shop.order().pk == shop.order(20).pk
    assert shop.missing() == [("PO-00001", 10)]
    assert events_of(shop.actor).count("purchase_order.placed") == 1


def test_orders_at_once_have_numbers_of_their_own_and_one_source_one_order(shop: Shop) -> None:
    placed = together(*(lambda n=n: shop.order(source=f"advice:{n % 4}") for n in range(8)))
    assert sorted({order.number for order in placed}) == [f"PO-0000{number}" for number in range(1, 5)]


def test_goods_arrive_in_parts_until_nothing_is_missing(shop: Shop) -> None:
    stated(shop.actor, 1)
    order = shop.order()
    part = receive_order(shop.actor, order_id=order.pk, at=day(9), quantities={shop.shirt: Decimal(4)})
    assert [part.state, on_hand(shop.actor), shop.missing()] == [OrderState.SENT, 5, [("PO-00001", 6)]]
    rest = receive_order(shop.actor, order_id=order.pk, at=day(10))
    assert [rest.state, on_hand(shop.actor), shop.missing()] == [OrderState.RECEIVED, 11, []]
    query = "select quantity, ref_type, ref_id from inventory_movement where kind = 'receipt' order by id"
    receipts = rows_of(shop.actor, query)
    assert receipts == [(4, "purchase_order", "PO-00001"), (6, "purchase_order", "PO-00001")]
    with scope(shop.actor.company_id):
        assert compare_levels(shop.actor) == []


def test_receipts_at_once_take_in_what_was_ordered_and_no_more(shop: Shop) -> None:
    order = shop.order()

    def receive() -> bool:
        try:
            receive_order(shop.actor, order_id=order.pk, at=day(9))
        except OrderClosed:
            return False
        return True

    assert sorted(together(*[receive] * 4)) == [False, False, False, True]
    assert on_hand(shop.actor) == 10


@pytest.mark.parametrize(
    ("pieces", "problem"),
    [(11, TooMuchReceived), (0, InvalidOrder), (-1, InvalidOrder), (None, InvalidOrder)],
)
def test_a_wrong_receipt_changes_nothing(shop: Shop, pieces: int | None, problem: type[Exception]) -> None:
    order = shop.order()
    wrong = {} if pieces is None else {shop.shirt: Decimal(pieces)}
    with pytest.raises(problem):
        receive_order(shop.actor, order_id=order.pk, at=day(9), quantities=wrong)
    with pytest.raises(NotOnOrder):
        receive_order(shop.actor, order_id=order.pk, at=day(9), quantities={new_id(): Decimal(1)})
    assert shop.missing() == [("PO-00001", 10)]
    assert rows_of(shop.actor, "select id from inventory_movement") == []


def test_a_cancelled_order_is_no_longer_on_its_way_and_takes_nothing_in(shop: Shop) -> None:
    order = shop.order()
    cancel_order(shop.actor, order_id=order.pk)
    cancel_order(shop.actor, order_id=order.pk)
    assert shop.missing() == []
    assert events_of(shop.actor).count("purchase_order.cancelled") == 1
    with pytest.raises(OrderClosed):
        receive_order(shop.actor, order_id=order.pk, at=day(9))


def test_a_received_order_is_not_cancelled(shop: Shop) -> None:
    order = shop.order()
    receive_order(shop.actor, order_id=order.pk, at=day(9))
    with pytest.raises(OrderClosed):
        cancel_order(shop.actor, order_id=order.pk)


def test_an_order_needs_pieces_and_comes_after_it_is_placed(shop: Shop) -> None:
    with pytest.raises(NothingOrdered):
        shop.order(0)
    with pytest.raises(InvalidOrder):
        place_order(
            shop.actor,
            variant_id=shop.shirt,
            location_id=shop.main,
            quantity=Decimal(1),
            placed_on=EXPECTED,
            expected_on=PLACED,
            source="x",
        )
    assert shop.missing() == []


def test_another_companys_items_and_orders_are_not_there() -> None:
    everybody = people()
    hers, his = shop_of(everybody.alice), shop_of(everybody.mallory)
    order = hers.order()
    with pytest.raises(NotFound):
        hers.order(source="theft", actor=everybody.mallory)
    with pytest.raises(NotFound):
        Shop(his.actor, his.shirt, hers.main).order()
    for deed in (cancel_order, lambda actor, order_id: receive_order(actor, order_id=order_id, at=day(1))):
        with pytest.raises(NotFound):
            deed(everybody.mallory, order_id=order.pk)
    with pytest.raises(NotAllowed):
        hers.order(source="other", actor=everybody.bob)
    assert his.missing() == []
    assert hers.missing() == [("PO-00001", 10)]


def file(**other: pl.Expr) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "number": ["A-7", "A-7", "A-8"],
            "supplier": ["Loom", "Loom", None],
            "sku": ["shirt", "mug", "shirt"],
            "location": ["Main"] * 3,
            "quantity": [10, 20, 5],
            "received_quantity": [4, 20, 5],
            "unit_cost": [2.5, None, 1.0],
            "placed_on": [PLACED] * 3,
            "expected_on": [EXPECTED] * 3,
        }
    ).with_columns(**other)


def test_orders_that_run_already_come_in_as_a_file_and_once() -> None:
    alice = owner()
    assert add_orders(alice, orders=file())[:3] == (2, 3, 0)
    assert add_orders(alice, orders=file())[:3] == (0, 0, 2)
    with scope(alice.company_id):
        assert open_arrivals(alice).select("order_number", "quantity").rows() == [("A-7", 6)]
    states = rows_of(alice, "select number, state from purchasing_purchaseorder order by 1")
    assert states == [("A-7", "sent"), ("A-8", "received")]
    assert rows_of(alice, "select id from inventory_movement") == []


def test_a_wrong_line_refuses_the_whole_file() -> None:
    alice = owner()
    for wrong in (file(quantity=pl.lit(0)), file(expected_on=pl.lit(None, pl.Date)), file().drop("sku")):
        with pytest.raises(InvalidOrder):
            add_orders(alice, orders=wrong)
    assert rows_of(alice, "select number from purchasing_purchaseorder") == []
