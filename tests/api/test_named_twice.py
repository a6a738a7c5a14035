"""A line that is named twice in one request is refused: neither of the two numbers is dropped unseen."""

from tests.api.calls import call, token_of
from tests.api.rows.documents import reservation, transfer
from tests.api.rows.trade import order
from tests.make.goods import rows_of
from tests.make.people import owner


def test_a_line_of_a_reservation() -> None:
    alice = owner()
    path, lines = f"/inventory/reservations/{reservation(alice)}", [{"line": 0, "quantity": "0.5"}] * 2
    for deed in ("commit", "release"):
        told = call(token_of(alice), "POST", f"{path}/{deed}", {"lines": lines})
        assert (told.status, told.body["code"]) == (422, "invalid_reservation")
    assert rows_of(alice, "select held from inventory_hold") == [(1,)]


def test_a_line_of_a_transfer() -> None:
    alice = owner()
    path = f"/inventory/transfers/{transfer(alice)}"
    [(line,)] = rows_of(alice, "select id from inventory_transferline")
    for deed in ("send", "receive"):
        told = call(token_of(alice), "POST", f"{path}/{deed}", {"lines": [{"line_id": line, "quantity": "1"}] * 2})
        assert (told.status, told.body["code"]) == (422, "invalid_transfer")
    assert rows_of(alice, "select sent, received from inventory_transferline") == [(3, 0)]


def test_an_item_of_an_order() -> None:
    alice = owner()
    path = f"/purchase-orders/{order(alice)}/receive"
    [(item,)] = rows_of(alice, "select variant_id from purchasing_purchaseorderline")
    told = call(token_of(alice), "POST", path, {"lines": [{"variant_id": item, "quantity": "1"}] * 2})
    assert (told.status, told.body["code"]) == (422, "invalid_order")
    assert rows_of(alice, "select received from purchasing_purchaseorderline") == [(0,)]
