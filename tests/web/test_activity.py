"""Everything that was done is told in words, found by any filter, and opens to what it was before."""

import dataclasses
import io
import json
import re
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.architecture.test_source import everything, happenings
from tests.make.exported import read_rows
from tests.make.goods import item, stated
from tests.make.people import colleague, owner
from tests.web.visits import bytes_of, text_of, visitor

from stockwright.accounts.actions.companies import change_company
from stockwright.accounts.actions.people import change_role, remove_person
from stockwright.accounts.actions.tokens import make_token, revoke_token
from stockwright.accounts.queries import members_of
from stockwright.catalog.actions.items import change_item, create_item
from stockwright.insights.rules.exports import Format
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.models import Event
from stockwright.web.fill.event_words import WORDS, words_of


@pytest.fixture(scope="module")
def alice() -> Actor:
    """The owner of a company in which this and that was done."""
    actor = owner("Hanse")
    change_company(actor, currency="SEK", lead_days=21)
    make_token(actor, name="Till", role="viewer")
    buyer = colleague(actor, "buyer")
    tea = create_item(buyer, sku="TEA-1", name="Green tea", price=Decimal("4.90"))
    change_item(buyer, variant_id=tea.pk, price=Decimal("5.10"), name="Greener tea")
    stated(actor, 12, sku="TEA-1")
    return actor


def shown(actor: Actor, query: str = "") -> str:
    answer = visitor(actor).get(f"/settings/activity{query}")
    assert answer.status_code == 200
    return text_of(re.sub(r"(?s)^.*id=\"list\"|<form.*?</form>", " ", answer.content.decode()))


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("", "Began the company Hanse.", "Stock changed by"),
        ("?kind=items", "Changed the item TEA-1", "API token Till"),
        ("?kind=access", "Made the API token Till", "TEA-1"),
        ("?name=company.changed", "Changed the settings", "TEA-1"),
        ("?q=greener", "Changed the item TEA-1", "Added the item TEA-1"),
        ("?q=100%25", "Nothing matches", "TEA-1"),
        ("?first=2020-01-01", "Changed the item TEA-1", "Nothing matches"),
        ("?first=2999-01-01", "Nothing matches", "TEA-1"),
        ("?last=2020-01-01", "Nothing matches", "TEA-1"),
        ("?stock=1", "Stock changed by 12 to 12 on hand.", "Nothing matches"),
        ("?kind=stock", "Told the stock of 1 items.", "Stock changed by"),
        ("?by=system", "Nothing matches", "TEA-1"),
    ],
)
def test_a_filter_shows_what_fits_and_hides_the_rest(query: str, there: str, gone: str, alice: Actor) -> None:
    said = shown(alice, query)
    assert there in said
    assert gone not in said


def test_a_persons_deeds_are_theirs_alone(alice: Actor) -> None:
    with scope(alice.company_id):
        buyer = next(one.email for one in members_of(alice) if one.role == "buyer")
    said = shown(alice, f"?by={buyer}")
    assert "Changed the item TEA-1" in said
    assert "Made the API token" not in said


def test_a_deed_opens_to_its_before_and_after_and_to_the_objects_other_deeds(alice: Actor) -> None:
    html = visitor(alice).get("/settings/activity?name=item.changed").content.decode()
    assert "Price 4.9 5.1" in text_of(html)
    [url] = re.findall(r'href="/settings/activity(\?subject=item[^"]+)"', html)
    said = shown(alice, url)
    assert "Added the item TEA-1." in said
    assert "Changed the item TEA-1" in said
    assert "Till" not in said


def test_pages_follow_one_another_without_a_gap() -> None:
    actor = owner()
    for number in range(70):
        create_item(actor, sku=f"SKU-{number}")
    client, url, seen = visitor(actor), "/settings/activity?kind=items", []
    while url:
        html = client.get(url).content.decode()
        seen += re.findall(r"Added the item (SKU-\d+)", html)
        found = re.search(r'rel="next" data-prefetch href="([^"]+)"', html)
        url = f"/settings/activity{found[1]}".replace("&amp;", "&") if found else ""
    assert seen == [f"SKU-{number}" for number in reversed(range(70))]


