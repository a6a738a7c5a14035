"""The stock list, the history of an item's stock, and the stock at a moment, as pages."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make.goods import day, item, moves, stated
from tests.make.people import owner
from tests.make.shops import planned_shop
from tests.web.visits import streamed, text_of, visitor

from stockwright.catalog.models import Variant
from stockwright.inventory.actions.movements import post_movements
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.models import Level
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


def page(actor: Actor, url: str) -> str:
    answer = visitor(actor).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def body(html: str) -> str:
    return html.partition("<tbody>")[2].partition("</tbody>")[0]


def names(html: str) -> list[str]:
    return re.findall(r'class="item-name[^>]*title="([^"]+)"', body(html))


def test_every_row_is_on_exactly_one_page(shop: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = names(page(shop, "/stock"))
    assert len(everything) == 30
    monkeypatch.setattr("stockwright.web.fill.stock.LINES", 8)
    shown, url = list[str](), "/stock?sort=-on_hand"
    while url:
        html = page(shop, url)
        shown += names(html)
        found = re.search(r'rel="next"[^>]*href="([^"]+)"', html)
        url = f"/stock{found[1].replace('&amp;', '&')}" if found else ""
    assert sorted(shown) == sorted(everything)


def test_a_filter_stands_as_a_chip_that_takes_it_off(shop: Actor) -> None:
    html = page(shop, "/stock?status=out&category=&sort=-value")
    chip = re.search(r'Status <b>Out of stock</b><a href="([^"]+)"', html)
    assert chip
    assert chip[1].replace("&amp;", "&") == "/stock?sort=-value"
    assert len(names(html)) < len(names(page(shop, "/stock")))


def test_chosen_columns_are_shown_and_kept_for_the_next_time(shop: Actor) -> None:
    client = visitor(shop)
    first = client.get("/stock?column=sku&column=barcode").content.decode()
    again = client.get("/stock").content.decode()
    for html in (first, again):
        heads = text_of(html.partition("<thead>")[2].partition("</thead>")[0])
        assert "Barcode" in heads
        assert "Reserved" not in heads
    assert "Reserved" in text_of(page(shop, "/stock").partition("<thead>")[2]), (
        "somebody else's choice is their own"
    )


def test_the_file_holds_what_is_shown_and_adds_up(shop: Actor) -> None:
    client = visitor(shop)
    answer = client.get("/stock.csv?column=sku&column=on_hand&status=in_stock&sort=-on_hand")
    rows = list(csv.reader(io.StringIO(streamed(answer).lstrip("\ufeff"))))
    head, *told = rows
    end = told.index([])
    assert head == ["Name", "Status", "SKU", "On hand"]
    assert {status for _, status, *_ in told[:end]} == {"In stock"}
    pieces = [Decimal(row[3]) for row in told[:end]]
    assert pieces == sorted(pieces)
    assert ["Total pieces", str(sum(pieces))] in [row[:2] for row in told[end:]]


def test_the_list_costs_the_same_queries_for_one_row_and_for_many(shop: Actor) -> None:
    one = owner()
    stated(one, 3)
    counts = []
    for actor in (one, shop):
        client = visitor(actor)
        client.get("/stock")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get("/stock?sort=-value")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_before_the_first_stock_it_says_where_stock_comes_from() -> None:
    assert "No stock yet" in text_of(page(owner(), "/stock"))
    assert "Nothing was there yet" in text_of(page(owner(), "/stock/at"))


def test_an_item_tells_its_movements_in_words_with_what_was_there_after_each() -> None:
    actor = owner()
    stated(actor, 10)
    post_movements(actor, movements=moves(("receipt", 1, 14, "r1"), ("waste", 2, -1, "w1")))
    with scope(actor.company_id):
        Variant.objects.of(actor).update(units_per_pack=6)
        place = Level.objects.of(actor).get().location_id
    reserve_stock(actor, source="web:1", lines=[Wish(item(actor), Decimal(2))], now=clock.now(), ref_id="WEB-77")
    html = page(actor, f"/stock/items/{item(actor)}")
    said = text_of(html)
    for told in ("Receipt", "Write-off", "Opening stock", "+14", "3 packs of 6 + 5 pcs", "WEB-77", "told "):
        assert told in said, told
    only = text_of(
        body(page(actor, f"/stock/items/{item(actor)}?kind=waste&location={place}").partition('id="movements"')[2])
    )
    assert "Write-off" in only
    assert "Receipt" not in only
    promises = text_of(page(actor, f"/stock/items/{item(actor)}?kind=promises").partition('id="movements"')[2])
    assert "+2 promised" in promises


def test_an_item_tells_its_stock_at_a_moment_as_known_then_and_now() -> None:
    actor = owner()
    stated(actor, 10)
    known = (clock.now() + timedelta(seconds=0)).isoformat()
    post_movements(actor, movements=moves(("receipt", 1, 7, "late")))
    moment = day(3).date().isoformat()
    now, then = (
        text_of(page(actor, f"/stock/items/{item(actor)}?moment={moment}{known_at}"))
        for known_at in ("", f"&known={known.replace('+', '%2B')}")
    )
    assert "there were 17 pcs" in now
    assert "there were 10 pcs" in then


def test_the_stock_at_a_moment_is_shown_and_taken_away() -> None:
    actor = owner()
    stated(actor, 10, 2)
    assert "10 pieces" in text_of(page(actor, "/stock/at?moment=2026-01-05"))
    assert "Nothing was there yet" in text_of(page(actor, "/stock/at?moment=2025-12-31"))
    told = streamed(visitor(actor).get("/stock/at.csv?moment=2026-01-05"))
    assert "Total pieces,10" in told
    for wrong in ("soon", "2026-02-31", "2026-01-01T99:00"):
        assert visitor(actor).get(f"/stock/at?moment={wrong}").status_code == 422
        assert visitor(actor).get(f"/stock/at.csv?moment={wrong}").status_code == 422


def test_pages_of_the_section_that_exist_stand_in_its_navigation(shop: Actor) -> None:
    said = text_of(page(shop, "/stock").partition('class="tabs"')[2].partition("</nav>")[0])
    assert said.split()[:3][1:] == ["Stock", "Reservations"] or "Reservations" in said


@pytest.fixture(scope="module")
def shop() -> Actor:
    return planned_shop()
