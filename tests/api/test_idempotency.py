"""A write that is sent twice is done once."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from tests.api.calls import Told, call, token_of
from tests.make.people import PASSWORD, owner

from stockwright.accounts.queries import members_of, tokens_of
from stockwright.api import door
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.answers import claim_answer, forget_answers
from stockwright.messaging.models import KeptAnswer


def member() -> dict[str, str]:
    return {"email": f"{uuid4().hex}@example.com", "password": PASSWORD, "role": "viewer"}


def members(actor: Actor) -> int:
    with scope(actor.company_id):
        return len(members_of(actor))


@pytest.fixture
def alice() -> Actor:
    return owner()


def test_the_same_request_with_the_same_key_gets_the_same_answer(alice: Actor) -> None:
    token, body = token_of(alice), member()
    first = call(token, "POST", "/members", body, key="one")
    again = call(token, "POST", "/members", body, key="one")
    assert (first.status, again.status) == (201, 201)
    assert again.body == first.body
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert members(alice) == 2


def test_without_a_key_it_is_done_again(alice: Actor) -> None:
    token = token_of(alice)
    for _ in range(2):
        assert call(token, "POST", "/tokens", {"name": "Till", "role": "viewer"}).status == 201
    with scope(alice.company_id):
        assert [one.name for one in tokens_of(alice)].count("Till") == 2


def test_the_key_with_another_body_is_refused_and_changes_nothing(alice: Actor) -> None:
    token = token_of(alice)
    call(token, "POST", "/members", member(), key="one")
    other = call(token, "POST", "/members", member(), key="one")
    assert (other.status, other.body["code"]) == (409, "key_used_otherwise")
    assert members(alice) == 2


def test_the_key_at_another_address_is_refused(alice: Actor) -> None:
    token = token_of(alice)
    call(token, "PATCH", "/company", {"name": "Tea"}, key="one")
    other = call(token, "POST", "/tokens", {"name": "Tea", "role": "viewer"}, key="one")
    assert other.body["code"] == "key_used_otherwise"


def test_two_companies_may_use_the_same_key(alice: Actor) -> None:
    mallory = owner()
    for actor in (alice, mallory):
        told = call(token_of(actor), "PATCH", "/company", {"name": "Tea"}, key="one")
        assert (told.status, "Idempotency-Replayed" in told.headers) == (200, False)
        assert told.body["id"] == str(actor.company_id)


def test_a_refused_request_leaves_its_key_free(alice: Actor) -> None:
    token = token_of(alice)
    refused = call(token, "POST", "/members", {**member(), "password": "password12"}, key="one")
    assert refused.status == 422
    assert call(token, "POST", "/members", member(), key="one").status == 201


def test_who_lost_the_permission_gets_no_kept_answer(alice: Actor) -> None:
    body = member()
    call(token_of(alice), "POST", "/members", body, key="one")
    assert call(token_of(alice, "viewer"), "POST", "/members", body, key="one").status == 403


def test_a_kept_answer_is_forgotten_after_a_day(alice: Actor) -> None:
    token = token_of(alice)
    call(token, "PATCH", "/company", {"name": "Tea"}, key="one")
    with scope(alice.company_id):
        KeptAnswer.objects.of(alice).update(at=datetime.now(UTC) - timedelta(hours=25))
    told = call(token, "PATCH", "/company", {"name": "Coffee"}, key="one")
    assert (told.status, told.body["name"]) == (200, "Coffee")


def test_old_answers_are_swept_and_young_ones_stay(alice: Actor) -> None:
    token = token_of(alice)
    call(token, "PATCH", "/company", {"name": "Tea"}, key="old")
    call(token, "PATCH", "/company", {"name": "Tea"}, key="young")
    now = datetime.now(UTC)
    with scope(alice.company_id):
        KeptAnswer.objects.of(alice).filter(key="old").update(at=now - timedelta(hours=25))
        assert forget_answers(alice, now=now) == 1
        assert [kept.key for kept in KeptAnswer.objects.of(alice)] == ["young"]


def test_the_text_of_a_token_is_kept_nowhere(alice: Actor) -> None:
    token, body = token_of(alice), {"name": "Till", "role": "viewer"}
    made = call(token, "POST", "/tokens", body, key="one")
    again = call(token, "POST", "/tokens", body, key="one")
    assert (again.status, again.body["code"]) == (409, "answer_not_kept")
    with scope(alice.company_id):
        [kept] = KeptAnswer.objects.of(alice)
        assert kept.body is None
        assert [one.name for one in tokens_of(alice)].count("Till") == 1
    assert call(made.body["token"], "GET", "/company").status == 200


@pytest.mark.parametrize("key", ["", "ключ", "x" * 201, "a\tb"])
def test_a_key_that_is_not_usable_is_told(alice: Actor, key: str) -> None:
    told = call(token_of(alice), "PATCH", "/company", {"name": "Tea"}, key=key)
    assert (told.status, told.body["code"]) == (422, "invalid_key")


@dataclass
class Race:
    """The same request from several threads, all let go at once."""

    token: str
    answers: list[Told] = field(default_factory=list)

    def run(self, bodies: list[dict[str, str]], key: str | None) -> list[Told]:
        gate = threading.Barrier(len(bodies))
        threads = [threading.Thread(target=self._one, args=(body, key, gate)) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.answers

    def _one(self, body: dict[str, str], key: str | None, gate: threading.Barrier) -> None:
        gate.wait()
        self.answers.append(call(self.token, "POST", "/tokens", body, key=key))
        connections.close_all()


def test_of_many_at_once_one_is_done_and_the_others_wait_for_it(alice: Actor) -> None:
    body = {"name": "Till", "role": "viewer"}
    answers = Race(token_of(alice)).run([body] * 6, key="one")
    assert sorted(told.status for told in answers) == [201, 409, 409, 409, 409, 409]
    assert {told.body["code"] for told in answers if told.status == 409} == {"answer_not_kept"}
    with scope(alice.company_id):
        assert [one.name for one in tokens_of(alice)].count("Till") == 1


def test_without_the_key_the_same_race_does_it_six_times(alice: Actor) -> None:
    answers = Race(token_of(alice)).run([{"name": "Till", "role": "viewer"}] * 6, key=None)
    assert {told.status for told in answers} == {201}
    with scope(alice.company_id):
        assert [one.name for one in tokens_of(alice)].count("Till") == 6


def test_who_waits_too_long_for_the_first_is_told_so(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LONGEST_WAIT", "50ms")
    answers: list[Told] = []
    token = token_of(alice)

    def second() -> None:
        answers.append(call(token, "PATCH", "/company", {"name": "Tea"}, key="one"))
        connections.close_all()

    thread = threading.Thread(target=second)
    with scope(alice.company_id):
        claim_answer(alice, key="one", fingerprint="that of the first", now=datetime.now(UTC))
        thread.start()
        thread.join()
    assert [(told.status, told.body["code"]) for told in answers] == [(409, "key_in_use")]
