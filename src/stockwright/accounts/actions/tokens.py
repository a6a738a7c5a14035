"""Making and revoking API tokens."""

from datetime import date
from uuid import UUID

from django.db.models.functions import Now

from stockwright.accounts.actions.people import check_role
from stockwright.accounts.events import TokenMade, TokenRevoked
from stockwright.accounts.models import ApiToken
from stockwright.accounts.rules import ROLES, new_token, token_hash, token_parts
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import Invalid, NotAuthenticated
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.events import emit


class InvalidToken(NotAuthenticated):
    """The token is unknown, revoked or mistyped."""

    message = "The API token is not valid. Make a new one under Settings."


@deed("tokens.write")
def make_token(actor: Actor, *, name: str, role: str) -> tuple[ApiToken, str]:
    """A new token and its secret text, which is shown this once."""
    check_role(role)
    if not name.strip():
        raise Invalid("Give the token a name that says what uses it.")
    secret = new_token(actor.company_id)
    token = ApiToken.objects.create(
        company_id=actor.company_id,
        name=name.strip()[:100],
        role=role,
        hash=token_hash(secret),
        hint=secret[-4:],
    )
    emit(actor, TokenMade(token_id=token.pk, token_name=token.name, role=role))
    return token, secret


@deed("tokens.write")
def revoke_token(actor: Actor, *, token_id: UUID) -> None:
    """Make a token worthless from now on."""
    token = locked_one(ApiToken.objects.of(actor).filter(pk=token_id, revoked_at=None), what="token in use")
    ApiToken.objects.of(actor).filter(pk=token_id).update(revoked_at=Now())
    emit(
        actor,
        TokenRevoked(
            token_id=token_id, token_name=token.name, before={"state": "in use"}, after={"state": "revoked"}
        ),
    )


def actor_of_token(secret: str, *, today: date) -> Actor:
    """Who a token acts for, or InvalidToken."""
    parts = token_parts(secret)
    if parts is None:
        raise InvalidToken
    with scope(parts.company_id):
        known = ApiToken.objects.filter(company_id=parts.company_id, hash=parts.hash, revoked_at=None)
        token = known.first()
        if token is None:
            raise InvalidToken
        if token.last_used_on != today:
            known.update(last_used_on=today)
    return Actor(parts.company_id, ROLES[token.role], None, f"token {token.name}")
