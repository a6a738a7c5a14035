"""Webhooks, events for them and rounds of a courier."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from tests.make.receivers import Got

from stockwright.kit.actor import Actor
from stockwright.kit.statements import one_at_a_time
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.endpoints import add_endpoint
from stockwright.messaging.actions.events import emit_all
from stockwright.messaging.courier.rounds import deliver_due
from stockwright.messaging.events import Happening
from stockwright.messaging.models import Delivery, Endpoint
from stockwright.messaging.rules.addresses import Reach

HERE = Reach.of("127.0.0.0/8")


@dataclass(frozen=True)
class KettleBoiled(Happening):
    """A kettle boiled; the kettles of one kitchen are told apart."""

    name: ClassVar[str] = "kettle.boiled"
    kettle: str
    cups: int

    @property
    def subject(self) -> str:
        """The kettle."""
        return f"kettle:{self.kettle}" if self.kettle else ""


def soon(**later: float) -> datetime:
    """A moment a second from now, or so much later."""
    return datetime.now(UTC) + timedelta(seconds=1) + timedelta(**later)


def webhook(actor: Actor, url: str, *wants: str) -> tuple[UUID, str]:
    """An endpoint that wants these events (all of them at first), and its secret."""
    endpoint, secret = add_endpoint(actor, url=url, wants=["*"], reach=HERE, now=datetime.now(UTC))
    with scope(actor.company_id):
        # What adding it told, and names that no part of the product knows, are of no interest here.
        Delivery.objects.of(actor).filter(endpoint_id=endpoint.pk).delete()
        Endpoint.objects.of(actor).filter(pk=endpoint.pk).update(wants=list(wants or ("kettle.*",)))
    return endpoint.pk, secret


def boil(actor: Actor, *kettles: str, cups: int = 1) -> list[UUID]:
    """Events of these kettles, in this order, in one transaction."""
    with scope(actor.company_id):
        one_at_a_time(actor.company_id, "kettles")
        return emit_all(actor, [KettleBoiled(kettle=kettle, cups=cups) for kettle in kettles])


def deliver(now: datetime, **options: Any) -> int:
    """One round."""
    return deliver_due(now=now, reach=HERE, **options)


def deliver_all(now: datetime) -> int:
    """Rounds until nothing is due; how many deliveries were tried."""
    tried = 0
    while found := deliver(now):
        tried += found
    return tried


def deliveries(actor: Actor, **which: Any) -> list[Delivery]:
    """The company's deliveries as they are stored, in the order of their events."""
    with scope(actor.company_id):
        return list(Delivery.objects.of(actor).filter(**which).order_by("event_id"))


def endpoint(actor: Actor, endpoint_id: UUID) -> Endpoint:
    """The endpoint as it is stored."""
    with scope(actor.company_id):
        return Endpoint.objects.of(actor).get(pk=endpoint_id)


def told(got: Got) -> tuple[str, int]:
    """The subject and the number of the event in a request."""
    message = json.loads(got.body)
    return message["subject"], message["sequence"]
