"""A claimed key belongs to one transaction; the others wait, and then find its answer or the key."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction
from tests.make.people import owner

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.answers import (
    Answer,
    KeyUsedOtherwise,
    claim_answer,
    fingerprint,
    keep_answer,
)

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
DONE = Answer(201, b'{"id": 1}')


def claim(actor: Actor, mark: str = "a") -> Answer | None:
    return claim_answer(actor, key="one", fingerprint=mark, now=NOW)


def test_a_fresh_key_is_claimed_and_a_kept_answer_found() -> None:
    alice = owner()
    with scope(alice.company_id):
        assert claim(alice) is None
        keep_answer(alice, key="one", answer=DONE)
    with scope(alice.company_id):
        assert claim(alice) == DONE


def test_another_request_under_the_key_is_refused() -> None:
    alice = owner()
    with scope(alice.company_id):
        claim(alice)
        keep_answer(alice, key="one", answer=DONE)
    with scope(alice.company_id), pytest.raises(KeyUsedOtherwise):
        claim(alice, "b")


def test_a_claim_dies_with_its_transaction() -> None:
    alice = owner()
    with scope(alice.company_id):
        claim(alice)
        transaction.set_rollback(True)
    with scope(alice.company_id):
        assert claim(alice) is None


@pytest.mark.parametrize("commits", [True, False])
def test_the_second_waits_for_the_first(commits: bool) -> None:
    alice = owner()
    found: list[Answer | None] = []
    started = threading.Event()

    def second() -> None:
        with scope(alice.company_id):
            started.set()
            found.append(claim(alice))
        connections.close_all()

    thread = threading.Thread(target=second)
    with scope(alice.company_id):
        claim(alice)
        thread.start()
        assert started.wait(10)
        assert found == []
        keep_answer(alice, key="one", answer=DONE)
        transaction.set_rollback(not commits)
    thread.join()
    assert found == [DONE if commits else None]


def test_method_path_and_body_all_count() -> None:
    marks = {
        fingerprint("POST", "/a", b"x"),
        fingerprint("PUT", "/a", b"x"),
        fingerprint("POST", "/b", b"x"),
        fingerprint("POST", "/a", b"y"),
        fingerprint("POST", "/ax", b""),
    }
    assert len(marks) == 5
