"""Forecast and plan over the API, from real runs on imported sales."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.api.calls import call, token_of
from tests.api.rows.trade import advice
from tests.make.files import TODAY, brought_in, sales_csv
from tests.make.people import owner

from stockwright.forecasting.actions.runs import run_forecast
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.replenishment.actions.plans import run_plan
from stockwright.replenishment.models import Advice, PlanRun

SKUS = ["SKU-0", "SKU-1", "SKU-3", "SKU-4"]  # the maker of the file gives SKU-2 no sales


@pytest.fixture(scope="module")
def shop() -> Actor:
    """A company with 90 days of sales, little stock of two items, a forecast and a plan."""
    alice = owner()
    token = token_of(alice)
    brought_in(alice, sales_csv())
    stock = [{"sku": sku, "on_hand": 1, "at": "2026-03-01T23:00:00Z"} for sku in SKUS[:2]]
    assert call(token, "POST", "/inventory/levels", {"items": stock}).status == 200
    run_forecast(alice, today=TODAY)
    run_plan(alice, today=TODAY)
    return alice


def everything(token: str, path: str, limit: int = 2) -> list[Any]:
    """All items of a list, page by page."""
    found, cursor = [], ""
    joint = "&" if "?" in path else "?"
    while True:
        page = call(token, "GET", f"{path}{joint}limit={limit}{cursor}").body
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def test_every_item_has_a_forecast_of_each_day(shop: Actor) -> None:
    items = everything(token_of(shop), "/forecasts")
    assert sorted(item["sku"] for item in items) == SKUS
    for item in items:
        assert item["first_on"] == (TODAY).isoformat()
        assert len(item["mean"]) == 28
        levels = [quantile["level"] for quantile in item["quantiles"]]
        assert levels == sorted(levels)
        assert all(len(quantile["days"]) == 28 for quantile in item["quantiles"])
        for day in range(28):
            told = [quantile["days"][day] for quantile in item["quantiles"]]
            assert told == sorted(told), "a higher quantile is never below a lower one"


def test_one_items_forecast_is_found_by_its_id(shop: Actor) -> None:
    token = token_of(shop)
    item = everything(token, "/forecasts")[0]
    [found] = call(token, "GET", f"/forecasts?variant_id={item['variant_id']}").body["items"]
    assert found == item


def test_the_total_is_the_sum_of_the_items(shop: Actor) -> None:
    token = token_of(shop)
    items = everything(token, "/forecasts")
    told = call(token, "GET", "/analytics/sales-forecast?days=7").body
    assert (told["items"], len(told["days"])) == (4, 7)
    assert told["days"][0]["day"] == TODAY.isoformat()
    for at, day in enumerate(told["days"]):
        assert Decimal(day["mean"]) == sum(Decimal(str(item["mean"][at])) for item in items)
    assert Decimal(told["total"]) == sum(Decimal(day["mean"]) for day in told["days"])
    one = call(token, "GET", f"/analytics/sales-forecast?variant_id={items[0]['variant_id']}").body
    assert (one["items"], Decimal(one["total"])) == (1, sum(Decimal(str(mean)) for mean in items[0]["mean"]))
    none = call(token, "GET", "/analytics/sales-forecast?category=Nothing").body
    assert (none["items"], none["days"], none["total"]) == (0, [], "0")


def test_every_item_stands_on_one_list_and_the_most_urgent_comes_first(shop: Actor) -> None:
    token = token_of(shop)
    lists = ("order_today", "already_ordered", "attention", "normal")
    by_list = {name: everything(token, f"/advice?list={name}") for name in lists}
    assert sorted(line["sku"] for lines in by_list.values() for line in lines) == SKUS
    assert all(line["shown_in"] == name for name, lines in by_list.items() for line in lines)
    lines = everything(token, "/advice?list=all", limit=1)
    assert len(lines) == 4
    assert [line["priority"] for line in lines] == sorted((line["priority"] for line in lines), reverse=True)
    assert all(line["terms"] for line in lines)


def test_what_runs_out_is_to_be_ordered(shop: Actor) -> None:
    lines = everything(token_of(shop), "/advice")
    assert {line["sku"] for line in lines} >= set(SKUS[:2])
    line = next(line for line in lines if line["sku"] == "SKU-0")
    assert Decimal(line["recommended_quantity"]) > 0
    assert line["current_stock"] == "1"
    assert date.fromisoformat(line["stockout_on"]) <= TODAY + timedelta(days=7)


def test_the_reorder_forecast_tells_the_same_as_the_advice(shop: Actor) -> None:
    token = token_of(shop)
    told = {item["sku"]: item for item in everything(token, "/inventory/reorder_forecast")}
    assert sorted(told) == SKUS
    for line in everything(token, "/advice?list=all"):
        item = told[line["sku"]]
        assert item["predicted_stockout_date"] == line["stockout_on"]
        assert item["recommended_order_qty"] == line["recommended_quantity"]
        assert item["confidence_score"] == line["confidence"]
        assert 0 <= item["confidence_score"] <= 1


def test_the_optimization_adds_the_lines_up(shop: Actor) -> None:
    token = token_of(shop)
    told = call(token, "GET", "/analytics/inventory-optimization").body
    lines = everything(token, "/advice")
    assert told["plan"]["planned_on"] == TODAY.isoformat()
    assert told["plan"]["summary"]["lists"]["order_today"]["items"] == len(lines)
    assert sum(one["items"] for one in told["suppliers"]) == len(lines)
    pieces = sum(Decimal(line["recommended_quantity"]) for line in lines)
    assert sum(Decimal(one["pieces"]) for one in told["suppliers"]) == pieces


def test_runs_are_told_newest_first(shop: Actor) -> None:
    runs = call(token_of(shop), "GET", "/runs").body["items"]
    assert [(run["kind"], run["state"]) for run in runs] == [("plan", "done"), ("forecast", "done")]
    assert runs[0]["on"] == TODAY.isoformat()
    assert len(call(token_of(shop), "GET", "/runs?limit=1").body["items"]) == 1


@pytest.fixture
def alice() -> Actor:
    return owner()


def test_a_line_that_is_ordered_makes_a_purchase_order(alice: Actor) -> None:
    token, line = token_of(alice), advice(alice)
    told = call(token, "POST", f"/advice/{line}/order", {"quantity": "5", "expected_on": "2030-01-01"}).body
    assert (told["shown_in"], told["action_list"]) == ("already_ordered", "order_today")
    assert (told["ordered_quantity"], told["recommended_quantity"]) == ("5", "7")
    order = call(token, "GET", f"/purchase-orders/{told['order_id']}").body
    assert (order["lines"][0]["quantity"], order["expected_on"]) == ("5", "2030-01-01")
    again = call(token, "POST", f"/advice/{line}/order", {"quantity": "9"}).body
    assert again == told


def test_without_a_quantity_the_recommended_one_is_ordered(alice: Actor) -> None:
    told = call(token_of(alice), "POST", f"/advice/{advice(alice)}/order", {}).body
    assert told["ordered_quantity"] == "7"


def test_an_order_that_is_taken_back_is_cancelled(alice: Actor) -> None:
    token, line = token_of(alice), advice(alice)
    order = call(token, "POST", f"/advice/{line}/order", {}).body["order_id"]
    told = call(token, "DELETE", f"/advice/{line}/order").body
    assert (told["shown_in"], told["order_id"]) == ("order_today", None)
    assert call(token, "GET", f"/purchase-orders/{order}").body["state"] == "cancelled"


def test_a_flag_moves_a_line_to_attention_until_it_is_cleared(alice: Actor) -> None:
    token, line = token_of(alice), advice(alice)
    told = call(token, "POST", f"/advice/{line}/flag", {"note": "Price?"}).body
    assert (told["shown_in"], told["flag_note"]) == ("attention", "Price?")
    assert [one["id"] for one in call(token, "GET", "/advice?list=attention").body["items"]] == [str(line)]
    told = call(token, "DELETE", f"/advice/{line}/flag").body
    assert (told["shown_in"], told["flag_note"]) == ("order_today", "")
    assert call(token, "POST", f"/advice/{line}/flag", {"note": "  "}).status == 422


def plan_of(actor: Actor, line: UUID) -> PlanRun:
    with scope(actor.company_id):
        return Advice.objects.of(actor).select_related("run").get(pk=line).run


def test_lines_of_equal_priority_are_all_told_once(alice: Actor) -> None:
    first = advice(alice)
    lines = {first, *(advice(alice, run=plan_of(alice, first)) for _ in range(4))}
    found = everything(token_of(alice), "/advice", limit=2)
    assert [UUID(line["id"]) for line in found] == sorted(lines)


def test_a_list_that_was_begun_is_told_to_its_end_from_the_same_plan(alice: Actor) -> None:
    token, first = token_of(alice), advice(alice, priority=2.0)
    second = advice(alice, run=plan_of(alice, first), priority=1.0)
    page = call(token, "GET", "/advice?limit=1").body
    fresh = advice(alice)
    with scope(alice.company_id):
        PlanRun.objects.of(alice).filter(pk=plan_of_now(alice, fresh)).update(finished_at="2026-01-06T07:00Z")
    rest = call(token, "GET", f"/advice?limit=1&cursor={page['next_cursor']}").body
    assert [line["id"] for line in page["items"] + rest["items"]] == [str(first), str(second)]
    assert [line["id"] for line in call(token, "GET", "/advice").body["items"]] == [str(fresh)]


def plan_of_now(actor: Actor, line: UUID) -> UUID:
    return Advice.objects.of(actor).get(pk=line).run_id


@pytest.mark.parametrize("path", ["/forecasts", "/advice", "/inventory/reorder_forecast", "/purchase-orders"])
@pytest.mark.parametrize("cursor", ["nonsense", "WyJhIiwgImIiLCAiYyJd", "WyJuYW4iXQ"])
def test_a_cursor_that_no_page_gave_out_is_refused(alice: Actor, path: str, cursor: str) -> None:
    told = call(token_of(alice), "GET", f"{path}?cursor={cursor}")
    assert (told.status, told.body["code"]) == (422, "invalid_cursor")
