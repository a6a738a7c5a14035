"""Signing up, logging in and belonging to a company."""

from uuid import uuid4

import pytest
from tests.make.people import PASSWORD, colleague, owner

from stockwright.accounts.actions.people import add_person, change_role, log_in, sign_up
from stockwright.accounts.queries import actor_of, members_of
from stockwright.accounts.rules import EmailTaken, LastOwner, WeakPassword, WrongLogin
from stockwright.kit.problems import NotAllowed
from stockwright.kit.tenancy import scope


def test_who_signs_up_owns_the_company_and_can_log_in() -> None:
    email = f"{uuid4().hex}@Example.com"
    actor = sign_up(company_name="Tea & Co", email=email, password=PASSWORD)
    person, company_id = log_in(email=email.upper(), password=PASSWORD)
    assert company_id == actor.company_id
    assert actor_of(person.pk, company_id) == actor


def test_a_wrong_password_and_an_unknown_address_are_told_alike() -> None:
    with pytest.raises(WrongLogin) as unknown:
        log_in(email="nobody@example.com", password=PASSWORD)
    email = f"{uuid4().hex}@example.com"
    sign_up(company_name="Shop", email=email, password=PASSWORD)
    with pytest.raises(WrongLogin) as wrong:
        log_in(email=email, password="something else entirely")
    assert unknown.value.text == wrong.value.text


def test_an_address_signs_up_once() -> None:
    email = f"{uuid4().hex}@example.com"
    sign_up(company_name="First", email=email, password=PASSWORD)
    with pytest.raises(EmailTaken):
        sign_up(company_name="Second", email=email.upper(), password=PASSWORD)


def test_a_password_anyone_would_guess_is_refused() -> None:
    with pytest.raises(WeakPassword):
        sign_up(company_name="Shop", email="weak@example.com", password="password12")


def test_only_who_may_manage_people_adds_them() -> None:
    alice = owner()
    bob = colleague(alice, "viewer")
    with pytest.raises(NotAllowed):
        add_person(bob, email="eve@example.com", password=PASSWORD, role="owner")
    with scope(alice.company_id):
        assert {member.role for member in members_of(alice)} == {"owner", "viewer"}


def test_the_last_owner_stays_owner() -> None:
    alice = owner()
    with scope(alice.company_id):
        [member] = members_of(alice)
    with pytest.raises(LastOwner):
        change_role(alice, membership_id=member.id, role="viewer")
