"""A scope is one transaction of one company."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests.make.people import owner

from stockwright.accounts.models import Company, Membership
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import person_scope, scope


class Stop(Exception):  # noqa: N818 - it stops, it is no error
    """Something that ends a scope early."""


def rename_and_stop(actor: Actor) -> None:
    with scope(actor.company_id):
        Company.objects.update(name="After")
        raise Stop


def test_a_scope_shows_the_own_company_and_its_end_hides_it() -> None:
    alice = owner()
    with scope(alice.company_id):
        assert Company.objects.count() == 1
    assert Company.objects.count() == 0


def test_a_scope_that_fails_changes_nothing() -> None:
    alice = owner("Before")
    with pytest.raises(Stop):
        rename_and_stop(alice)
    with scope(alice.company_id):
        assert Company.objects.get().name == "Before"


def test_an_inner_scope_that_fails_undoes_itself_alone() -> None:
    alice = owner("Before")
    with scope(alice.company_id):
        Company.objects.update(currency="USD")
        with pytest.raises(Stop):
            rename_and_stop(alice)
        company = Company.objects.get()
        assert (company.name, company.currency) == ("Before", "USD")


def test_a_scope_of_another_company_inside_is_a_bug() -> None:
    alice, mallory = owner(), owner()
    with (
        scope(alice.company_id),
        pytest.raises(RuntimeError, match="one company"),
        scope(mallory.company_id),
    ):
        pytest.fail("entered")


def test_the_company_is_forgotten_even_after_a_failure() -> None:
    alice, mallory = owner(), owner("Mallory's")
    with pytest.raises(Stop), scope(alice.company_id):
        raise Stop
    with scope(mallory.company_id):
        assert Company.objects.get().name == "Mallory's"


def test_a_person_sees_the_own_memberships_and_cannot_change_them() -> None:
    alice, mallory = owner(), owner()
    assert alice.person_id
    assert mallory.person_id
    with person_scope(alice.person_id):
        assert [row.company_id for row in Membership.objects.all()] == [alice.company_id]
        assert Membership.objects.update(role="owner") == 0
    with person_scope(uuid4()):
        assert Membership.objects.count() == 0


def test_a_scope_is_a_transaction_of_its_own() -> None:
    alice = owner()
    with (
        transaction.atomic(),
        pytest.raises(RuntimeError, match="durable"),
        scope(alice.company_id),
    ):
        pytest.fail("entered")
    assert connection.in_atomic_block is False
