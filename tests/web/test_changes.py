"""Pages follow what happens, and programs do."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import override_settings
from tests.api.calls import token_of
from tests.make.people import owner
from tests.web.visits import visitor

from stockwright.inventory.actions.locations import add_location


@override_settings(STREAMS=0)
def test_an_open_page_hears_what_happened_since_it_last_listened() -> None:
    alice = owner()
    client = visitor(alice)
    last_id = _read(client.get("/changes")).rpartition("id: ")[2].strip()
    add_location(alice, name="Attic")
    answer = client.get("/changes", headers={"Last-Event-ID": last_id})
    assert answer["Content-Type"] == "text/event-stream"
    assert answer["Cache-Control"] == "no-store"
    assert "Attic" in _read(answer)


@override_settings(STREAMS=0)
def test_a_program_hears_it_by_header_or_query() -> None:
    alice = owner()
    headers = {"Host": "localhost", "Authorization": f"Bearer {token_of(alice)}"}
    url = "/api/v1/inventory/changes"
    last_id = _read(Client().get(url, headers=headers)).rpartition("id: ")[2].strip()
    add_location(alice, name="Attic")
    assert "Attic" in _read(Client().get(url, headers={**headers, "Last-Event-ID": last_id}))
    assert "Attic" in _read(Client().get(url, {"since": last_id}, headers=headers))


def test_the_page_may_connect_to_nobody_else() -> None:
    assert "connect-src 'self'" in visitor(owner()).get("/today")["Content-Security-Policy"]


def _read(answer: object) -> str:
    assert isinstance(answer, StreamingHttpResponse)
    chunks: Iterator[bytes] = iter(answer)
    return b"".join(chunks).decode()
