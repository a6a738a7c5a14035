"""The search box as a way to every page."""

import re

from tests.make.people import colleague, owner
from tests.web.visits import HTMX, visitor

from stockwright.kit.actor import Actor


def offered(actor: Actor) -> list[str]:
    html = visitor(actor).get("/search", headers=HTMX).content.decode()
    return re.findall(r'href="(/[^"]*)"', html)


def test_before_anything_is_typed_every_page_is_offered_and_opens() -> None:
    alice = owner()
    addresses, client = offered(alice), visitor(alice)
    assert {"/today", "/stock", "/transfers", "/kits", "/counts", "/lots", "/tags", "/settings/people"} <= {
        *addresses
    }
    assert {client.get(address).status_code for address in addresses} == {200}


def test_pages_that_a_person_may_not_open_are_not_offered() -> None:
    alice = owner()
    viewer = colleague(alice, "viewer")
    addresses, client = offered(viewer), visitor(viewer)
    assert "/transfers/new" not in addresses
    assert {client.get(address).status_code for address in addresses} == {200}
