"""Nobody guesses passwords: few wrong log-ins from one address, and for one e-mail address from anywhere."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from stockwright.kit.addresses import network_address
from stockwright.kit.problems import TooManyRequests
from stockwright.kit.throttle import Throttle, share, throttle

SECONDS = 300
ACCOUNT_SECONDS = 3600
ACCOUNT_FACTOR = 3
"""One account may be tried so many times as often, in an hour: its owner mistypes from several places."""


class TooManyTries(TooManyRequests):
    """Too many wrong log-ins, or new companies, of late."""

    def __init__(self, retry_after: int) -> None:
        words = gettext("Too many tries. Wait %(seconds)s seconds, then try again.")
        super().__init__(words % {"seconds": retry_after}, retry_after=retry_after)


class Tries:
    """The tries of whoever sends this form; each counts before it is looked at, and a right one is given back."""

    def __init__(self, request: HttpRequest, *, account: str = "") -> None:
        limit = settings.LOGIN_LIMIT
        self.taken: list[tuple[Throttle, str]] = []
        if not limit:
            return
        address = network_address(request.META, proxies=settings.PROXIES)
        self._take(throttle("tries", limit=share(limit, settings.WEB_PROCESSES), seconds=SECONDS), address)
        if account:
            most = share(limit * ACCOUNT_FACTOR, settings.WEB_PROCESSES)
            many = throttle("account", limit=most, seconds=ACCOUNT_SECONDS)
            self._take(many, account.strip().lower())

    def give_back(self) -> None:
        """It was right: nothing to count."""
        for counted, who in self.taken:
            counted.give_back(who)

    def _take(self, counted: Throttle, who: str) -> None:
        taken = counted.take(who)
        if not taken.allowed:
            raise TooManyTries(taken.reset_seconds)
        self.taken.append((counted, who))
