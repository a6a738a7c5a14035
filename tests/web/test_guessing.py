"""Passwords cannot be guessed by trying, and nobody is locked out by being right."""

from collections.abc import Iterator
from ipaddress import IPv4Address
from itertools import count

import pytest
from django.http import HttpResponse
from django.test.utils import override_settings
from tests.make.people import PASSWORD, owner
from tests.web.visits import stranger, text_of

_addresses = count(int(IPv4Address("10.1.0.1")))


@pytest.fixture(autouse=True)
def _limited() -> Iterator[None]:
    with override_settings(LOGIN_LIMIT=3, WEB_PROCESSES=1):
        yield


@pytest.fixture
def address() -> str:
    """Where nobody came from before."""
    return str(IPv4Address(next(_addresses)))


def log_in(email: str, password: str, address: str) -> HttpResponse:
    answer: HttpResponse = stranger().post("/login", {"email": email, "password": password}, REMOTE_ADDR=address)  # type: ignore[assignment]
    return answer


def test_after_a_few_wrong_tries_even_the_right_password_is_refused_for_a_while(address: str) -> None:
    email = owner().label
    assert [log_in(email, "wrong password", address).status_code for _ in range(3)] == [422] * 3
    refused = log_in(email, PASSWORD, address)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 300
    assert "Too many tries" in text_of(refused.content.decode())
    assert "sessionid" not in refused.cookies


def test_the_owner_gets_in_from_elsewhere_meanwhile(address: str) -> None:
    email = owner().label
    for _ in range(4):
        log_in(email, "wrong password", address)
    assert log_in(email, PASSWORD, str(IPv4Address(next(_addresses)))).status_code == 302


def test_one_account_cannot_be_guessed_from_many_addresses() -> None:
    email = owner().label
    answers = [log_in(email, "wrong", str(IPv4Address(next(_addresses)))).status_code for _ in range(11)]
    assert answers == [422] * 9 + [429] * 2


def test_right_log_ins_do_not_count(address: str) -> None:
    email = owner().label
    assert [log_in(email, PASSWORD, address).status_code for _ in range(6)] == [302] * 6


def test_new_companies_are_not_begun_by_the_dozen(address: str) -> None:
    answers = [
        stranger()
        .post(
            "/signup",
            {"company_name": "Hanse", "email": f"{address}-{n}@example.com", "password": PASSWORD},
            REMOTE_ADDR=address,
        )
        .status_code
        for n in range(4)
    ]
    assert answers == [302, 302, 302, 429]
