"""The list of items, one item with its receipt and chart, and an advice of any day."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from tests.make.files import TODAY, brought_in, sales_csv
from tests.make.goods import item, lines, sold, stated
from tests.make.people import owner
from tests.make.shops import planned_shop
from tests.web.visits import HTMX, listed, text_of, visitor

from stockwright.engine.ordering.settings import OrderingSettings
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.insights.queries.items import forecast_at
from stockwright.insights.rules.whatif import quantity_with
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.replenishment.actions.plans import run_plan
from stockwright.replenishment.models import Advice


def page(actor: Actor, url: str, **headers: str) -> str:
    answer = visitor(actor).get(url, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def chart(html: str) -> dict[str, list[object]]:
    found = re.search(r'<script id="chart-[^"]+" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    told: dict[str, list[object]] = json.loads(found[1])
    return told


def skus(html: str) -> list[str]:
    return re.findall(r'<span class="number">([^<]+)</span>', html.partition("<tbody>")[2].partition("</tbody>")[0])


def test_all_items_are_listed_by_name_and_paged(shop: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = skus(page(shop, "/items"))
    assert len(everything) == len(set(everything)) == 30
    monkeypatch.setattr("stockwright.web.fill.items.LINES", 7)
    for sort in ("name", "-name", "stock", "runway", "rate", "value", "-money"):
        shown, url = list[str](), f"/items?sort={sort}"
        while url:
            html = page(shop, url)
            shown += skus(html)
            found = re.search(r'rel="next"[^>]*href="([^"]+)"', html)
            url = f"/items{found[1].replace('&amp;', '&')}" if found else ""
        assert sorted(shown) == sorted(everything), sort


def test_items_are_found_by_sku_status_supplier_and_risk(shop: Actor) -> None:
    row = listed(shop)[0]
    assert row.sku in skus(page(shop, f"/items?q={row.sku.lower()}"))
    assert row.sku in skus(page(shop, f"/items?supplier={row.supplier}&status=order_today"))
    assert row.sku not in skus(page(shop, "/items?status=already_ordered"))
    at_risk = {one.sku for name in ("order_today", "attention") for one in listed(shop, name) if one.money_at_stake}
    assert set(skus(page(shop, "/items?risk=1"))) == at_risk


@pytest.mark.parametrize("mark", ["%", "_", "\\", "'"])
def test_a_search_takes_every_letter_as_it_is(mark: str, shop: Actor) -> None:
    assert skus(page(shop, f"/items?q={mark}".replace("%", "%25"))) == []


def test_before_the_first_file_it_says_where_items_come_from() -> None:
    assert "No items yet" in text_of(page(owner(), "/items"))


def test_an_item_tells_its_order_its_receipt_and_its_stock(shop: Actor) -> None:
    row = listed(shop)[0]
    said = text_of(page(shop, f"/items/{row.variant_id}"))
    quantity = f"{row.recommended_quantity.normalize():,f}"
    assert f"Order {quantity} pcs" in said
    for expected in (
        row.name,
        row.sku,
        "Why this quantity",
        "Stock by location",
        "Recent sales",
        row.location_name,
    ):
        assert expected in said


def test_in_the_side_panel_only_the_inside_is_shown(shop: Actor) -> None:
    html = page(shop, f"/items/{listed(shop)[0].variant_id}", **HTMX)
    assert "<html" not in html
    assert "Why this quantity" in html


def test_the_chart_joins_history_and_forecast_without_a_gap(shop: Actor) -> None:
    told = chart(page(shop, f"/items/{listed(shop)[0].variant_id}"))
    today = clock.today("UTC")
    assert len(told["days"]) == len(told["sales"]) + len(told["bands"]["q50"])  # type: ignore[call-overload]
    assert len(told["sales"]) >= 180
    assert told["days"][len(told["sales"])] == today.isoformat()
    assert len(told["stock"]) == 28


def test_a_day_out_of_stock_is_not_drawn_as_zero_sales(shop: Actor) -> None:
    from stockwright.inventory.actions.nightly import close_days
    from stockwright.inventory.models import Snapshot

    close_days(shop, today=clock.today("UTC"))
    with scope(shop.company_id):
        dry = Snapshot.objects.of(shop).filter(in_stock_minutes=0).order_by("-taken_on").first()
    assert dry
    told = chart(page(shop, f"/items/{dry.variant_id}?location={dry.location_id}"))
    assert told["sales"][told["days"].index(dry.taken_on.isoformat())] is None


def test_the_same_calculation_gives_the_same_quantity_and_a_longer_lead_time_no_less(shop: Actor) -> None:
    for row in listed(shop)[:8]:
        with scope(shop.company_id):
            stored = Advice.objects.of(shop).select_related("run").get(pk=row.pk)
            told = forecast_at(shop, (row.variant_id, row.location_id), run_id=stored.run.forecast_run_id)
        assert told
        settings, day = OrderingSettings(**stored.run.settings), stored.run.planned_on
        lead = stored.terms["lead_days"]
        again = [
            quantity_with(stored.terms, told, today=day, settings=settings, **changes)
            for changes in ({}, {"lead_days": lead}, {"lead_days": lead + 7})
        ]
        assert Decimal(str(again[0])) == row.recommended_quantity
        assert again[1] == pytest.approx(again[0])
        assert again[2] >= again[0]


def test_an_old_advice_stays_what_it_was() -> None:
    shop = planned_shop(items=8, days=60)
    old = listed(shop)[0]
    before = text_of(page(shop, f"/advice/{old.pk}")).partition("Why this quantity")[2]
    run_plan(shop, today=clock.today("UTC") + timedelta(days=1))
    assert text_of(page(shop, f"/advice/{old.pk}")).partition("Why this quantity")[2] == before
    assert listed(shop)[0].pk != old.pk


def test_an_item_without_a_plan_has_a_page_too() -> None:
    actor = owner()
    assert "No sales yet" in text_of(page(actor, f"/items/{item(actor)}"))
    stated(actor, 12)
    sold(actor, lines(("shirt", 1, 2)))
    said = text_of(page(actor, f"/items/{item(actor)}"))
    assert "not in a plan yet" in said
    assert "10 pcs" in said


def test_an_unknown_item_or_place_is_not_found(shop: Actor) -> None:
    client = visitor(shop)
    assert client.get(f"/items/{uuid4()}").status_code == 404
    assert client.get(f"/items/{listed(shop)[0].variant_id}?location=x").status_code == 404


def test_the_search_box_finds_items_orders_and_pages(shop: Actor) -> None:
    row = listed(shop)[0]
    assert row.name in text_of(page(shop, f"/search?q={row.sku}", **HTMX))
    assert "API tokens" in text_of(page(shop, "/search?q=token", **HTMX))
    assert "Nothing is called" in text_of(page(shop, "/search?q=zzzz", **HTMX))
    assert "<html" in page(shop, "/search?q=a")


def test_an_item_whose_stock_nobody_stated_has_its_page() -> None:
    alice = owner("Unstated")
    brought_in(alice, sales_csv())
    run_forecast(alice, today=TODAY)
    run_plan(alice, today=TODAY)
    with scope(alice.company_id):
        unknown = Advice.objects.of(alice).filter(current_stock=None).first()
    assert unknown is not None
    assert len(chart(page(alice, f"/items/{unknown.variant_id}"))["days"]) > 28
