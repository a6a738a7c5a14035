"""How often a client may ask: counted by its token, or by its address while it has shown none that is valid.

It stands before everything else, so what is too much is refused before the database hears of it. A token that
was valid a moment ago is known here by its hash alone; whether it is still valid, every request asks anew.
"""

from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from stockwright.accounts.rules import token_hash
from stockwright.api.door import sent_text
from stockwright.api.problems import told
from stockwright.kit.actor import Actor
from stockwright.kit.addresses import network_address
from stockwright.kit.problems import TooManyRequests
from stockwright.kit.throttle import Taken, Throttle, share, throttle

ROOT = "/api/"
SECONDS = 60
STRANGERS_SHARE = 10
"""Of what a client may, a stranger's address may a tenth."""
MOST_KNOWN = 20_000

_known: OrderedDict[str, None] = OrderedDict()
"""Hashes of tokens that were valid when they were last seen."""


class Throttled:
    """Answers what is too much by itself, and tells every client of the API where it stands."""

    def __init__(self, answered: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answered = answered

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the headers of the standard."""
        if not settings.API_LIMIT or not request.path.startswith(ROOT):
            return self.answered(request)
        text = sent_text(request)
        client = token_hash(text) if text else ""
        answer, taken = self._client(request, client) if client in _known else self._stranger(request, client)
        for name, value in taken.headers.items():
            answer[name] = value
        return answer

    def _client(self, request: HttpRequest, client: str) -> tuple[HttpResponse, Taken]:
        taken = _clients().take(client)
        if not taken.allowed:
            return refusal(taken), taken
        answer = self.answered(request)
        if answer.status_code == 401:
            _known.pop(client, None)
        return answer, taken

    def _stranger(self, request: HttpRequest, client: str) -> tuple[HttpResponse, Taken]:
        """Count the address, unless the token turns out to be valid: then it is a client from now on."""
        address, strangers = network_address(request.META, proxies=settings.PROXIES), _strangers()
        taken = strangers.take(address)
        if not taken.allowed:
            return refusal(taken), taken
        answer = self.answered(request)
        if client and isinstance(getattr(request, "auth", None), Actor):
            strangers.give_back(address)
            taken = _clients().take(client)
            _remember(client)
        return answer, taken


def refusal(taken: Taken) -> HttpResponse:
    """The answer to whom it was too much: when to come back."""
    return told(TooManyRequests(retry_after=taken.reset_seconds))


def _clients() -> Throttle:
    return throttle("client", limit=share(settings.API_LIMIT, settings.WEB_PROCESSES), seconds=SECONDS)


def _strangers() -> Throttle:
    limit = share(settings.API_LIMIT / STRANGERS_SHARE, settings.WEB_PROCESSES)
    return throttle("address", limit=limit, seconds=SECONDS)


def _remember(client: str) -> None:
    _known[client] = None
    if len(_known) > MOST_KNOWN:
        _known.popitem(last=False)
