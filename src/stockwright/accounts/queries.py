"""Who somebody is, and what their company looks like."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from stockwright.accounts.models import ApiToken, Company, Membership
from stockwright.accounts.rules import ROLES, TokenParts
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask_prepared
from stockwright.kit.tenancy import scope


@dataclass(frozen=True)
class CompanyClock:
    """A company and the time zone its night runs in."""

    company_id: UUID
    time_zone: str


@dataclass(frozen=True)
class Member:
    """A person in the company."""

    id: UUID
    email: str
    name: str
    role: str
    since: datetime


@dataclass(frozen=True)
class TokenInUse:
    """Who a token acts for, and the day it was last noted as used."""

    actor: Actor
    last_used_on: date | None


_IN_USE = """
    select name, role, last_used_on from accounts_apitoken
    where company_id = %(company)s and hash = %(hash)s and revoked_at is null
"""


def actor_of(person_id: UUID, company_id: UUID) -> Actor | None:
    """The person as they may act in the company, or None if they are no member (any more)."""
    with scope(company_id):
        member = membership_of(person_id, company_id)
    return actor_as(member) if member else None


def membership_of(person_id: UUID, company_id: UUID) -> Membership | None:
    """The person's place in the company, while both last; asked inside the company's scope."""
    rows = Membership.objects.filter(company_id=company_id, person_id=person_id, person__active=True)
    return rows.select_related("person").first()


def actor_as(member: Membership) -> Actor:
    """Somebody as they may act in their company."""
    return Actor(member.company_id, ROLES[member.role], member.person_id, member.person.email)


def company_of(actor: Actor) -> Company:
    """The actor's company with its settings."""
    return Company.objects.get(pk=actor.company_id)


def members_of(actor: Actor) -> list[Member]:
    """Everybody in the company, the oldest first."""
    rows = Membership.objects.of(actor).select_related("person").order_by("created_at")
    return [_member(row) for row in rows]


def owner_addresses(actor: Actor) -> list[str]:
    """The e-mail addresses of the company's owners."""
    rows = Membership.objects.of(actor).filter(role="owner", person__active=True)
    return list(rows.order_by("created_at").values_list("person__email", flat=True))


def member_of(actor: Actor) -> Member:
    """The person who acts, as a member of the company; only a person asks."""
    rows = Membership.objects.of(actor).select_related("person")
    return _member(rows.get(person=actor.person_id))


def tokens_of(actor: Actor) -> list[ApiToken]:
    """The tokens in use, the newest first."""
    return list(ApiToken.objects.of(actor).filter(revoked_at=None).order_by("-created_at"))


def token_in_use(parts: TokenParts) -> TokenInUse | None:
    """Who a token acts for, while it is not revoked; asked inside the company's scope, by every API request."""
    rows = ask_prepared(_IN_USE, {"company": parts.company_id, "hash": parts.hash})
    if not rows:
        return None
    [(name, role, last_used_on)] = rows
    return TokenInUse(Actor(parts.company_id, ROLES[role], None, f"token {name}"), last_used_on)


def company_clocks() -> list[CompanyClock]:
    """Every company's id and time zone: all that the schedule may know across companies."""
    with connection.cursor() as cursor:
        cursor.execute("select company_id, time_zone from company_clocks()")
        return [CompanyClock(company_id, time_zone) for company_id, time_zone in cursor.fetchall()]


def _member(row: Membership) -> Member:
    return Member(row.pk, row.person.email, row.person.name, row.role, row.created_at)
