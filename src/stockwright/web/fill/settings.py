"""The people and the tokens of a company."""

from django.forms import BaseForm

from stockwright.accounts.models import ApiToken
from stockwright.accounts.queries import Member, member_of, members_of, tokens_of
from stockwright.accounts.rules import ROLES
from stockwright.kit.actor import Actor
from stockwright.web.fill.frame import role_name
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.settings import PeoplePage, PersonRow, TokenRow, TokensPage

DOCS = "/api/v1/docs"


def people_page(actor: Actor, form: BaseForm) -> PeoplePage:
    """Everybody in the company, and the form that adds somebody."""
    me = member_of(actor).id
    rows = tuple(_person(member, is_self=member.id == me) for member in members_of(actor))
    return PeoplePage(rows, form, may_write=actor.may("people.write"))


def tokens_page(actor: Actor, *, secret: str, error: str) -> TokensPage:
    """The tokens in use, and the secret of the one that was just made."""
    rows = tuple(_token(token) for token in tokens_of(actor))
    return TokensPage(rows, roles("buyer"), secret, error, DOCS, may_write=actor.may("tokens.write"))


def roles(chosen: str) -> tuple[Choice, ...]:
    """Every role, as options of a field."""
    return tuple(Choice(role, role_name(role), role == chosen) for role in ROLES)


def _person(member: Member, *, is_self: bool) -> PersonRow:
    return PersonRow(
        member.id,
        member.name,
        member.email,
        roles(member.role),
        role_name(member.role),
        member.since,
        is_self,
    )


def _token(token: ApiToken) -> TokenRow:
    return TokenRow(
        token.pk,
        token.name,
        role_name(token.role),
        token.hint,
        token.created_at,
        token.last_used_on,
        token.revoked_at,
    )
