"""A deed: one permission, one transaction, one company."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

Action = TypeVar("Action", bound=Callable[..., Any])

DEEDS: dict[str, str] = {}
"""Every deed there is (dotted name) with the permission it asks for."""


def deed(permission: str) -> Callable[[Action], Action]:
    """Run an action, whose first argument is the actor, as one deed.

    It is refused without `permission`, then done in full or not at all. Within another deed of the same
    company it becomes a savepoint of that transaction.
    """

    def around(action: Action) -> Action:
        DEEDS[f"{action.__module__}.{action.__name__}"] = permission

        @wraps(action)
        def done(actor: Actor, *args: Any, **kwargs: Any) -> Any:
            actor.require(permission)
            with scope(actor.company_id):
                return action(actor, *args, **kwargs)

        return cast(Action, done)

    return around
