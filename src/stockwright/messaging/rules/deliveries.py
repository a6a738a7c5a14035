"""How a delivery goes on: its states, its retries, and the rest of an endpoint that fails."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class DeliveryKind(StrEnum):
    """Why it is delivered: it happened, somebody asked for it again, or somebody tries the endpoint."""

    LIVE = "live"
    REPLAY = "replay"
    TEST = "test"


PAUSES = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=12),
)
"""The pause after the first, second ... failure of one delivery; the last one again and again."""

RESTS = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
"""How long an endpoint is left alone after the first, second ... failure in a row."""

GIVEN_UP_AFTER = timedelta(days=5)
"""An endpoint that only failed for so long is switched off."""

MOST_TRIES = 16
"""A delivery that failed so often, for days, while others got through is given up: those behind it can go."""

OUT_FOR_LONG = timedelta(days=1)
"""An endpoint that only fails for so long is out as a whole: then no delivery is given up."""

LEASE = timedelta(seconds=60)
"""How long a courier has a delivery to itself; a good deal longer than any try takes."""

KEPT_FOR = timedelta(days=30)
"""How long finished deliveries and attempts are kept."""

MOST_OF_ENDPOINT = 8
"""Deliveries under way to one endpoint at most, over all couriers."""

LONG_OUTAGE = 3
"""After that many failures in a row, a success makes everything that was put off due at once."""

_SPREAD = 0.2


def pause(attempts: int, delivery_id: UUID) -> timedelta:
    """The wait after the `attempts`-th failure, up to a fifth longer, so that not all come at one moment."""
    planned = PAUSES[min(attempts, len(PAUSES)) - 1]
    return planned * (1 + _SPREAD * ((delivery_id.int + attempts * 379) % 1000) / 1000)


def rest(failures: int) -> timedelta:
    """How long an endpoint is left alone after that many failures in a row."""
    return RESTS[min(failures, len(RESTS)) - 1]


def room_at(failures: int, under_way: int) -> int:
    """How many more deliveries may go to an endpoint now: one at a time while it fails."""
    return max((1 if failures else MOST_OF_ENDPOINT) - under_way, 0)
