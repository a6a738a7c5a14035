"""A deed asks for its permission first, and is done in full or not at all."""

import pytest
from tests.make.people import people

from stockwright.accounts.models import Company
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import DEEDS, deed
from stockwright.kit.problems import NotAllowed
from stockwright.kit.tenancy import scope


@deed("company.write")
def rename(actor: Actor, *, name: str, fail: bool = False) -> None:
    """Rename the company, or fail after having done so."""
    Company.objects.filter(pk=actor.company_id).update(name=name)
    if fail:
        raise ValueError(name)


def name_of(actor: Actor) -> str:
    with scope(actor.company_id):
        return Company.objects.get().name


def test_who_may_does() -> None:
    alice = people().alice
    rename(alice, name="Tea")
    assert name_of(alice) == "Tea"


def test_who_may_not_is_refused_before_anything_happens() -> None:
    who = people()
    with pytest.raises(NotAllowed, match=r"company\.write"):
        rename(who.bob, name="Tea")
    assert name_of(who.alice) == "Alice's shop"


def test_a_deed_that_fails_leaves_no_trace() -> None:
    alice = people().alice
    with pytest.raises(ValueError, match="Tea"):
        rename(alice, name="Tea", fail=True)
    assert name_of(alice) == "Alice's shop"


def test_the_system_may_everything_in_its_own_company() -> None:
    alice = people().alice
    rename(Actor.system(alice.company_id), name="Tea")
    assert name_of(alice) == "Tea"


def test_every_deed_is_listed_with_its_permission() -> None:
    assert DEEDS[f"{rename.__module__}.rename"] == "company.write"
