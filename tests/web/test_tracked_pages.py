"""Lots and single pieces on their pages: what spoils next, what happened to a piece, and what may be done."""

from datetime import date, timedelta
from uuid import UUID

from tests.inventory.test_tags import phones
from tests.make.goods import day, rows_of, stated
from tests.make.people import People, people
from tests.make.tracked import lot_of, lots, place, posted, tracked
from tests.web.visits import text_of, visitor

from stockwright.inventory.actions.sightings import see_tags
from stockwright.inventory.actions.tags import sell_tags
from stockwright.kit import clock
from stockwright.kit.actor import Actor


def shop() -> People:
    """A company with three lots of milk and three phones."""
    three = people()
    alice, today = three.alice, clock.today("UTC")
    milk = tracked(alice, "milk", "lot")
    lot_of(alice, milk, "L-far", 40, date(2099, 1, 1))
    lot_of(alice, milk, "L-soon", 12, today + timedelta(days=5))
    lot_of(alice, milk, "L-gone", 3, today - timedelta(days=2))
    posted(alice, milk, 8)
    phones(alice, "SN-001", "SN-002", "SN-003")
    sell_tags(alice, codes=["SN-003"], now=day(2), ref_id="order 17")
    see_tags(alice, key="gate", location_id=place(alice, "Shop"), codes=["SN-001"], now=day(3))
    return three


def id_of(actor: Actor, table: str, code: str) -> UUID:
    [(found,)] = rows_of(actor, f"select id from inventory_{table} where code = '{code}'")
    return UUID(str(found))


def test_what_spoils_next_stands_first() -> None:
    html = visitor(shop().alice).get("/lots").content.decode()
    assert html.index("L-gone") < html.index("L-soon") < html.index("L-far")
    said = text_of(html)
    assert "Past its day" in said
    assert "5 days left" in said
    within = text_of(visitor(shop().alice).get("/lots?within=30").content.decode())
    assert ("L-soon" in within, "L-far" in within) == (True, False)


def test_a_lot_is_corrected_blocked_and_given_pieces() -> None:
    alice = shop().alice
    client, lot = visitor(alice), id_of(alice, "lot", "L-soon")
    url = f"/lots/{lot}"
    client.post(f"{url}/change", {"deed": "block", "reason": "Wet box"})
    assert "Wet box" in text_of(client.get(url).content.decode())
    client.post(f"{url}/change", {"deed": "unblock"})
    client.post(f"{url}/change", {"deed": "correct", "code": "L-new", "expires_on": "2031-05-01"})
    client.post(f"{url}/change", {"deed": "assign", "location": str(place(alice)), "quantity": "8"})
    assert lots(alice) == {"L-far": 40, "L-new": 20, "L-gone": 3}
    refused = client.post(
        f"{url}/change", {"deed": "assign", "location": str(place(alice)), "quantity": "9"}, follow=True
    )
    assert "are in no lot here" in text_of(refused.content.decode())
    assert lots(alice) == {"L-far": 40, "L-new": 20, "L-gone": 3}


def test_a_scanned_code_leads_to_its_piece() -> None:
    alice = shop().alice
    client = visitor(alice)
    found = client.get("/tags?q=SN-003", follow=True)
    said = text_of(found.content.decode())
    assert all(words in said for words in ("Came in", "Sold", "order 17"))
    assert "No piece like that" in text_of(client.get("/tags?q=nothing").content.decode())


def test_a_piece_is_carried_scored_and_taken_back() -> None:
    alice = shop().alice
    client, piece = visitor(alice), id_of(alice, "tag", "SN-003")
    client.post(f"/tags/{piece}/change", {"deed": "returned", "location": str(place(alice))})
    client.post(f"/tags/{piece}/change", {"deed": "scored", "score": "70", "note": "scratches"})
    told = rows_of(alice, f"select status, quality_score, note from inventory_tag where id = '{piece}'")
    assert told == [("returned", 70, "scratches")]
    refused = client.post(f"/tags/{piece}/change", {"deed": "found", "location": str(place(alice))}, follow=True)
    assert "cannot be found" in text_of(refused.content.decode())


def test_who_may_only_look_changes_nothing() -> None:
    three = shop()
    client, lot = visitor(three.bob), id_of(three.alice, "lot", "L-soon")
    assert '<form class="card' not in client.get(f"/lots/{lot}").content.decode()
    assert client.post(f"/lots/{lot}/change", {"deed": "block", "reason": "x"}).status_code == 403
    assert client.post("/tags/differences", {}).status_code == 403


def test_codes_and_pieces_are_made_to_agree() -> None:
    alice = shop().alice
    stated(alice, 3, at=4, sku="phone")
    client = visitor(alice)
    assert "codes and pieces are not equally many" in text_of(client.get("/tags").content.decode())
    html = client.get("/tags/differences").content.decode()
    assert "3 on hand, 2 codes." in text_of(html)
    variant = rows_of(alice, "select id from catalog_variant where sku = 'phone'")[0][0]
    form = {"variant": str(variant), "location": str(place(alice)), "codes": "SN-009"}
    assert "No stock was moved." in text_of(client.post("/tags/differences", form, follow=True).content.decode())
    assert "All codes have their pieces" in text_of(client.get("/tags/differences").content.decode())


def test_the_items_page_tells_its_lots_and_lets_it_be_followed_otherwise() -> None:
    alice = shop().alice
    client = visitor(alice)
    milk = rows_of(alice, "select id from catalog_variant where sku = 'milk'")[0][0]
    said = text_of(client.get(f"/items/{milk}").content.decode())
    assert "L-soon" in said
    assert "8 in no lot." in said
    client.post(f"/items/{milk}/tracking", {"tracking": "none"})
    assert lots(alice) == {"L-far": 0, "L-soon": 0, "L-gone": 0}
