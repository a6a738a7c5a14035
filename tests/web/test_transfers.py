"""Transfers and kits in a browser without scripts."""

import re
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.make.goods import day, item
from tests.make.places import came, place, stock
from tests.make.transfers import Road, road
from tests.web.visits import text_of, visitor

from stockwright.catalog.models import Variant
from stockwright.inventory.actions.kits import set_components
from stockwright.inventory.actions.transfer_steps import send_transfer
from stockwright.inventory.models import Transfer
from stockwright.kit.tenancy import scope


def only(way: Road) -> Transfer:
    with scope(way.actor.company_id):
        return Transfer.objects.of(way.actor).get()


def shown(client: Client, transfer: Transfer) -> str:
    return client.get(f"/transfers/{transfer.pk}").content.decode()


def fields(html: str, form: str) -> dict[str, str]:
    [part] = re.findall(rf'<form[^>]*action="[^"]*/{form}".*?</form>', html, re.DOTALL)
    told = re.findall(r'<input[^>]*name="([\w-]+)"[^>]*value="([^"]*)"', part)
    return dict(told)


def test_a_transfer_is_planned_sent_received_and_closed_on_its_pages() -> None:
    way = road()
    client = visitor(way.actor)
    form = {"origin": way.warehouse, "destination": way.shop, "lines": "shirt\t8", "due_on": "2026-02-01"}
    answer = client.post("/transfers/new", form)
    transfer = only(way)
    assert answer.headers["Location"] == f"/transfers/{transfer.pk}"
    told = fields(shown(client, transfer), "send")
    line = next(name for name in told if name.startswith("send-"))
    assert told[line] == "8"
    client.post(f"/transfers/{transfer.pk}/send", told | {line: "6", "drop_rest": "on"})
    told = fields(shown(client, transfer), "receive")
    line = next(name for name in told if name.startswith("receive-"))
    assert told[line] == "6"
    for _ in range(2):
        client.post(f"/transfers/{transfer.pk}/receive", told | {line: "4"})
    assert stock(way.actor, way.shirt, way.shop) == 4
    told = fields(shown(client, transfer), "close")
    client.post(f"/transfers/{transfer.pk}/close", told | {"outcome": "lost", "reason": "stolen"})
    html = text_of(shown(client, transfer))
    assert "Closed with differences" in html
    assert "stolen" in html
    assert "T-1" in text_of(client.get("/transfers?state=closed").content.decode())
    assert "T-1" not in text_of(client.get("/transfers?state=draft").content.decode())


def test_a_refusal_keeps_what_was_typed() -> None:
    way = road()
    client = visitor(way.actor)
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    told = fields(shown(client, transfer), "receive")
    line = next(name for name in told if name.startswith("receive-"))
    for typed, status, words in (("9", 409, "Only 8 of"), ("many", 422, "is not a quantity")):
        answer = client.post(f"/transfers/{transfer.pk}/receive", told | {line: typed})
        html = answer.content.decode()
        assert (answer.status_code, words in text_of(html)) == (status, True)
        assert fields(html, "receive")[line] == typed
    assert stock(way.actor, way.shirt, way.shop) == 0


def test_an_unknown_item_is_named_and_the_form_keeps_its_text() -> None:
    way = road()
    client = visitor(way.actor)
    form = {"origin": way.warehouse, "destination": way.shop, "lines": "shirt 2\nghost 3"}
    answer = client.post("/transfers/new", form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "No item has this SKU or barcode: ghost 3" in text_of(html)
    assert "ghost 3</textarea>" in html
    assert client.post("/transfers/new", {"lines": "shirt"}).status_code == 422


def test_a_draft_is_changed_in_the_same_form() -> None:
    way = road()
    client = visitor(way.actor)
    transfer = way.draft(8)
    item(way.actor, "tea 100")
    assert "shirt\t8" in client.get(f"/transfers/{transfer.pk}/change").content.decode()
    client.post(f"/transfers/{transfer.pk}/change", {"lines": "shirt, 2.5\ntea 100\n", "note": "soon"})
    seen = way.seen(transfer)
    assert [(line.sku, line.quantity) for line in seen.lines] == [
        ("shirt", Decimal("2.5")),
        ("tea 100", Decimal(1)),
    ]
    assert seen.note == "soon"


def test_undoing_shows_what_it_will_do_first() -> None:
    way = road()
    client = visitor(way.actor)
    transfer = way.draft(8)
    send_transfer(way.actor, transfer_id=transfer.pk, now=day(3))
    step = way.seen(transfer).steps[0].id
    html = text_of(client.get(f"/transfers/steps/{step}/undo").content.decode())
    assert "Warehouse 2 10" in html
    assert stock(way.actor, way.shirt, way.warehouse) == 2
    client.post(f"/transfers/steps/{step}/undo")
    assert stock(way.actor, way.shirt, way.warehouse) == 10
    assert "This step was undone already" in text_of(client.get(f"/transfers/steps/{step}/undo").content.decode())


def test_a_kit_is_described_built_and_taken_back_on_its_page() -> None:
    way = road()
    client = visitor(way.actor)
    box = item(way.actor, "box")
    assert client.get("/kits?item=box").headers["Location"] == f"/kits/{box}"
    assert "No item has this" in text_of(client.get("/kits?item=ghost").content.decode())
    client.post(f"/kits/{box}", {"components": "shirt 2"})
    assert "box" in text_of(client.get("/kits").content.decode())
    told = {"location": way.warehouse, "quantity": "3", "deed": "assemble", "source": "page:1"}
    for _ in range(2):
        client.post(f"/kits/{box}/build", told)
    assert (stock(way.actor, box, way.warehouse), stock(way.actor, way.shirt, way.warehouse)) == (
        Decimal(3),
        Decimal(4),
    )
    refused = client.post(f"/kits/{box}/build", told | {"quantity": "30", "source": "page:2"})
    assert (refused.status_code, "are wanted" in text_of(refused.content.decode())) == (409, True)
    [undo] = re.findall(r'action="(/kits/builds/[^"]*/undo)"', client.get(f"/kits/{box}").content.decode())
    client.post(undo)
    assert stock(way.actor, way.shirt, way.warehouse) == 10
    assert "could be built" in text_of(client.get(f"/items/{box}").content.decode())


def test_the_list_asks_the_database_no_more_for_many() -> None:
    way = road()
    client = visitor(way.actor)
    attic = place(way.actor, "Attic")
    came(way.actor, way.shirt, attic, 1, "2")
    set_components(way.actor, kit_id=item(way.actor, "box"), components=[(way.shirt, Decimal(1))])
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/transfers")
        counts.append(len(queries))
        for _ in range(4):
            way.draft(1)
    assert counts[0] == counts[1]


def test_a_barcode_of_two_items_is_not_guessed() -> None:
    way = road()
    client = visitor(way.actor)
    item(way.actor, "hat")
    with scope(way.actor.company_id):
        Variant.objects.of(way.actor).update(barcode="4006381333931")
    form = {"origin": way.warehouse, "destination": way.shop, "lines": "4006381333931\t8"}
    answer = client.post("/transfers/new", form)
    assert answer.status_code == 422
    assert "Several items have the barcode 4006381333931" in text_of(answer.content.decode())
    with scope(way.actor.company_id):
        assert not Transfer.objects.of(way.actor).exists()
