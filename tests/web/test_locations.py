"""Places are added and named in the settings."""

from tests.make.people import colleague, owner
from tests.web.visits import text_of, visitor

from stockwright.inventory.queries.locations import locations_of
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

URL = "/settings/locations"


def names(actor: Actor) -> list[str]:
    with scope(actor.company_id):
        return [place.name for place in locations_of(actor)]


def test_a_place_is_added_by_its_name() -> None:
    alice = owner()
    client = visitor(alice)
    assert "No place holds stock yet" in text_of(client.get(URL).content.decode())
    assert client.post(URL, {"name": "Warehouse"}).status_code == 302
    html = client.get(URL).content.decode()
    assert "No place holds stock yet" not in html
    assert 'value="Warehouse"' in html
    assert names(alice) == ["Warehouse"]


def test_a_name_that_is_taken_is_refused_beside_the_field() -> None:
    alice = owner()
    client = visitor(alice)
    client.post(URL, {"name": "Warehouse"})
    answer = client.post(URL, {"name": "Warehouse"})
    assert answer.status_code == 422
    assert "There is a location called “Warehouse” already." in text_of(answer.content.decode())
    assert names(alice) == ["Warehouse"]


def test_who_may_only_look_adds_nothing() -> None:
    alice = owner()
    client = visitor(colleague(alice, "viewer"))
    assert "Add a location" not in client.get(URL).content.decode()
    assert client.post(URL, {"name": "Warehouse"}).status_code == 403
    assert names(alice) == []
