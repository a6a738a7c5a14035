"""Roles and what they may do; how an API token is made up; what a company's settings may be."""

import hashlib
import secrets
from datetime import date
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from stockwright.kit.problems import Conflict, Invalid, NotAuthenticated

POLICIES = ("position", "runway")

VALUATIONS = ("average", "fifo")
"""How the stock that went out is valued: at the moving average, or first in first out."""

_READ = frozenset({"catalog.read", "inventory.read", "sales.read", "purchasing.read", "forecast.read", "plan.read"})
_BUY = _READ | {
    "catalog.write",
    "inventory.write",
    "inventory.reserve",
    "inventory.approve",
    "sales.write",
    "purchasing.write",
    "forecast.write",
    "plan.decide",
    "plan.run",
    "imports.read",
    "imports.write",
    "exports.read",
}
_KEEP = _READ | {"inventory.write", "inventory.reserve", "company.read"}
_OWN = _BUY | {
    "company.read",
    "company.write",
    "people.read",
    "people.write",
    "tokens.read",
    "tokens.write",
    "audit.read",
    "webhooks.read",
    "webhooks.write",
}

ROLES: dict[str, frozenset[str]] = {
    "owner": _OWN,
    "buyer": _BUY | {"company.read"},
    "keeper": _KEEP,
    "viewer": _READ | {"company.read"},
}
"""What each role may do, as permission strings `part.verb`."""

PERMISSIONS = _OWN

_TOKEN_PREFIX = "sw"  # noqa: S105 - how a token begins, not a secret


class WrongLogin(NotAuthenticated):
    """The e-mail address and the password do not belong together."""

    message = "The e-mail address and the password do not match. Check both and try again."


class InvalidToken(NotAuthenticated):
    """The token is unknown, revoked or mistyped."""

    message = "The API token is not valid. Make a new one under Settings."


class EmailTaken(Conflict):
    """Somebody signed up with this address before."""

    message = "There is an account with this e-mail address. Log in instead."


class WeakPassword(Invalid):
    """The password is easy to guess."""

    message = "{detail}"


class InvalidSetting(Invalid):
    """A company setting is out of its range."""

    message = "{detail}"


class LastOwner(Conflict):
    """A company cannot be left without an owner."""

    message = "A company needs an owner. Make somebody else an owner first."


class TokenParts(NamedTuple):
    """What an API token tells: the company it belongs to and the hash to look for."""

    company_id: UUID
    hash: str


def new_token(company_id: UUID) -> str:
    """A fresh API token; it names its company, so that it is looked up inside that company only."""
    return f"{_TOKEN_PREFIX}_{company_id.hex}_{secrets.token_urlsafe(32)}"


def token_parts(token: str) -> TokenParts | None:
    """The parts of an API token, or None when it is not one."""
    prefix, _, rest = token.partition("_")
    company, _, secret = rest.partition("_")
    if prefix != _TOKEN_PREFIX or not secret:
        return None
    try:
        return TokenParts(UUID(hex=company), token_hash(token))
    except ValueError:
        return None


def token_hash(token: str) -> str:
    """What is kept of a token: it is long and random, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_time_zone(name: str) -> str:
    """The name itself, or InvalidSetting."""
    if name not in available_timezones():
        raise InvalidSetting(detail=f"“{name}” is not a time zone. Choose one such as Europe/Berlin.")
    return ZoneInfo(name).key


def check_currency(code: str) -> str:
    """A three-letter ISO 4217 code in capitals, or InvalidSetting."""
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise InvalidSetting(detail=f"“{code}” is not a currency code. Use three letters such as EUR.")
    return code.upper()


def check_closing(closed_through: object, today: date | None) -> None:
    """Pass silently, or InvalidSetting where the books would be closed for days that are still to come."""
    if isinstance(closed_through, date) and today is not None and closed_through > today:
        detail = "The books can be closed up to today, not for days that are still to come."
        raise InvalidSetting(detail=detail, field="closed_through")
