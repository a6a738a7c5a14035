"""Stock, sales and purchase orders over the API: what is told on one side is seen on the other."""

from typing import Any
from uuid import uuid4

import pytest
from tests.api.calls import Told, call, token_of
from tests.make.people import owner

from stockwright.kit.clock import today

NOON = "2026-01-05T12:00:00Z"


@pytest.fixture
def token() -> str:
    return token_of(owner(time_zone="Asia/Tokyo"))


def tell_stock(token: str, on_hand: str, at: str = NOON, sku: str = "TEA-001") -> Told:
    item = {"sku": sku, "location": "Shop", "on_hand": on_hand, "at": at}
    return call(token, "POST", "/inventory/levels", {"items": [item]})


def line(quantity: object = "2", at: str = "2026-01-05T15:00:00+00:00", **more: object) -> dict[str, object]:
    return {"sku": "TEA-001", "quantity": quantity, "at": at, "price": "4.90", "location": "Shop", **more}


def sell(token: str, *lines: dict[str, object], **more: Any) -> Told:
    return call(token, "POST", "/sales", {"lines": list(lines), **more})


def level(token: str) -> dict[str, Any]:
    [found] = call(token, "GET", "/inventory/levels").body["items"]
    return dict(found)


def available(token: str, **where: str) -> dict[str, Any]:
    query = "".join(f"&{name}={value}" for name, value in where.items())
    path = f"/inventory/availability?variant_id={level(token)['variant_id']}{query}"
    return dict(call(token, "GET", path).body)


def test_a_sale_after_the_count_comes_off_the_stock(token: str) -> None:
    stated = tell_stock(token, "10").body
    assert {**stated, "batch_id": ""} == {"batch_id": "", "stated": 1, "known": 0, "moved": 1, "new_items": 1}
    told = sell(token, line("3"), line("-1", order="return"))
    assert told.body == {
        "read": 2,
        "added": 2,
        "known": 0,
        "duplicates": 0,
        "quantity": "3",
        "returned": "1",
        "revenue": "9.8",
        "first_on": "2026-01-06",
        "last_on": "2026-01-06",
        "new_items": 0,
    }
    assert level(token)["on_hand"] == "8"


def test_a_sale_before_the_count_is_in_it_already(token: str) -> None:
    tell_stock(token, "10")
    sell(token, line("3", at="2026-01-05T11:00:00Z"))
    assert level(token)["on_hand"] == "10"


def test_a_line_that_is_told_again_changes_nothing(token: str) -> None:
    tell_stock(token, "10")
    for added, known in ((2, 0), (0, 2)):
        told = sell(token, line("3"), line("1", order="17")).body
        assert (told["read"], told["added"], told["known"]) == (2, added, known)
    assert level(token)["on_hand"] == "6"
    assert len(call(token, "GET", "/sales").body["items"]) == 2


def test_the_same_moment_in_another_offset_is_the_same_line(token: str) -> None:
    sell(token, line(at="2026-01-05T15:00:00Z"))
    assert sell(token, line(at="2026-01-06T00:00:00+09:00", quantity=2.0)).body["known"] == 1


def test_a_line_with_an_id_is_known_by_it_alone(token: str) -> None:
    sell(token, line(id="a-1"))
    assert sell(token, line("5", id="a-1")).body["known"] == 1
    assert sell(token, line(id="a-1", channel="till")).body["added"] == 1
    assert sell(token, line(id="a-1"), line(id="a-2"), line(id="a-1")).body["code"] == "line_repeated"


def test_two_equal_lines_of_one_request_both_count(token: str) -> None:
    told = sell(token, line(), line()).body
    assert (told["added"], told["duplicates"]) == (2, 1)


def test_one_bad_line_keeps_all_out(token: str) -> None:
    told = sell(token, line(), line("0"), line(at="2026-01-05T15:00:00"))
    assert told.status == 422
    assert [error["field"] for error in told.body["errors"]] == ["lines.1.quantity", "lines.2.at"]
    assert call(token, "GET", "/sales").body["items"] == []


def test_ten_thousand_lines_come_in_at_once_and_no_more(token: str) -> None:
    lines = [line(order=str(number), sku=f"TEA-{number % 50}") for number in range(10_001)]
    assert sell(token, *lines).status == 422
    told = sell(token, *lines[:-1]).body
    assert (told["added"], told["new_items"], told["quantity"]) == (10_000, 50, "20000")


def test_sales_are_found_by_product_and_day(token: str) -> None:
    sell(token, line(at="2026-01-05T10:00:00Z"), line(at="2026-01-05T20:00:00Z", sku="TEA-002"))
    [first] = call(token, "GET", "/sales?until=2026-01-05").body["items"]
    assert (first["sku"], first["quantity"], first["revenue"], first["channel"]) == ("TEA-001", "2", "9.8", "api")
    [second] = call(token, "GET", "/sales?since=2026-01-06").body["items"]
    assert (second["sku"], second["sold_on"]) == ("TEA-002", "2026-01-06")
    [again] = call(token, "GET", f"/sales?variant_id={second['variant_id']}").body["items"]
    assert again == second


