"""Every failure is told in one shape, and changes nothing."""

import json
import logging
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.api.calls import Told, call, token_of
from tests.make.people import owner

from stockwright.accounts.models import Company
from stockwright.accounts.queries import company_of
from stockwright.api import door
from stockwright.api.door import LARGEST_BODY
from stockwright.kit.actor import Actor
from stockwright.kit.locking import locked
from stockwright.kit.tenancy import scope


@pytest.fixture
def alice() -> Actor:
    return owner()


def check_shape(told: Told, status: int, code: str) -> None:
    assert told.status == status, told
    assert told.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail"} <= set(told.body)
    assert (told.body["status"], told.body["code"]) == (status, code)
    assert told.body["type"] == f"urn:stockwright:problem:{code}"


def test_a_rule_that_is_broken_is_told_with_its_code(alice: Actor) -> None:
    told = call(token_of(alice), "PATCH", "/company", {"time_zone": "Moon/Crater"})
    check_shape(told, 422, "invalid_setting")
    assert "Moon/Crater" in told.body["detail"]
    with scope(alice.company_id):
        assert company_of(alice).time_zone == "UTC"


def test_every_field_that_is_wrong_is_told(alice: Actor) -> None:
    body = {"service_level": "2", "review_days": "often", "colour": "red"}
    told = call(token_of(alice), "PATCH", "/company", body)
    check_shape(told, 422, "invalid_request")
    assert {error["field"] for error in told.body["errors"]} == {
        "service_level",
        "review_days",
        "colour",
    }
    assert all(error["in"] == "body" and error["message"] for error in told.body["errors"])


def test_a_misspelt_parameter_is_told(alice: Actor) -> None:
    check_shape(call(token_of(alice), "GET", "/company?colour=red"), 422, "unknown_parameter")


def test_null_is_no_setting(alice: Actor) -> None:
    told = call(token_of(alice), "PATCH", "/company", {"name": None})
    check_shape(told, 422, "invalid_request")


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"null", b'"x"', b'{"service_level": NaN}', b"\xff", b"[" * 100_000]
)
def test_a_body_that_is_no_json_object_is_told(alice: Actor, raw: bytes) -> None:
    told = call(token_of(alice), "PATCH", "/company", raw=raw)
    assert told.status == 422
    assert told.body["code"] in {"unreadable_body", "invalid_request"}


@pytest.mark.parametrize("name", ["a\0b", "half \ud800 of a pair"])
def test_text_that_cannot_be_stored_is_told(alice: Actor, name: str) -> None:
    told = call(token_of(alice), "PATCH", "/company", {"name": name})
    check_shape(told, 422, "unstorable_text")


def test_letters_of_every_script_are_stored(alice: Actor) -> None:
    told = call(token_of(alice), "PATCH", "/company", {"name": "Чай 茶 🫖"})
    assert (told.status, told.body["name"]) == (200, "Чай 茶 🫖")


def test_an_exact_number_stays_exact(alice: Actor) -> None:
    told = call(token_of(alice), "PATCH", "/company", raw=b'{"service_level": 0.987}')
    assert told.body["service_level"] == "0.987"


def test_a_body_that_is_too_large_is_not_read(alice: Actor) -> None:
    told = call(token_of(alice), "PATCH", "/company", raw=b" " * (LARGEST_BODY + 1))
    check_shape(told, 413, "body_too_large")
    assert told.body["limit_bytes"] == LARGEST_BODY


@pytest.mark.parametrize("path", ["/nothing", "/company/nothing", "/members/x/y/z"])
def test_an_address_that_does_not_exist_is_told(path: str) -> None:
    check_shape(call(None, "POST", path, {}), 404, "no_such_address")


def test_a_method_that_does_not_exist_is_told_with_those_that_do() -> None:
    told = call(None, "DELETE", "/company")
    check_shape(told, 405, "method_not_allowed")
    assert set(told.headers["Allow"].split(", ")) == {"GET", "PATCH"}


def test_an_id_that_is_none_is_told(alice: Actor) -> None:
    told = call(token_of(alice), "DELETE", "/tokens/17")
    check_shape(told, 422, "invalid_request")
    assert told.body["errors"][0]["in"] == "path"


def test_a_revoked_token_is_worthless_from_then_on(alice: Actor) -> None:
    token = token_of(alice)
    spare = call(token, "POST", "/tokens", {"name": "Spare", "role": "viewer"}).body
    assert call(spare["token"], "GET", "/company").status == 200
    assert call(token, "DELETE", f"/tokens/{spare['id']}").status == 204
    check_shape(call(spare["token"], "GET", "/company"), 401, "invalid_token")


def test_a_mistake_of_our_own_is_logged_and_tells_nothing(
    alice: Actor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stockwright.accounts.rules import ROLES

    token = token_of(alice, "viewer")
    monkeypatch.delitem(ROLES, "viewer")  # a token whose role the program no longer knows
    with caplog.at_level(logging.ERROR):
        told = call(token, "GET", "/company")
    check_shape(told, 500, "internal_error")
    assert "viewer" not in json.dumps(told.body)
    assert caplog.records[0].exc_info


def test_who_meets_another_write_is_told_to_come_again(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LONGEST_WAIT", "50ms")
    token, answers = token_of(alice), []

    def write() -> None:
        answers.append(call(token, "PATCH", "/company", {"name": "Mine"}))
        connections.close_all()

    thread = threading.Thread(target=write)
    with scope(alice.company_id):
        locked(Company.objects.filter(pk=alice.company_id))
        thread.start()
        thread.join()
    check_shape(answers[0], 503, "busy")
    assert answers[0].headers["Retry-After"] == "1"
    assert call(token, "PATCH", "/company", {"name": "Mine"}).status == 200


def test_a_request_that_reads_cannot_write(alice: Actor) -> None:
    token = token_of(alice)
    with CaptureQueriesContext(connection) as queries:
        call(token, "GET", "/company")
    asked = [query["sql"] for query in queries]
    assert any("set_config('transaction_read_only', 'on', true)" in one for one in asked[:-1])


def test_a_session_of_the_pages_does_not_open_the_api() -> None:
    """The API knows tokens only, so a page of somebody else's cannot make a browser call it."""
    client = Client()
    answer = client.get("/api/v1/company", headers={"Host": "localhost"})
    assert answer.status_code == 401
