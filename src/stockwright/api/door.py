"""The way into every operation: who asks, may they, in which company, and was it done before."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja.decorators import decorate_view
from ninja.operation import Operation
from ninja.security import HttpBearer

from stockwright.accounts.actions.tokens import note_use
from stockwright.accounts.queries import token_in_use
from stockwright.accounts.rules import InvalidToken, TokenParts, token_parts
from stockwright.api.problems import BodyTooLarge, answer_to
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import Invalid, NotAuthenticated
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.answers import Answer, claim_answer, fingerprint, keep_answer

LARGEST_BODY = 10 * 1024 * 1024
LONGEST_WAIT = "20s"
"""How long a write waits for another one of the company before it is refused as busy."""
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_WRITING = {"lock_timeout": LONGEST_WAIT}
_READING = {"transaction_read_only": "on"}
KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"

View = TypeVar("View", bound=Callable[..., object])
Run = Callable[..., HttpResponse]


class InvalidKey(Invalid):
    """The Idempotency-Key is not usable."""

    message = "An Idempotency-Key has 1 to 200 printable ASCII characters; a fresh UUID is a good one."


class UnknownParameter(Invalid):
    """A misspelt filter would answer more than was asked for, so it is told."""

    message = "There is no query parameter {unknown} here. Possible: {possible}."


class ApiRequest(HttpRequest):
    """A request whose sender is known."""

    auth: Actor


class ApiToken(HttpBearer):
    """An API token of a company, made under Settings."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Who asks, as the way into every operation found out before; None where nobody did."""
        return getattr(request, "auth", None)

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Not asked: `needs` looks the token up, in the transaction of the operation itself."""


token_auth = ApiToken()


@dataclass(frozen=True)
class Entry:
    """What a door asks for: a permission, and whether the answer may be kept."""

    permission: str
    secret: bool = False


def needs(permission: str, *, secret: bool = False) -> Callable[[View], View]:
    """Let an operation run only for who has `permission`, in a transaction of their company.

    A write that carries an Idempotency-Key is done once. The answer of a `secret` operation is not kept.
    """
    entry = Entry(permission, secret)

    def around(view: View) -> View:
        view.entry = entry  # type: ignore[attr-defined]
        return decorate_view(lambda run: _guarded(entry, run))(view)

    return around


def _guarded(entry: Entry, run: Run) -> Run:
    parameters = _query_parameters(run)

    @wraps(run)
    def through(request: ApiRequest, **path: object) -> HttpResponse:
        try:
            _check_size(request)
            return _asked(request, entry, parameters, lambda: run(request, **path))
        except Exception as error:
            return answer_to(request, error)

    return through


def _asked(
    request: ApiRequest, entry: Entry, parameters: frozenset[str], run: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer, given in one transaction with the look at the token."""
    parts, today = _sent_token(request), now().date()
    with scope(parts.company_id, settings=_WRITING if request.method in WRITES else _READING):
        used = token_in_use(parts)
        if used is None:
            raise InvalidToken
        request.auth = used.actor
        used.actor.require(entry.permission)
        _check_parameters(request, parameters)
        answer = _in_scope(request, entry, run)
    if used.last_used_on != today:
        note_use(parts, today=today)
    return answer


def _in_scope(request: ApiRequest, entry: Entry, run: Callable[[], HttpResponse]) -> HttpResponse:
    if request.method not in WRITES:
        return run()
    answer = _once(request, entry, run)
    if answer.status_code >= 400:
        transaction.set_rollback(True)  # a refusal changes nothing, and leaves its key free
    return answer


def _once(request: ApiRequest, entry: Entry, run: Callable[[], HttpResponse]) -> HttpResponse:
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return run()
    if not (0 < len(key) <= 200 and key.isascii() and key.isprintable()):
        raise InvalidKey
    mark = fingerprint(str(request.method), request.get_full_path(), request.body)
    known = claim_answer(request.auth, key=key, fingerprint=mark, now=now())
    if known:
        return _replayed(known)
    answer = run()
    if answer.status_code < 400 and not entry.secret:
        keep_answer(request.auth, key=key, answer=Answer(answer.status_code, answer.content))
    return answer


def _replayed(known: Answer) -> HttpResponse:
    return HttpResponse(
        known.body,
        status=known.status,
        content_type="application/json; charset=utf-8",
        headers={REPLAYED_HEADER: "true"},
    )


def _sent_token(request: HttpRequest) -> TokenParts:
    text = sent_text(request)
    if text is None:
        raise NotAuthenticated
    parts = token_parts(text)
    if parts is None:
        raise InvalidToken
    return parts


def sent_text(request: HttpRequest) -> str | None:
    """The text of the token that was sent, if one was."""
    scheme, _, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" and text.strip() else None


def _check_size(request: HttpRequest) -> None:
    size = request.headers.get("Content-Length", "0")
    if size.isdigit() and int(size) > LARGEST_BODY:
        raise BodyTooLarge(limit_bytes=LARGEST_BODY)


def _query_parameters(run: Run) -> frozenset[str]:
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return frozenset(name for model in queries for name in model.__ninja_flatten_map__)


def _check_parameters(request: HttpRequest, known: frozenset[str]) -> None:
    unknown = set(request.GET) - known
    if unknown:
        possible = ", ".join(sorted(known)) or "none"
        raise UnknownParameter(unknown=", ".join(sorted(unknown)), possible=possible)
