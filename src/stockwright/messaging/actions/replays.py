"""Telling again: one delivery, everything since a moment, or a try of the endpoint itself."""

from datetime import datetime
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import run, work_in_bulk
from stockwright.messaging.actions.endpoints import locked_endpoint
from stockwright.messaging.actions.events import emit
from stockwright.messaging.events import WebhookReplayed, WebhookTested
from stockwright.messaging.models import Delivery, Endpoint
from stockwright.messaging.queries.wanted import lane, wanted
from stockwright.messaging.rules.deliveries import DeliveryKind, DeliveryState
from stockwright.messaging.rules.endpoints import EndpointOff, EndpointState

_AGAIN = f"""
    insert into messaging_delivery
        (company_id, id, endpoint_id, event_id, name, lane, sequence, kind, state, due_at)
    select e.company_id, gen_random_uuid(), e.id, v.id, v.name, {lane("v")}, coalesce(v.sequence, 0),
        'replay', 'waiting', %(now)s
    from messaging_endpoint e join messaging_event v on v.company_id = e.company_id and {wanted("v")}
    where e.company_id = %(company)s and e.id = %(endpoint)s and v.at >= %(since)s and v.at < %(until)s
    on conflict (company_id, endpoint_id, event_id) do update
        set state = 'waiting', kind = 'replay', due_at = excluded.due_at, attempts = 0, ended_at = null,
            leased_until = null
        where messaging_delivery.state <> 'waiting'
"""


@deed("webhooks.write")
def replay_since(actor: Actor, *, endpoint_id: UUID, since: datetime, until: datetime, now: datetime) -> int:
    """Send again what the webhook wants of all that happened from `since` to before `until`; how many deliveries.

    What waits already is not sent twice, and what it was never told is told now.
    """
    endpoint = _usable(actor, endpoint_id)
    work_in_bulk()
    asked = {"company": actor.company_id, "endpoint": endpoint.pk, "since": since, "until": until, "now": now}
    found = run(_AGAIN, asked)
    emit(actor, WebhookReplayed(endpoint_id=endpoint.pk, url=endpoint.url, deliveries=found))
    return found


@deed("webhooks.write")
def replay_delivery(actor: Actor, *, delivery_id: UUID, now: datetime) -> Delivery:
    """Send one delivery again; one that waits is tried at once, unless a courier has it in hand."""
    rows = Delivery.objects.of(actor).filter(pk=delivery_id)
    known = rows.first()
    if known is None:
        raise NotFound(what="delivery")
    endpoint = _usable(actor, known.endpoint_id)
    delivery = locked_one(rows, what="delivery")
    if delivery.state != DeliveryState.WAITING:
        if delivery.kind != DeliveryKind.TEST:
            delivery.kind = DeliveryKind.REPLAY.value
        delivery.state, delivery.attempts, delivery.ended_at = DeliveryState.WAITING.value, 0, None
    elif delivery.leased_until is not None and delivery.leased_until > now:
        return delivery
    delivery.due_at, delivery.leased_until = now, None
    delivery.save()
    Endpoint.objects.of(actor).filter(pk=endpoint.pk).update(rest_until=None)
    emit(actor, WebhookReplayed(endpoint_id=endpoint.pk, url=endpoint.url, deliveries=1))
    return delivery


@deed("webhooks.write")
def try_endpoint(actor: Actor, *, endpoint_id: UUID, now: datetime) -> Delivery:
    """Have a message sent to the webhook at once, whatever its state; it is tried a single time."""
    endpoint = locked_endpoint(actor, endpoint_id)
    said = "This is a test. Nothing happened."
    event_id = emit(actor, WebhookTested(endpoint_id=endpoint.pk, url=endpoint.url, message=said))
    return Delivery.objects.create(
        company_id=actor.company_id,
        id=new_id(),
        endpoint_id=endpoint.pk,
        event_id=event_id,
        name=WebhookTested.name,
        lane=str(event_id),
        sequence=0,
        kind=DeliveryKind.TEST.value,
        state=DeliveryState.WAITING.value,
        due_at=now,
    )


def _usable(actor: Actor, endpoint_id: UUID) -> Endpoint:
    endpoint = locked_endpoint(actor, endpoint_id)
    if endpoint.state == EndpointState.DISABLED:
        raise EndpointOff
    return endpoint
