"""Which webhooks there are, and how each is doing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask
from stockwright.messaging.models import Endpoint, SigningSecret


@dataclass(frozen=True)
class EndpointView:
    """A webhook with what waits for it."""

    id: UUID
    url: str
    description: str
    wants: list[str]
    state: str
    disabled_at: datetime | None
    disabled_reason: str
    failing_since: datetime | None
    rest_until: datetime | None
    created_at: datetime
    waiting: int
    oldest_waiting_at: datetime | None
    delivered_at: datetime | None
    old_secret_until: datetime | None


_STANDING = """
    select e.id, w.n, w.oldest, d.ended_at
    from messaging_endpoint e
    cross join lateral (select count(*) as n, min(created_at) as oldest from messaging_delivery
        where company_id = e.company_id and endpoint_id = e.id and state = 'waiting') w
    left join lateral (select ended_at from messaging_delivery
        where company_id = e.company_id and endpoint_id = e.id and state = 'delivered'
        order by event_id desc limit 1) d on true
    where e.company_id = %(company)s and e.id = any(%(ids)s)
"""


def endpoints_of(actor: Actor) -> list[EndpointView]:
    """Every webhook of the company, the oldest first."""
    return _views(actor, list(Endpoint.objects.of(actor).order_by("created_at", "id")))


def endpoint_of(actor: Actor, endpoint_id: UUID) -> EndpointView:
    """One webhook; NotFound where there is none, or another company's."""
    found = _views(actor, list(Endpoint.objects.of(actor).filter(pk=endpoint_id)))
    if not found:
        raise NotFound(what="webhook")
    return found[0]


def _views(actor: Actor, endpoints: list[Endpoint]) -> list[EndpointView]:
    ids = [one.pk for one in endpoints]
    standing = {row[0]: row[1:] for row in ask(_STANDING, {"company": actor.company_id, "ids": ids})}
    old = dict(
        SigningSecret.objects.of(actor)
        .filter(endpoint_id__in=ids)
        .exclude(retires_at=None)
        .order_by("retires_at")
        .values_list("endpoint_id", "retires_at")
    )
    return [
        EndpointView(
            **{name: getattr(row, name) for name in _OWN},
            waiting=standing[row.pk][0],
            oldest_waiting_at=standing[row.pk][1],
            delivered_at=standing[row.pk][2],
            old_secret_until=old.get(row.pk),
        )
        for row in endpoints
    ]


_OWN = (
    "id",
    "url",
    "description",
    "wants",
    "state",
    "disabled_at",
    "disabled_reason",
    "failing_since",
    "rest_until",
    "created_at",
)
