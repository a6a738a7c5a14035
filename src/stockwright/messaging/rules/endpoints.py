"""What an endpoint may be: its address, the events it wants, and when it is switched off."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from stockwright.kit.problems import Conflict, Invalid
from stockwright.messaging.rules.addresses import Reach

MOST_ENDPOINTS = 50
EVERYTHING = "*"
TEST_EVENT = "webhook.test"
"""Goes only to the endpoint that is tried, whatever others want."""


class EndpointState(StrEnum):
    """Active ones are told, paused ones are told later, disabled ones are not told."""

    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"


class InvalidReceiver(Invalid):
    """Nothing can be sent to this address."""

    message = "Events cannot be sent to this address: {detail}"


class UnknownEvents(Invalid):
    """Nothing is called so."""

    message = "There is no event called {unknown}. Use names of the catalogue, inventory.* or *."


class TooManyEndpoints(Conflict):
    """A company has a limited number of endpoints."""

    message = "There are {most} webhooks already. Remove one that is not needed any more."


class EndpointOff(Conflict):
    """Nothing is sent to a disabled endpoint."""

    message = "This webhook is switched off. Switch it on first."


def wants(patterns: Sequence[str], name: str) -> bool:
    """Whether an endpoint that asked for `patterns` is told about an event."""
    if name == TEST_EVENT:
        return False
    return any(
        pattern in {EVERYTHING, name} or (pattern.endswith(".*") and name.startswith(pattern[:-1]))
        for pattern in patterns
    )


def check_wants(patterns: Collection[str], known: Collection[str]) -> list[str]:
    """The patterns in order, each once, or UnknownEvents where one fits no known event."""
    if not patterns:
        raise Invalid("Choose at least one event, or * for all of them.")
    found = sorted({pattern.strip() for pattern in patterns})
    unknown = [pattern for pattern in found if not any(wants([pattern], name) for name in known)]
    if unknown:
        raise UnknownEvents(unknown=", ".join(unknown))
    return found


def check_url(url: str, reach: Reach) -> str:
    """The address itself, or InvalidReceiver; what its name stands for is looked at each time it is used."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvalidReceiver(detail="it is not a web address.") from error
    told = url.strip()
    plain = told.isascii() and told.isprintable() and " " not in told
    if parts.scheme not in {"https", "http"} or not host or len(url) > 2000 or not plain:
        raise InvalidReceiver(detail="it has to look like https://example.com/hooks.")
    if parts.username is not None or parts.fragment:
        raise InvalidReceiver(detail="leave out the name and password before @ and everything after #.")
    if parts.scheme == "http" and not reach.is_any:
        raise InvalidReceiver(detail="it has to begin with https://.")
    _check_literal(host, parts.scheme, reach)
    return told


def _check_literal(host: str, scheme: str, reach: Reach) -> None:
    try:
        address = ip_address(host)
    except ValueError:
        return
    refusal = reach.refusal(address, secure=scheme == "https")
    if refusal:
        raise InvalidReceiver(detail=refusal)
