"""A client that asks too often is refused before anything is done, and nobody else notices."""

from collections.abc import Iterator
from ipaddress import IPv4Address
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from tests.api.calls import call, token_of
from tests.api.rows.outside import token as another_token
from tests.make.people import owner

from stockwright.accounts.actions.tokens import revoke_token
from stockwright.accounts.queries import tokens_of
from stockwright.api.problems import MEDIA_TYPE
from stockwright.inventory.queries.locations import locations_of
from stockwright.kit.addresses import network_address
from stockwright.kit.tenancy import scope
from stockwright.kit.throttle import Throttle

LIMIT = 7
_addresses = count(int(IPv4Address("10.0.0.1")))


@pytest.fixture(autouse=True)
def _limited() -> Iterator[None]:
    with override_settings(API_LIMIT=LIMIT, WEB_PROCESSES=1):
        yield


@pytest.fixture
def address() -> str:
    """Where nobody came from before."""
    return str(IPv4Address(next(_addresses)))


def asked(client: Client, address: str, text: str = "", path: str = "/locations") -> int:
    """The status of the answer to somebody at an address."""
    sent = {"Host": "localhost", "Authorization": f"Bearer {text}"}
    return client.get(f"/api/v1{path}", headers=sent, REMOTE_ADDR=address).status_code


def test_every_answer_says_where_the_client_stands() -> None:
    token = token_of(owner())
    told = call(token, "GET", "/locations")
    assert told.status == 200
    assert told.headers["RateLimit-Policy"] == '"client";q=7;w=60'
    assert told.headers["RateLimit-Limit"] == "7"
    assert told.headers["RateLimit-Remaining"] == "6"
    assert 0 < int(told.headers["RateLimit-Reset"]) <= 60
    assert told.headers["RateLimit"] == f'"client";r=6;t={told.headers["RateLimit-Reset"]}'
    refused = call(token, "GET", "/products/nonsense")
    assert refused.status == 422
    assert refused.headers["RateLimit-Remaining"] == "5"


def test_too_much_is_refused_with_the_time_to_come_back() -> None:
    token = token_of(owner())
    assert [call(token, "GET", "/locations").status for _ in range(LIMIT)] == [200] * LIMIT
    told = call(token, "GET", "/locations")
    assert (told.status, told.body["code"]) == (429, "too_many_requests")
    assert told.headers["Content-Type"] == MEDIA_TYPE
    assert told.headers["RateLimit-Remaining"] == "0"
    assert told.body["retry_after"] == int(told.headers["Retry-After"]) == int(told.headers["RateLimit-Reset"])


def test_what_is_too_much_changes_nothing_and_asks_the_database_nothing() -> None:
    alice = owner()
    token = token_of(alice)
    for _ in range(LIMIT):
        call(token, "GET", "/locations")
    with CaptureQueriesContext(connection) as queries:
        assert call(token, "POST", "/locations", {"name": "Never"}).status == 429
    assert len(queries) == 0
    with scope(alice.company_id):
        assert "Never" not in {place.name for place in locations_of(alice)}


def test_a_second_client_is_not_affected() -> None:
    alice = owner()
    busy, calm, mallory = token_of(alice), token_of(alice), token_of(owner())
    for _ in range(LIMIT + 3):
        call(busy, "GET", "/locations")
    assert call(busy, "GET", "/locations").status == 429
    assert call(calm, "GET", "/locations").status == 200
    assert call(mallory, "GET", "/locations").status == 200


def test_strangers_are_counted_by_their_address_and_may_less(address: str) -> None:
    client = Client()
    with override_settings(API_LIMIT=30):
        assert [asked(client, address, f"sw_guess_{n}") for n in range(5)] == [401, 401, 401, 429, 429]
        assert asked(client, address, path="/health") == 429
        assert asked(client, "192.0.2.77", path="/health") == 200


def test_whoever_shows_a_valid_token_is_no_stranger(address: str) -> None:
    """Many clients behind one address do not use up what strangers at it may."""
    client, alice = Client(), owner()
    with override_settings(API_LIMIT=30):
        assert [asked(client, address, token_of(alice)) for _ in range(6)] == [200] * 6


def test_a_revoked_token_is_refused_at_once_and_counts_as_a_strangers(address: str) -> None:
    client, alice = Client(), owner()
    another_token(alice)
    text = token_of(alice)
    assert asked(client, address, text) == 200
    with scope(alice.company_id):
        newest = tokens_of(alice)[0]
    revoke_token(alice, token_id=newest.pk)
    assert asked(client, address, text) == 401
    assert [asked(client, address, text) for _ in range(2)] == [401, 429]


def test_addresses_nowhere_and_the_description_are_throttled_too(address: str) -> None:
    client = Client()
    assert asked(client, address, path="/nowhere") == 404
    assert asked(client, address, path="/openapi.json") == 429


@override_settings(API_LIMIT=0)
def test_without_a_limit_nothing_is_said_of_one() -> None:
    told = call(token_of(owner()), "GET", "/locations")
    assert told.status == 200
    assert not [name for name in told.headers if name.startswith("RateLimit")]


def test_the_processes_of_the_server_share_the_limit() -> None:
    with override_settings(API_LIMIT=10, WEB_PROCESSES=2):
        assert call(token_of(owner()), "GET", "/locations").headers["RateLimit-Limit"] == "5"


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "expected"),
    [
        ("192.0.2.1", "", 0, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", 0, "192.0.2.1"),
        ("127.0.0.1", "203.0.113.5, 198.51.100.9", 1, "198.51.100.9"),
        ("127.0.0.1", "made up, 203.0.113.5, 10.0.0.2", 2, "203.0.113.5"),
        ("127.0.0.1", "", 1, "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "", 0, "192.0.2.1"),
    ],
)
def test_only_what_our_own_proxies_say_of_an_address_is_believed(
    remote: str, forwarded: str, proxies: int, expected: str
) -> None:
    meta = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    assert network_address(meta, proxies=proxies) == expected


def test_what_is_given_back_does_not_count() -> None:
    counted = Throttle("tries of a test", limit=1, seconds=60)
    assert counted.take("alice").allowed
    counted.give_back("alice")
    assert counted.take("alice").allowed
    assert not counted.take("alice").allowed
    assert counted.take("bob").allowed
