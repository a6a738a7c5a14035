"""What can go wrong in words a person can act on; each door tells it in its own way."""

import re
from typing import ClassVar


class Problem(Exception):  # noqa: N818 - people are told problems, not errors
    """A refusal with a code from its class name, a whole sentence and typed fields."""

    status: ClassVar[int] = 400
    message: ClassVar[str] = "This cannot be done."

    def __init__(self, message: str | None = None, **fields: object) -> None:
        self.fields = fields
        self.text = self.message.format(**fields) if message is None else message
        super().__init__(self.text)

    @property
    def code(self) -> str:
        """The class name in snake case: `NotAKit` is told as `not_a_kit`."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", type(self).__name__).lower()


class Invalid(Problem):
    """What was sent cannot be understood or breaks a rule."""

    status = 422
    message = "Something in the request is not valid: {detail}"


class Unfit(Invalid):
    """A value passed every check of ours, and the database cannot hold it."""

    message = "A value cannot be stored: a number is too large, a text is too long, or it holds a zero byte."


class NotAuthenticated(Problem):
    """Nobody is known to be asking."""

    status = 401
    message = "Log in or send a valid API token."


class NotAllowed(Problem):
    """The person is known, and may not do this."""

    status = 403
    message = "Your role does not include {permission}. Ask an owner of the company."


class NotFound(Problem):
    """There is no such row in this company; another company's row is told the same way."""

    status = 404
    message = "There is no {what} with this id."


class Conflict(Problem):
    """The request is fine, the present state is not."""

    status = 409
    message = "This no longer fits the present state: {detail}"


class TooManyRequests(Problem):
    """Somebody came too often within a while; nothing was done."""

    status = 429
    message = "Too many requests. Come back in {retry_after} seconds."


class NotYet(Conflict):
    """There is nothing to do before something else has come; by itself no failure."""

    message = "This needs something that is not there yet: {detail}"


class Transient(Exception):  # noqa: N818 - a state of the outside world, told by its name
    """The outside failed in a way that passes: try again with a growing pause."""


class Permanent(Exception):  # noqa: N818
    """The outside refused for good: stop and tell the owner."""
