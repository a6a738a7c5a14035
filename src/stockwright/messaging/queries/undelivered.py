"""The proof that nobody was forgotten: what waits untried, and events that lack their delivery."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask
from stockwright.messaging.queries.wanted import wanted

MOST = 1000
_GRACE = timedelta(minutes=5)
_LOOK_BACK = timedelta(days=29)


@dataclass(frozen=True)
class UntriedDelivery:
    """A delivery that nothing stands in the way of, and that nobody tried."""

    delivery_id: UUID
    endpoint_id: UUID
    event_id: UUID
    event: str
    due_at: datetime


@dataclass(frozen=True)
class MissingDelivery:
    """An event that an endpoint wanted and was never to be told."""

    endpoint_id: UUID
    event_id: UUID
    event: str
    at: datetime


@dataclass(frozen=True)
class Undelivered:
    """What is wrong; at most MOST rows of each kind."""

    untried: tuple[UntriedDelivery, ...]
    missing: tuple[MissingDelivery, ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing is."""
        return not self.untried and not self.missing


_UNTRIED = """
    select d.id, d.endpoint_id, d.event_id, d.name, d.due_at
    from messaging_delivery d join messaging_endpoint e on e.company_id = d.company_id and e.id = d.endpoint_id
    where d.company_id = %(company)s and d.state = 'waiting' and d.attempts = 0 and d.due_at < %(before)s
        and (d.leased_until is null or d.leased_until < %(before)s)
        and e.state = 'active' and e.failing_since is null
        and not exists (select from messaging_delivery p
            where p.company_id = d.company_id and p.endpoint_id = d.endpoint_id and p.state = 'waiting'
                and p.lane = d.lane and p.sequence < d.sequence)
    order by d.due_at limit %(most)s
"""

_MISSING = f"""
    select e.id, v.id, v.name, v.at
    from messaging_endpoint e join messaging_event v on v.company_id = e.company_id
        and v.at > e.wants_since + %(grace)s and v.at > %(from)s and v.at < %(before)s and {wanted("v")}
    where e.company_id = %(company)s and e.state in ('active', 'paused')
        and not exists (select from messaging_delivery d where d.company_id = e.company_id
            and d.endpoint_id = e.id and d.event_id = v.id)
    order by v.at limit %(most)s
"""


def undelivered(actor: Actor, older_than: datetime) -> Undelivered:
    """What came due before `older_than` and was not tried though nothing hindered it, and what is missing.

    Looks at events of the last weeks that came a little after an endpoint began to want them: a transaction
    that was under way at that moment need not have known of it.
    """
    asked = {
        "company": actor.company_id,
        "before": older_than,
        "from": older_than - _LOOK_BACK,
        "grace": _GRACE,
        "most": MOST,
    }
    return Undelivered(
        tuple(UntriedDelivery(*row) for row in ask(_UNTRIED, asked)),
        tuple(MissingDelivery(*row) for row in ask(_MISSING, asked)),
    )
