"""The morning page: what it says, how it is narrowed, and that it stays fast."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make.people import owner
from tests.make.shops import planned_shop, stocked_shop
from tests.web.visits import HTMX, line_ids, listed, text_of, visitor

from stockwright.kit.actor import Actor


def page(actor: Actor, **query: str) -> str:
    return visitor(actor).get(f"/today?{urlencode(query)}").content.decode()


def test_the_first_sentence_says_how_many_items_to_order(shop: Actor) -> None:
    count = len(listed(shop))
    assert count
    assert f"{count} items to order today" in text_of(page(shop))


def test_each_list_shows_its_own_lines_by_importance(shop: Actor) -> None:
    for name in ("order_today", "already_ordered", "attention"):
        assert line_ids(page(shop, list=name)) == [row.pk for row in listed(shop, name)][:50]


def test_an_unknown_list_or_order_is_the_usual_one(shop: Actor) -> None:
    assert line_ids(page(shop, list="nonsense", sort="x; drop table", group="?")) == line_ids(page(shop))


def test_a_search_finds_a_part_of_the_sku_or_the_name(shop: Actor) -> None:
    row = listed(shop)[0]
    assert row.pk in line_ids(page(shop, q=row.sku[1:-1].lower()))
    assert line_ids(page(shop, q="no such thing")) == []
    assert "Nothing matches" in text_of(page(shop, q="no such thing"))


@pytest.mark.parametrize("column", ["supplier", "category", "location_name"])
def test_a_filter_keeps_only_its_own_lines(shop: Actor, column: str) -> None:
    rows = listed(shop)
    value = getattr(rows[0], column)
    wanted = {row.pk for row in rows if getattr(row, column) == value}
    html = page(shop, **{column.removesuffix("_name"): value})
    assert set(line_ids(html)) == wanted
    assert value in text_of(html)


def test_a_reason_filters_too(shop: Actor) -> None:
    rows = listed(shop, "attention") + listed(shop)
    reason, action_list = next((row.reasons[0], row.shown_in) for row in rows if row.reasons)
    shown = line_ids(page(shop, list=action_list, reason=reason))
    assert set(shown) == {row.pk for row in rows if reason in row.reasons and row.shown_in == action_list}


def test_lines_are_grouped_by_supplier_with_what_each_adds_up_to(shop: Actor) -> None:
    html = page(shop, group="supplier")
    rows = {row.pk: row for row in listed(shop)}
    suppliers = [rows[pk].supplier for pk in line_ids(html)]
    assert suppliers == sorted(suppliers)
    assert all(supplier in text_of(html) for supplier in suppliers)


def next_page(html: str) -> str | None:
    found = re.search(r'rel="next"[^>]*href="([^"]+)"', html)
    return f"/today{unescape(found[1])}" if found else None


@pytest.mark.parametrize("sort", ["priority", "-priority", "money", "runway", "-runway", "name", "-name", "value"])
@pytest.mark.parametrize("group", ["", "supplier"])
def test_paging_shows_every_line_once(sort: str, group: str, monkeypatch: pytest.MonkeyPatch, shop: Actor) -> None:
    monkeypatch.setattr("stockwright.web.fill.today.LINES", 4)
    client, shown = visitor(shop), []
    url: str | None = f"/today?{urlencode({'sort': sort, 'group': group})}"
    while url:
        html = client.get(url).content.decode()
        shown += line_ids(html)
        url = next_page(html)
    assert len(shown) == len(set(shown))
    assert set(shown) == {row.pk for row in listed(shop)}


def test_a_mangled_cursor_is_refused_in_words(shop: Actor) -> None:
    answer = visitor(shop).get("/today?cursor=nonsense")
    assert answer.status_code == 422
    assert "Start again" in text_of(answer.content.decode())


def queries_of(actor: Actor, url: str) -> int:
    client = visitor(actor)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("url", ["/today", "/today?group=supplier", "/items"])
def test_the_number_of_queries_does_not_grow_with_the_lines(url: str, shop: Actor, large_shop: Actor) -> None:
    assert len(listed(large_shop)) > 3 * len(listed(shop))
    assert queries_of(shop, url) == queries_of(large_shop, url) <= 24


@pytest.fixture(scope="module")
def large_shop() -> Actor:
    return planned_shop(items=400, days=62)


def test_before_the_first_sale_it_asks_for_a_file() -> None:
    assert "Bring your sales in" in text_of(page(owner()))


def test_between_sales_and_plan_it_tells_how_far_the_plan_is() -> None:
    actor = stocked_shop(items=4, days=60)
    client = visitor(actor)
    assert "Making your first plan" in text_of(client.get("/today").content.decode())
    waiting = client.get("/today/progress", headers=HTMX)
    assert (waiting.status_code, "Waiting for its turn" in text_of(waiting.content.decode())) == (200, True)


def test_the_progress_leads_to_the_lists_once_they_are_there(shop: Actor) -> None:
    answer = visitor(shop).get("/today/progress", headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/today")
