"""A deed: one permission, one transaction, one company."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
Deed = Callable[Concatenate[Actor, Arguments], Answer]

DEEDS: dict[str, str] = {}
"""Every deed there is (dotted name) with the permission it asks for."""


def deed(permission: str) -> Callable[[Deed[Arguments, Answer]], Deed[Arguments, Answer]]:
    """Run an action as one deed: refuse without `permission`, then do it all or not at all.

    Within another deed of the same company it becomes a savepoint of that transaction.
    """

    def around(action: Deed[Arguments, Answer]) -> Deed[Arguments, Answer]:
        DEEDS[f"{action.__module__}.{action.__name__}"] = permission

        @wraps(action)
        def done(actor: Actor, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            actor.require(permission)
            with scope(actor.company_id):
                return action(actor, *args, **kwargs)

        return done

    return around
