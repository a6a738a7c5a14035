"""API tokens: the keys of programs."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ninja import Router
from ninja.responses import Status
from pydantic import Field

from stockwright.accounts.actions.tokens import make_token, revoke_token
from stockwright.accounts.models import ApiToken
from stockwright.accounts.queries import tokens_of
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageOut
from stockwright.api.people import Role
from stockwright.kit.paging import Page

router = Router(tags=["Tokens"])


class TokenOut(Out):
    """A token in use; `hint` is the end of its text."""

    id: UUID
    name: str
    role: str
    hint: str
    created_at: datetime
    last_used_on: date | None


class NewTokenOut(Out):
    """A fresh token with its text, which is shown this once."""

    token: str
    id: UUID
    name: str
    role: str


class TokenIn(In):
    """What a token is for, and what it may do."""

    name: str = Field(min_length=1, max_length=100, examples=["Web shop"])
    role: Role


@dataclass(frozen=True)
class NewToken:
    """A token together with its text."""

    token: str
    id: UUID
    name: str
    role: str


@router.get("/tokens", response=PageOut[TokenOut])
@needs("tokens.read")
def list_tokens(request: ApiRequest) -> Page[ApiToken]:
    """The tokens in use, the newest first, on one page."""
    return Page(tokens_of(request.auth), None)


@router.post("/tokens", response={201: NewTokenOut})
@needs("tokens.write", secret=True)
def post_token(request: ApiRequest, body: TokenIn) -> Status[NewToken]:
    """Make a token.

    Its text is shown this once: a repeat with the same Idempotency-Key makes no second token, and is
    answered with `answer_not_kept`.
    """
    token, text = make_token(request.auth, name=body.name, role=body.role)
    return Status(201, NewToken(text, token.pk, token.name, token.role))


@router.delete("/tokens/{token_id}", response={204: None})
@needs("tokens.write")
def delete_token(request: ApiRequest, token_id: UUID) -> Status[None]:
    """Make a token worthless from now on. Fails with `not_found`."""
    revoke_token(request.auth, token_id=token_id)
    return Status(204, None)
