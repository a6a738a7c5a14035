"""Adjustments of several lines, typed on one page in a browser without scripts."""

import re
from decimal import Decimal

from django.test import Client
from tests.make.adjusting import main
from tests.make.goods import day, item, on_hand, rows_of, stated
from tests.make.people import owner
from tests.make.places import place, stock
from tests.make.tracked import lot_of, tracked
from tests.web.visits import text_of, visitor

from stockwright.inventory.actions.adjustments import draft_adjustment
from stockwright.inventory.queries.effects import Wanted
from stockwright.kit.actor import Actor
from stockwright.web.fill.adjust_drafts import MOST_TYPED

URL = "/stock/adjustments/draft"
LINES = "select location_id, way, amount, lot_id from inventory_adjustmentline order by number"
Line = dict[str, object]


def shop() -> Actor:
    alice = owner()
    stated(alice, 10)
    item(alice, "hat")
    return alice


def typed(actor: Actor, *lines: Line, reason: str = "stolen", **told: object) -> dict[str, str]:
    """What the page sends for these lines and a blank one."""
    start: Line = {"location": main(actor), "lot": "", "way": "change_by", "unit_cost": ""}
    blank: Line = {"item": "", "quantity": ""}
    rows = [start | line for line in (*lines, blank)]
    sent = {f"line-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    sent |= {
        "line-TOTAL_FORMS": len(rows),
        "line-INITIAL_FORMS": 0,
        "reason": reason,
        "note": "",
        "source": "page:1",
    }
    return {name: str(value) for name, value in (sent | told).items()}


