"""One round of a courier: what is due is taken in hand, sent outside of any transaction, and written down."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.messaging.actions.attempts import Outcome, record_attempt
from stockwright.messaging.actions.claims import Parcel, claim_deliveries, companies_with_due
from stockwright.messaging.courier.post import TOTAL_SECONDS, post
from stockwright.messaging.rules.addresses import Reach

MOST_UNDER_WAY = 64


class Rota:
    """Whose turn it is: which company and, of each endpoint, which lane was served last."""

    def __init__(self) -> None:
        self.company: UUID | None = None
        self.lanes: dict[UUID, str] = {}

    def ordered(self, companies: Sequence[UUID]) -> list[UUID]:
        """The companies, beginning after the one that was served last."""
        last = self.company
        if last is None:
            return list(companies)
        return [one for one in companies if one > last] + [one for one in companies if one <= last]

    def served(self, parcel: Parcel) -> None:
        """Remember who was served."""
        self.company = parcel.company_id
        self.lanes[parcel.endpoint_id] = parcel.lane


def claim_round(*, now: datetime, room: int = MOST_UNDER_WAY, rota: Rota | None = None) -> list[Parcel]:
    """At most `room` deliveries that are due, of all companies in turn."""
    turn = rota or Rota()
    parcels: list[Parcel] = []
    for company_id in turn.ordered(companies_with_due(now)):
        left = room - len(parcels)
        if left <= 0:
            break
        parcels += claim_deliveries(Actor.system(company_id), now=now, room=left, after=turn.lanes)
    for parcel in parcels:
        turn.served(parcel)
    return parcels


def record(parcel: Parcel, outcome: Outcome, *, now: datetime) -> None:
    """Write down what came of a parcel."""
    record_attempt(Actor.system(parcel.company_id), parcel=parcel, outcome=outcome, now=now)


def deliver_due(
    *, now: datetime, reach: Reach, room: int = MOST_UNDER_WAY, total_seconds: float = TOTAL_SECONDS
) -> int:
    """One round from beginning to end; how many deliveries were tried."""
    parcels = claim_round(now=now, room=room)
    outcomes = asyncio.run(_send_all(parcels, reach, now, total_seconds))
    for parcel, outcome in zip(parcels, outcomes, strict=True):
        record(parcel, outcome, now=now)
    return len(parcels)


async def _send_all(parcels: Sequence[Parcel], reach: Reach, at: datetime, total_seconds: float) -> list[Outcome]:
    sent = (post(parcel, reach=reach, at=at, total_seconds=total_seconds) for parcel in parcels)
    return list(await asyncio.gather(*sent))
