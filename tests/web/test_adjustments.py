"""Setting stock right on pages: asked for, approved, undone; many lines looked at before they are posted."""

import re
from decimal import Decimal
from typing import Any

from tests.make.adjusting import main
from tests.make.goods import item, on_hand, rows_of, stated
from tests.make.people import colleague, owner
from tests.web.visits import text_of, visitor

from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.actions.items import change_item
from stockwright.kit.actor import Actor


def shop() -> Actor:
    alice = owner()
    change_item(alice, variant_id=item(alice), cost=Decimal(4), barcode="4006381333931")
    stated(alice, 10)
    return alice


def said(answer: Any) -> str:
    return text_of(answer.content.decode())


def field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', html)
    assert found
    return found[1]


def form(actor: Actor, **told: str) -> dict[str, str]:
    start = {"item": "shirt", "location": str(main(actor)), "way": "change_by", "quantity": "-2"}
    return start | {"reason": "stolen", "note": "", "source": "page:1"} | told


def test_a_double_click_writes_off_once_and_a_scanned_code_finds_the_item() -> None:
    alice = shop()
    client = visitor(alice)
    told = form(alice, item="4006381333931", quantity="3", reason="damaged")
    for _ in range(2):
        assert "A-1 is posted" in said(client.post("/stock/waste", told, follow=True))
    assert on_hand(alice) == 7


def test_a_refusal_is_told_in_the_form_and_nothing_is_lost() -> None:
    alice = shop()
    client = visitor(alice)
    for wrong in (form(alice, item="ghost"), form(alice, quantity="-11"), form(alice, quantity="")):
        answer = client.post("/stock/adjustments/new", wrong)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert on_hand(alice) == 10


def test_a_keeper_asks_an_owner_approves_and_undoes_after_a_preview() -> None:
    alice = shop()
    change_company(alice, approval_limit=Decimal(5))
    keeper = colleague(alice, "keeper")
    page = visitor(keeper).post("/stock/adjustments/new", form(alice), follow=True)
    assert "waits for approval" in said(page)
    [(made,)] = rows_of(alice, "select id from inventory_adjustment")
    address = f"/stock/adjustments/{made}"
    assert "somebody else has to approve" in said(visitor(keeper).get(address))
    client = visitor(alice)
    assert "A-1 is posted" in said(client.post(f"{address}/approve", follow=True))
    assert on_hand(alice) == 8
    preview = client.get(f"{address}?undo=1")
    assert "nothing is deleted" in said(preview)
    assert on_hand(alice) == 8
    assert "A-1 is undone" in said(client.post(f"{address}/undo", {"why": "found again"}, follow=True))
    assert on_hand(alice) == 10
    assert client.post(f"{address}/undo").status_code == 409


def test_a_table_is_looked_at_and_then_posted_once() -> None:
    alice = shop()
    item(alice, "hat")
    client = visitor(alice)
    told = {"table": "shirt\tMain\t4\nghost\tMain\t1", "way": "set_to", "reason": "correction", "note": ""}
    told["source"] = field(client.get("/stock/updates").content.decode(), "source")
    page = client.post("/stock/updates", told | {"check": "1"})
    assert "there is no item with this SKU" in said(page)
    assert 'name="go"' not in page.content.decode()
    unseen = client.post("/stock/updates", told | {"go": "1"})
    assert "there is no item with this SKU" in said(unseen)
    assert on_hand(alice) == 10
    fine = told | {"table": "shirt\tMain\t4\nhat\tMain\t1"}
    page = client.post("/stock/updates", fine | {"check": "1"})
    assert 'name="go"' in page.content.decode()
    assert on_hand(alice) == 10
    seen = {"seen": field(page.content.decode(), "seen")}
    edited = client.post("/stock/updates", fine | seen | {"table": "shirt\tMain\t3", "go": "1"})
    assert 'name="go"' in edited.content.decode()
    assert on_hand(alice) == 10
    for _ in range(2):
        client.post("/stock/updates", fine | seen | {"go": "1"}, follow=True)
    assert on_hand(alice) == 4
    assert on_hand(alice, "hat") == 1
    assert rows_of(alice, "select count(*) from inventory_adjustment") == [(1,)]


def test_the_terms_of_an_item_are_saved_together_or_not_at_all() -> None:
    alice = shop()
    [(shirt,)] = rows_of(alice, "select id from catalog_variant")
    client = visitor(alice)
    told = {"unit": "kg", "units_per_pack": "6", "tracking": "none", "low_stock": "12"}
    client.post(f"/items/{shirt}/terms", told | {f"at-{main(alice)}": "20"})
    kept = "select unit, units_per_pack, low_stock, tracking from catalog_variant"
    assert rows_of(alice, kept) == [("kg", 6, 12, "none")]
    assert rows_of(alice, "select low_stock from inventory_lowstockthreshold") == [(20,)]
    answer = client.post(
        f"/items/{shirt}/terms", told | {"unit": "m", "tracking": "lot", f"at-{main(alice)}": "few"}
    )
    assert answer.status_code == 422
    assert rows_of(alice, kept) == [("kg", 6, 12, "none")]
