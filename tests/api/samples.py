"""For every id in a path how to make a row that has it, and for every write a body that is accepted.

The generated tests fail for a route that this table does not know.
"""

from collections.abc import Callable
from uuid import uuid4

from tests.make.people import PASSWORD, colleague

from stockwright.accounts.actions.tokens import make_token
from stockwright.accounts.queries import members_of
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


def member(actor: Actor) -> object:
    """The id of a colleague's membership."""
    person = colleague(actor, "viewer")
    with scope(actor.company_id):
        return next(one.id for one in members_of(actor) if one.email == person.label)


def token(actor: Actor) -> object:
    """The id of a token."""
    return make_token(actor, name="Web shop", role="viewer")[0].pk


IDS: dict[str, Callable[[Actor], object]] = {
    "member_id": member,
    "token_id": token,
}

BODIES: dict[str, Callable[[Actor], object]] = {
    "PATCH /company": lambda _: {"name": "New name"},
    "POST /members": lambda _: {
        "email": f"{uuid4().hex}@example.com",
        "password": PASSWORD,
        "role": "viewer",
    },
    "PATCH /members/{member_id}": lambda _: {"role": "buyer"},
    "POST /tokens": lambda _: {"name": "Till", "role": "viewer"},
}

WITHOUT_BODY = {"DELETE /tokens/{token_id}"}
