"""Making and revoking API tokens."""

from datetime import date
from uuid import UUID

from django.db.models.functions import Now

from stockwright.accounts.actions.people import check_role
from stockwright.accounts.events import TokenMade, TokenRevoked
from stockwright.accounts.models import ApiToken
from stockwright.accounts.rules import TokenParts, new_token, token_hash
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import Invalid
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.events import emit


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


def note_use(parts: TokenParts, *, today: date) -> None:
    """Keep the day on which a token was last used; nothing is written twice a day."""
    with scope(parts.company_id):
        rows = ApiToken.objects.filter(company_id=parts.company_id, hash=parts.hash)
        rows.exclude(last_used_on=today).update(last_used_on=today)
