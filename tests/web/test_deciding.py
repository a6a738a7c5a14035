"""What is done on the morning page: ordering, taking back, flagging, thresholds."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from tests.make.people import colleague
from tests.make.shops import planned_shop
from tests.web.visits import HTMX, advice, listed, text_of, visitor

from stockwright.catalog.queries import item_of
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.purchasing.queries import open_orders_of
from stockwright.replenishment.models import Advice

HERE = {**HTMX, "HX-Current-URL": "http://localhost/today?list=order_today"}


@pytest.fixture(scope="module")
def shop() -> Actor:
    return planned_shop(items=30, days=60)


@pytest.fixture
def client(shop: Actor) -> Client:
    return visitor(shop)


@pytest.fixture
def line(shop: Actor, client: Client) -> Iterator[Advice]:
    """The first line to order, given back to its list afterwards."""
    row = listed(shop)[0]
    yield row
    client.post("/today/unorder", {"only": str(row.pk)})
    client.post(f"/today/flag/{row.pk}?clear=1")


def pieces_on_their_way(shop: Actor, row: Advice) -> Decimal:
    with scope(shop.company_id):
        return sum((order.missing for order in open_orders_of(shop, row.variant_id)), Decimal(0))


def test_an_ordered_line_leaves_the_list_and_its_pieces_are_on_their_way(
    shop: Actor, client: Client, line: Advice
) -> None:
    before = pieces_on_their_way(shop, line)
    answer = client.post("/today/order", {"only": str(line.pk), f"quantity-{line.pk}": "37.5"}, headers=HERE)
    said = text_of(answer.content.decode())
    assert "Ordered 37.5 pcs." in said
    assert f"{len(listed(shop))} items to order today" in said
    now = advice(shop, line.pk)
    assert (now.shown_in, now.ordered_quantity) == ("already_ordered", Decimal("37.5"))
    assert pieces_on_their_way(shop, line) == before + Decimal("37.5")


def test_taking_an_order_back_restores_the_line(shop: Actor, client: Client, line: Advice) -> None:
    before = pieces_on_their_way(shop, line)
    client.post("/today/order", {"only": str(line.pk)})
    answer = client.post("/today/unorder", {"only": str(line.pk)}, headers=HERE)
    assert f'id="line-{line.pk}"' in answer.content.decode()
    assert advice(shop, line.pk).shown_in == "order_today"
    assert pieces_on_their_way(shop, line) == before


def test_without_scripts_an_order_leads_back_to_where_one_was(client: Client, line: Advice) -> None:
    answer = client.post("/today/order", {"only": str(line.pk), "next": "/today?list=attention"})
    assert (answer.status_code, answer["Location"]) == (302, "/today?list=attention")


def test_a_form_cannot_lead_away_from_the_product(client: Client, line: Advice) -> None:
    for bad in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert client.post("/today/unorder", {"only": str(line.pk), "next": bad})["Location"] == "/today"


def test_several_lines_are_ordered_at_once_each_in_its_quantity(shop: Actor, client: Client) -> None:
    rows = listed(shop)[1:4]
    form = {"line": [str(row.pk) for row in rows], f"quantity-{rows[0].pk}": "5"}
    page = client.post("/today/order", form, follow=True).content.decode()
    assert "3 items marked as ordered." in text_of(page)
    ordered = [advice(shop, row.pk).ordered_quantity for row in rows]
    assert ordered == [Decimal(5), rows[1].recommended_quantity, rows[2].recommended_quantity]
    for row in rows:
        client.post("/today/unorder", {"only": str(row.pk)})


@pytest.mark.parametrize("wrong", ["0", "-3", "many", "NaN", "Infinity"])
def test_a_quantity_that_is_none_is_refused_and_nothing_changes(
    wrong: str, shop: Actor, client: Client, line: Advice
) -> None:
    form = {"only": str(line.pk), f"quantity-{line.pk}": wrong}
    answer = client.post("/today/order", form, headers=HERE)
    assert answer.status_code == 422
    assert "a number above zero" in text_of(answer.content.decode())
    assert "a number above zero" in text_of(client.post("/today/order", form, follow=True).content.decode())
    assert advice(shop, line.pk).order_id is None


def test_one_wrong_quantity_among_several_orders_none(shop: Actor, client: Client) -> None:
    rows = listed(shop)[:2]
    client.post("/today/order", {"line": [str(row.pk) for row in rows], f"quantity-{rows[1].pk}": "0"})
    assert [advice(shop, row.pk).order_id for row in rows] == [None, None]


def test_ordering_nothing_says_what_to_do(client: Client) -> None:
    assert "Select the lines" in text_of(client.post("/today/order", {}, follow=True).content.decode())


def test_an_unknown_line_is_not_found(client: Client) -> None:
    assert client.post("/today/order", {"only": str(uuid4())}).status_code == 404
    assert client.post("/today/order", {"only": "nonsense"}).status_code == 404


def test_a_flag_moves_the_line_to_those_that_need_a_look(shop: Actor, client: Client, line: Advice) -> None:
    answer = client.post(f"/today/flag/{line.pk}", {"note": "New box in May"}, headers=HERE)
    assert "Needs a look" in text_of(answer.content.decode())
    assert "New box in May" in text_of(client.get("/today?list=attention").content.decode())
    assert advice(shop, line.pk).shown_in == "attention"


def test_clearing_a_flag_gives_the_line_back(shop: Actor, client: Client, line: Advice) -> None:
    client.post(f"/today/flag/{line.pk}", {"note": "New box in May"})
    assert client.post(f"/today/flag/{line.pk}", {"clear": "1"}).status_code == 302
    assert (advice(shop, line.pk).shown_in, advice(shop, line.pk).flag_note) == ("order_today", "")


def test_a_flag_without_a_note_keeps_the_form_open(shop: Actor, client: Client, line: Advice) -> None:
    answer = client.post(f"/today/flag/{line.pk}", {"note": "  "}, headers=HERE)
    assert (answer.status_code, answer["HX-Retarget"]) == (422, f"#unfolded-{line.pk}")
    assert "Write a short note" in text_of(answer.content.decode())
    assert advice(shop, line.pk).flag_note == ""


def test_a_threshold_is_kept_and_said_to_count_from_the_next_plan(
    shop: Actor, client: Client, line: Advice
) -> None:
    url = f"/today/threshold/{line.variant_id}"
    target = {**HERE, "HX-Target": f"line-{line.pk}"}
    said = text_of(client.post(url, {"threshold_days": "33"}, headers=target).content.decode())
    assert "The next plan uses it" in said
    assert "alert at 33" in said
    with scope(shop.company_id):
        assert item_of(shop, line.variant_id).threshold_days == 33
    client.post(url, {"threshold_days": ""})
    with scope(shop.company_id):
        assert item_of(shop, line.variant_id).threshold_days is None


@pytest.mark.parametrize("wrong", ["soon", "1.5", "-2"])
def test_a_threshold_that_is_no_number_of_days_is_refused(
    wrong: str, shop: Actor, client: Client, line: Advice
) -> None:
    url = f"/today/threshold/{line.variant_id}"
    assert client.post(url, {"threshold_days": wrong}, headers=HERE).status_code == 422
    with scope(shop.company_id):
        assert item_of(shop, line.variant_id).threshold_days is None


def test_somebody_who_may_only_look_sees_no_buttons(shop: Actor, line: Advice) -> None:
    html = visitor(colleague(shop, "viewer")).get("/today").content.decode()
    assert f"line-{line.pk}" in html
    assert "/today/flag/" not in html
    assert 'data-key="o"' not in html