def test_an_order_is_on_its_way_until_it_arrives(token: str) -> None:
    tell_stock(token, "10")
    place = level(token)["location_id"]
    wanted = {"variant_id": level(token)["variant_id"], "location_id": place, "quantity": "5"}
    order = call(token, "POST", "/purchase-orders", wanted).body
    assert order["state"] == "sent"
    told_today = today("Asia/Tokyo").isoformat()
    assert available(token) == {
        "variant_id": wanted["variant_id"],
        "store_id": None,
        "on_hand": "10",
        "reserved": "0",
        "available": "10",
        "in_transit": "5",
        "atp_on": told_today,
        "known": True,
    }
    part = {"lines": [{"variant_id": wanted["variant_id"], "quantity": 2}]}
    assert call(token, "POST", f"/purchase-orders/{order['id']}/receive", part).body["state"] == "sent"
    assert (available(token, store_id=place)["on_hand"], available(token)["in_transit"]) == ("12", "3")
    done = call(token, "POST", f"/purchase-orders/{order['id']}/receive", {}).body
    assert (done["state"], done["lines"][0]["received"]) == ("received", "5")
    assert (available(token)["on_hand"], available(token)["in_transit"]) == ("15", "0")


def test_another_place_has_none_of_it(token: str) -> None:
    tell_stock(token, "10")
    other = call(token, "POST", "/locations", {"name": "Attic"}).body["id"]
    assert available(token, store_id=other) | {"variant_id": ""} == {
        "variant_id": "",
        "store_id": other,
        "on_hand": "0",
        "reserved": "0",
        "available": "0",
        "in_transit": "0",
        "atp_on": None,
        "known": False,
    }


def test_a_receipt_that_is_sent_twice_with_its_key_is_one(token: str) -> None:
    tell_stock(token, "0")
    place, product = level(token)["location_id"], level(token)["variant_id"]
    wanted = {"variant_id": product, "location_id": place, "quantity": "5"}
    order = call(token, "POST", "/purchase-orders", wanted).body
    part = {"lines": [{"variant_id": product, "quantity": "1"}]}
    for _ in range(2):
        call(token, "POST", f"/purchase-orders/{order['id']}/receive", part, key="receipt-1")
    assert level(token)["on_hand"] == "1"


def test_a_closed_order_does_not_change(token: str) -> None:
    tell_stock(token, "0")
    wanted = {"variant_id": level(token)["variant_id"], "location_id": level(token)["location_id"]}
    order = call(token, "POST", "/purchase-orders", wanted | {"quantity": 5}).body
    assert call(token, "POST", f"/purchase-orders/{order['id']}/cancel").body["state"] == "cancelled"
    told = call(token, "POST", f"/purchase-orders/{order['id']}/receive", {})
    assert (told.status, told.body["code"]) == (409, "order_closed")
    assert available(token)["in_transit"] == "0"


def test_one_order_is_placed_for_one_reference(token: str) -> None:
    tell_stock(token, "0")
    wanted = {"variant_id": level(token)["variant_id"], "location_id": level(token)["location_id"]}
    first, again, other = (
        call(token, "POST", "/purchase-orders", wanted | {"quantity": 5, "reference": reference}).body
        for reference in ("mine-1", "mine-1", "mine-2")
    )
    assert first == again
    assert other["number"] != first["number"]


def test_orders_are_listed_newest_first_and_found_by_state_and_product(token: str) -> None:
    tell_stock(token, "0")
    wanted = {"variant_id": level(token)["variant_id"], "location_id": level(token)["location_id"]}
    orders = [call(token, "POST", "/purchase-orders", wanted | {"quantity": 5}).body for _ in range(3)]
    call(token, "POST", f"/purchase-orders/{orders[1]['id']}/cancel")
    first = call(token, "GET", "/purchase-orders?limit=2").body
    rest = call(token, "GET", f"/purchase-orders?limit=2&cursor={first['next_cursor']}").body
    assert [one["id"] for one in first["items"] + rest["items"]] == [one["id"] for one in reversed(orders)]
    sent = call(token, "GET", "/purchase-orders?state=sent").body["items"]
    assert {one["id"] for one in sent} == {orders[0]["id"], orders[2]["id"]}
    assert len(call(token, "GET", f"/purchase-orders?variant_id={wanted['variant_id']}").body["items"]) == 3
    assert call(token, "GET", f"/purchase-orders?variant_id={uuid4()}").body["items"] == []


def test_a_place_has_a_name_of_its_own(token: str) -> None:
    assert call(token, "POST", "/locations", {"name": "Shop"}).status == 201
    assert call(token, "POST", "/locations", {"name": "Shop"}).body["code"] == "location_taken"
    assert [one["name"] for one in call(token, "GET", "/locations").body["items"]] == ["Shop"]
