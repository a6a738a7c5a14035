"""How often somebody may come within a while, counted in the memory of this process."""

import math
import time
from dataclasses import dataclass
from functools import cache

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter


@dataclass(frozen=True)
class Taken:
    """What became of one request: whether it may pass, and what is left until the count begins anew."""

    name: str
    limit: int
    window_seconds: int
    allowed: bool
    remaining: int
    reset_seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """The fields that tell a client where it stands: the coming standard's, and those in wide use."""
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.limit};w={self.window_seconds}',
            "RateLimit": f'"{self.name}";r={self.remaining};t={self.reset_seconds}',
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }


class Throttle:
    """Lets everybody come `limit` times in `seconds`; a window begins with somebody's first request."""

    def __init__(self, name: str, *, limit: int, seconds: int) -> None:
        self.name = name
        self._item = RateLimitItemPerSecond(limit, seconds, namespace=name)
        self._counts = FixedWindowRateLimiter(MemoryStorage())

    def take(self, who: str) -> Taken:
        """Count one more request of `who`."""
        allowed = self._counts.hit(self._item, who)
        resets_at, remaining = self._counts.get_window_stats(self._item, who)
        return Taken(
            name=self.name,
            limit=self._item.amount,
            window_seconds=self._item.get_expiry(),
            allowed=allowed,
            remaining=remaining,
            reset_seconds=max(1, math.ceil(resets_at - time.time())),
        )

    def give_back(self, who: str) -> None:
        """Forget one request of `who`: it turned out to be none of those that are counted."""
        self._counts.storage.decr(self._item.key_for(who))  # type: ignore[attr-defined]


@cache
def throttle(name: str, *, limit: int, seconds: int) -> Throttle:
    """The one throttle of this process with these numbers."""
    return Throttle(name, limit=limit, seconds=seconds)


def share(limit: float, processes: int) -> int:
    """What one of a server's processes lets through of a limit: each counts for itself."""
    return max(1, round(limit / processes))