def test_more_deeds_are_no_more_queries() -> None:
    actor = owner()
    client, counts = visitor(actor), []
    for number in range(2):
        create_item(actor, sku=f"SKU-{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/settings/activity")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_what_is_filtered_is_taken_away_as_it_is_shown(alice: Actor) -> None:
    answer = visitor(alice).get("/settings/activity/file?kind=items")
    archive = ZipFile(io.BytesIO(bytes_of(answer)))
    rows = read_rows(archive.read("audit.csv"), Format.CSV)
    assert {row["name"] for row in rows} == {"item.added", "item.changed"}
    assert json.loads(archive.read("manifest.json"))["filter"] == "Kind: Items"
    changed = next(row for row in rows if row["name"] == "item.changed")
    assert json.loads(changed["before"])["price"] == "4.9"


def told(actor: Actor, name: str) -> tuple[str, dict[str, Any]]:
    with scope(actor.company_id):
        event = Event.objects.of(actor).filter(name=name).latest("at")
    return event.subject, event.payload


def test_what_people_may_do_is_told_with_before_and_after() -> None:
    actor = owner()
    ben = colleague(actor, "viewer")
    with scope(actor.company_id):
        theirs = next(one.id for one in members_of(actor) if one.email == ben.label)
    change_role(actor, membership_id=theirs, role="buyer")
    subject, changed = told(actor, "person.role_changed")
    assert (subject, changed["before"], changed["after"]) == (
        f"person:{ben.person_id}",
        {"role": "viewer"},
        {"role": "buyer"},
    )
    remove_person(actor, membership_id=theirs)
    _, left = told(actor, "person.left")
    assert (left["email"], left["before"], left["after"]) == (ben.label, {"role": "buyer"}, {"role": None})


def test_the_same_role_again_is_no_deed() -> None:
    actor = owner()
    ben = colleague(actor, "viewer")
    with scope(actor.company_id):
        theirs = next(one.id for one in members_of(actor) if one.email == ben.label)
    change_role(actor, membership_id=theirs, role="viewer")
    assert "Changed what" not in shown(actor)


def test_a_revoked_token_is_told_by_its_name() -> None:
    actor = owner()
    token, _ = make_token(actor, name="Till", role="viewer")
    revoke_token(actor, token_id=token.pk)
    subject, payload = told(actor, "token.revoked")
    assert (subject, payload["token_name"], payload["after"]) == (f"token:{token.pk}", "Till", {"state": "revoked"})


def test_the_words_of_an_event_speak_of_its_fields() -> None:
    everything()
    known = {one.name: one for one in happenings() if one.__module__.startswith("stockwright.")}
    assert set(WORDS) <= set(known)
    for name, happening in known.items():
        fields = {field.name: f"<{field.name}>" for field in dataclasses.fields(happening)}
        said = words_of(name, fields)
        assert "\N{EN DASH}" not in said, said
        assert "_id" not in said
        assert said[0].isupper() or said.startswith("<"), said


def test_an_event_without_words_of_its_own_is_still_a_sentence() -> None:
    assert words_of("kettle.boiled_over", {"number": "K-7", "x": 1}) == "Boiled over (K-7)."


def test_an_event_tells_numbers_days_and_changes_as_people_read_them() -> None:
    said = words_of("plan.finished", {"planned_on": "2026-03-01", "order_today": 1200})
    assert said == "Made the plan of 1 March 2026: 1,200 items to order."
    changed = {"sku": "A1", "before": {"lead_days": None}, "after": {"lead_days": "7"}}
    assert words_of("item.changed", changed) == "Changed the item A1: lead days \N{EN DASH} → 7."
    rule = {"channel": "web", "before": {"floor": None, "buffer": "1"}, "after": {"floor": None, "buffer": "2"}}
    assert words_of("channel_rule.changed", rule) == "Changed what web may sell: buffer 1 → 2."
    cost = {"amount": "186.4", "kind": "freight", "document": "INV-1"}
    assert words_of("inventory.landed_cost_added", cost) == "Divided 186.40 of freight over the goods of INV-1."


def test_another_companys_object_has_no_history_here(alice: Actor) -> None:
    html = visitor(alice).get("/settings/activity?name=item.changed").content.decode()
    [url] = re.findall(r'href="/settings/activity(\?subject=item[^"]+)"', html)
    mallory = owner()
    item(mallory)
    assert "Nothing matches" in shown(mallory, url)
