"""Counts of stock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from tests.make.goods import day, item, stated

from stockwright.inventory.actions.count_entries import Entered, Told, enter_counts
from stockwright.inventory.actions.count_finish import finalise_count
from stockwright.inventory.actions.count_review import review_count
from stockwright.inventory.actions.counts import CountPlan, create_count
from stockwright.inventory.models import CountLine, CountSession
from stockwright.inventory.queries.locations import locations_of
from stockwright.inventory.rules.counts import NotCounted, Scope, Tolerance
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

NO_LIMIT = Tolerance(None, None, None)
EXACT = Tolerance(Decimal(0), None, None)


def main_place(actor: Actor) -> UUID:
    """The id of Main."""
    with scope(actor.company_id):
        return next(place.id for place in locations_of(actor) if place.name == "Main")


def started(actor: Actor, at: float = 10, *, tolerance: Tolerance = NO_LIMIT, **plan: Any) -> CountSession:
    """A count of Main that began so many days after the start."""
    given: dict[str, Any] = {"scope": Scope.FULL, "location_id": main_place(actor), "tolerance": tolerance} | plan
    return create_count(actor, plan=CountPlan(**given), now=day(at))


def entry(pieces: float = 1, code: str = "shirt", *, key: str = "", at: datetime | None = None) -> Told:
    """Pieces of an item."""
    return Told(key or uuid4().hex, Decimal(str(pieces)), code, counted_at=at)


def entered(actor: Actor, session: CountSession, *entries: Told, at: float = 10.5) -> Sequence[Entered]:
    """What became of entries, made so many days after the start."""
    return enter_counts(actor, count_id=session.pk, entries=entries, now=day(at))


def reviewed(actor: Actor, session: CountSession, at: float = 11) -> CountSession:
    """The count after somebody ended the counting."""
    return review_count(actor, count_id=session.pk, now=day(at))


def finalised(
    actor: Actor, session: CountSession, at: float = 12, *, not_counted: NotCounted = NotCounted.KEEP
) -> CountSession:
    """The count, booked."""
    return finalise_count(actor, count_id=session.pk, not_counted=not_counted, now=day(at))


def line_of(actor: Actor, session: CountSession, sku: str = "shirt") -> CountLine:
    """A line of a count."""
    with scope(actor.company_id):
        return CountLine.objects.of(actor).get(session=session, variant__sku=sku)


def reviewed_count(actor: Actor) -> CountSession:
    """A count in review: of ten shirts nine were found."""
    item(actor)
    stated(actor, 10, at=0)
    session = started(actor)
    entered(actor, session, entry(9), at=10.5)
    return reviewed(actor, session, at=10.5 + timedelta(hours=1) / timedelta(days=1))