def held(client: Client, url: str) -> dict[str, str]:
    """What the fields of the page hold."""
    html = client.get(url).content.decode()
    fields = dict(re.findall(r'<input[^>]*?name="([\w-]+)"[^>]*?value="([^"]*)"', html))
    for name, options in re.findall(r'<select[^>]*?name="([\w-]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.findall(r'value="([^"]+)" selected', options) or re.findall(r'value="([^"]+)"', options)
        fields[name] = chosen[0]
    return fields


def test_lines_are_kept_as_a_draft_looked_at_and_set_right() -> None:
    alice = shop()
    client, hat, attic = visitor(alice), item(alice, "hat"), place(alice, "Attic")
    lines: list[Line] = [{"item": "shirt", "quantity": "-2"}, {"item": "hat", "quantity": "3", "way": "set_to"}]
    lines.append({"item": "hat", "quantity": "4", "location": attic, "unit_cost": "2.50"})
    answer = client.post(URL, typed(alice, *lines), follow=True)
    assert "Kept as a draft" in text_of(answer.content.decode())
    assert rows_of(alice, LINES) == [
        (main(alice), "change_by", -2, None),
        (main(alice), "set_to", 3, None),
        (attic, "change_by", 4, None),
    ]
    assert [on_hand(alice), on_hand(alice, "hat")] == [10, 0]
    [(made,)] = rows_of(alice, "select id from inventory_adjustment")
    client.post(f"/stock/adjustments/{made}/submit")
    assert [on_hand(alice), stock(alice, hat, main(alice)), stock(alice, hat, attic)] == [8, 3, 4]


def test_the_same_form_sent_twice_makes_one_draft() -> None:
    alice = shop()
    for _ in range(2):
        visitor(alice).post(URL, typed(alice, {"item": "shirt", "quantity": "-2"}))
    assert rows_of(alice, "select count(*) from inventory_adjustment") == [(1,)]


def test_every_wrong_line_is_told_at_its_place_and_nothing_is_kept() -> None:
    alice = shop()
    wrong: list[tuple[str, list[Line]]] = [
        ("no item with the SKU or barcode “ghost”", [{"item": "ghost", "quantity": "1"}]),
        ("Say how many pieces", [{"item": "shirt", "quantity": ""}]),
        ("This item has no lot “L9”", [{"item": "shirt", "quantity": "1", "lot": "L9"}]),
        ("a second time", [{"item": "shirt", "quantity": "1"}, {"item": "shirt", "quantity": "2"}]),
        ("changes nothing", [{"item": "shirt", "quantity": "0"}]),
        ("1 to 10,000 lines", []),
    ]
    for words, lines in wrong:
        answer = visitor(alice).post(URL, typed(alice, *lines))
        assert (answer.status_code, words in text_of(answer.content.decode())) == (422, True), words
    two: list[Line] = [{"item": "ghost", "quantity": "1"}, {"item": "elf", "quantity": "1"}]
    html = text_of(visitor(alice).post(URL, typed(alice, *two)).content.decode())
    assert ("“ghost”" in html, "“elf”" in html) == (True, True)
    assert rows_of(alice, "select count(*) from inventory_adjustment") == [(0,)]


def test_a_write_off_brings_no_pieces_in() -> None:
    alice = shop()
    answer = visitor(alice).post(URL, typed(alice, {"item": "shirt", "quantity": "2"}, reason="damaged"))
    assert (answer.status_code, "takes pieces away" in text_of(answer.content.decode())) == (422, True)


def test_a_draft_is_changed_in_the_same_form_and_keeps_its_lots() -> None:
    alice = shop()
    milk = tracked(alice, "milk", "lot")
    lot = lot_of(alice, milk, "L1", 5)
    client = visitor(alice)
    client.post(
        URL, typed(alice, {"item": "milk", "quantity": "-1", "lot": "L1"}, {"item": "hat", "quantity": "7"})
    )
    [(made,)] = rows_of(alice, "select id from inventory_adjustment")
    fields = held(client, f"/stock/adjustments/{made}/change")
    assert (fields["line-0-item"], fields["line-0-lot"], fields["line-0-quantity"]) == ("milk", "L1", "-1")
    change = {"line-0-quantity": "-2", "line-1-item": "", "note": "counted again"}
    client.post(f"/stock/adjustments/{made}/change", fields | change)
    assert [(way, amount, kept) for _, way, amount, kept in rows_of(alice, LINES)] == [("change_by", -2, lot)]
    assert rows_of(alice, "select note from inventory_adjustment") == [("counted again",)]


def test_what_is_posted_cannot_be_changed_any_more() -> None:
    alice = shop()
    client = visitor(alice)
    client.post(URL, typed(alice, {"item": "shirt", "quantity": "-2"}))
    [(made,)] = rows_of(alice, "select id from inventory_adjustment")
    client.post(f"/stock/adjustments/{made}/submit")
    assert f"/{made}/change" not in client.get(f"/stock/adjustments/{made}").content.decode()
    answer = client.post(f"/stock/adjustments/{made}/change", typed(alice, {"item": "shirt", "quantity": "-5"}))
    assert (answer.status_code, "is posted already" in text_of(answer.content.decode())) == (422, True)
    assert on_hand(alice) == Decimal(8)


def test_a_draft_with_more_lines_than_a_page_holds_is_not_cut() -> None:
    alice = shop()
    shirt, places = item(alice), [place(alice, f"Bay {number}") for number in range(MOST_TYPED + 1)]
    lines = [Wanted(shirt, one, "change_by", Decimal(1)) for one in places]
    made = draft_adjustment(alice, lines=lines, reason="found", now=day(5))
    client = visitor(alice)
    assert f"/{made.pk}/change" not in client.get(f"/stock/adjustments/{made.pk}").content.decode()
    answer = client.get(f"/stock/adjustments/{made.pk}/change")
    assert (answer.status_code, "more lines than a page holds" in text_of(answer.content.decode())) == (422, True)


def test_more_lines_keep_what_was_typed() -> None:
    alice = shop()
    sent = typed(alice, {"item": "shirt", "quantity": "-2"})
    html = visitor(alice).post(URL, sent | {"more": "1"}).content.decode()
    assert 'name="line-6-item"' in html
    assert re.search(r'name="line-0-item"[^>]*value="shirt"', html)
    assert rows_of(alice, "select count(*) from inventory_adjustment") == [(0,)]
