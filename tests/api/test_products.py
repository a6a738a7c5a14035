"""Products over the API."""

import pytest
from tests.api.calls import call, token_of
from tests.make.people import owner


@pytest.fixture
def token() -> str:
    return token_of(owner())


def test_a_product_is_added_and_found_again(token: str) -> None:
    body = {"sku": " TEA-001 ", "name": "Green tea", "category": "Tea", "supplier": "Leaf Ltd", "cost": "2.10"}
    made = call(token, "POST", "/products", body | {"price": 4.9, "moq": 12, "launched_on": "2026-01-05"})
    assert made.status == 201
    assert (made.body["sku"], made.body["cost"], made.body["price"]) == ("TEA-001", "2.1", "4.9")
    assert (made.body["moq"], made.body["pack_multiple"], made.body["archived"]) == ("12", "1", False)
    found = call(token, "GET", f"/products/{made.body['variant_id']}")
    assert found.body == made.body
    assert [one["name"] for one in call(token, "GET", "/categories").body["items"]] == ["Tea"]
    [supplier] = call(token, "GET", "/suppliers").body["items"]
    assert (supplier["name"], supplier["id"]) == ("Leaf Ltd", made.body["supplier_id"])


def test_money_is_exact_to_four_places_and_no_further(token: str) -> None:
    made = call(token, "POST", "/products", raw=b'{"sku": "A", "cost": 0.1234}')
    assert made.body["cost"] == "0.1234"
    refused = call(token, "POST", "/products", raw=b'{"sku": "B", "cost": 0.12345}')
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "cost")


def test_a_sku_is_taken_once(token: str) -> None:
    call(token, "POST", "/products", {"sku": "TEA-001"})
    told = call(token, "POST", "/products", {"sku": "TEA-001"})
    assert (told.status, told.body["code"]) == (409, "sku_taken")


def test_two_companies_may_sell_under_one_sku(token: str) -> None:
    for each in (token, token_of(owner())):
        assert call(each, "POST", "/products", {"sku": "TEA-001"}).status == 201


def test_a_change_leaves_the_other_fields_and_null_takes_a_value_away(token: str) -> None:
    made = call(token, "POST", "/products", {"sku": "TEA-001", "cost": "2", "price": "5"}).body
    changed = call(token, "PATCH", f"/products/{made['variant_id']}", {"cost": None, "name": "Tea"}).body
    assert (changed["cost"], changed["price"], changed["name"]) == (None, "5", "Tea")


@pytest.mark.parametrize(
    "body",
    [
        {"sku": ""},
        {"sku": "A", "price": "-1"},
        {"sku": "A", "moq": "many"},
        {"sku": "A", "name": None},
        {"sku": "A", "lead_days": 1.5},
        {"sku": "A" * 101},
        {"sku": "A", "pack_multiple": "0"},
        {},
    ],
)
def test_what_makes_no_sense_is_refused(token: str, body: dict[str, object]) -> None:
    assert call(token, "POST", "/products", body).status == 422
    assert call(token, "GET", "/products").body["items"] == []


def test_an_archived_product_leaves_the_list_and_comes_back(token: str) -> None:
    made = call(token, "POST", "/products", {"sku": "TEA-001"}).body
    path = f"/products/{made['variant_id']}"
    assert call(token, "DELETE", path).status == 204
    assert call(token, "GET", "/products").body["items"] == []
    assert [one["sku"] for one in call(token, "GET", "/products?archived=true").body["items"]] == ["TEA-001"]
    assert call(token, "GET", path).body["archived"] is True
    assert call(token, "POST", f"{path}/restore").body["archived"] is False
    assert len(call(token, "GET", "/products").body["items"]) == 1


def test_pages_hold_every_product_once(token: str) -> None:
    skus = [f"TEA-{number:02}" for number in range(7)]
    for sku in reversed(skus):
        call(token, "POST", "/products", {"sku": sku})
    found, path = [], "/products?limit=3"
    while path:
        page = call(token, "GET", path).body
        found += [one["sku"] for one in page["items"]]
        path = f"/products?limit=3&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert found == skus


def test_products_are_found_by_part_of_sku_or_name_by_category_and_by_supplier(token: str) -> None:
    call(token, "POST", "/products", {"sku": "A-1", "name": "Green tea", "category": "Tea", "supplier": "Leaf"})
    call(token, "POST", "/products", {"sku": "B-2", "name": "Coffee", "barcode": "4006381333931"})
    for query in ("search=een%20T", "search=a-1", "category=Tea", "supplier=Leaf"):
        assert [one["sku"] for one in call(token, "GET", f"/products?{query}").body["items"]] == ["A-1"], query
    assert [one["sku"] for one in call(token, "GET", "/products?search=4006381333931").body["items"]] == ["B-2"]


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "cursor=nonsense"])
def test_a_page_that_cannot_be_is_refused(token: str, query: str) -> None:
    assert call(token, "GET", f"/products?{query}").status == 422
