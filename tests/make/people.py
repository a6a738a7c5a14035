"""Companies and the people in them."""

from dataclasses import dataclass, replace
from uuid import uuid4

from django.contrib.auth.hashers import Argon2PasswordHasher

from stockwright.accounts.actions.people import add_person, sign_up
from stockwright.accounts.rules import ROLES
from stockwright.kit.actor import Actor

PASSWORD = "correct horse battery"


class QuickArgon2(Argon2PasswordHasher):
    """The product's hasher with the least work, since tests sign up people by the hundred."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def owner(company_name: str = "Shop", **settings: str) -> Actor:
    """The owner of a fresh company."""
    return sign_up(company_name=company_name, email=f"{uuid4().hex}@example.com", password=PASSWORD, **settings)


def colleague(actor: Actor, role: str) -> Actor:
    """Somebody else in the actor's company."""
    member = add_person(actor, email=f"{uuid4().hex}@example.com", password=PASSWORD, role=role)
    return replace(actor, permissions=ROLES[role], person_id=member.person_id, label=member.person.email)


@dataclass(frozen=True)
class People:
    """Alice may everything in her company, Bob may only look, Mallory is of another company."""

    alice: Actor
    bob: Actor
    mallory: Actor


def people() -> People:
    """The three."""
    alice = owner("Alice's shop")
    return People(alice=alice, bob=colleague(alice, "viewer"), mallory=owner("Mallory's shop"))
