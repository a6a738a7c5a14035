"""What came of a try: it is written down, and decides when the delivery and its endpoint are tried again."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked
from stockwright.kit.statements import ask_one
from stockwright.messaging.actions.claims import Parcel
from stockwright.messaging.actions.endpoints import disable_endpoint
from stockwright.messaging.models import Attempt, Delivery, Endpoint
from stockwright.messaging.rules.deliveries import (
    GIVEN_UP_AFTER,
    KEPT_FOR,
    LONG_OUTAGE,
    MOST_TRIES,
    OUT_FOR_LONG,
    DeliveryKind,
    DeliveryState,
    pause,
    rest,
)
from stockwright.messaging.rules.endpoints import EndpointState

GONE = "The receiver answered 410 Gone: it does not want to be told any more."
FAILED_FOR_DAYS = "Nothing could be delivered for 5 days. The last failure: {error}"


@dataclass(frozen=True)
class Outcome:
    """What came of a try; `error` is empty for a success."""

    status: int | None
    milliseconds: int
    error: str = ""
    answer: str = ""


@deed("webhooks.write")
def record_attempt(actor: Actor, *, parcel: Parcel, outcome: Outcome, now: datetime) -> None:
    """Keep what came of a try. One whose lease ran out meanwhile is only noted: another courier has it."""
    endpoint = _locked_if_failing(actor, parcel, outcome)
    Attempt.objects.create(
        company_id=actor.company_id,
        delivery_id=parcel.delivery_id,
        at=now,
        status=outcome.status,
        milliseconds=outcome.milliseconds,
        error=outcome.error[:300],
        answer=outcome.answer[:1000],
    )
    held = Delivery.objects.of(actor).filter(
        pk=parcel.delivery_id, state=DeliveryState.WAITING, leased_until=parcel.leased_until
    )
    delivery = next(iter(locked(held)), None)
    if delivery is None:
        return
    delivery.attempts += 1
    delivery.leased_until = None
    delivery.last_status, delivery.last_error = outcome.status, outcome.error[:300]
    if not outcome.error:
        _delivered(actor, endpoint, delivery, now)
    elif endpoint is not None:
        _failed(actor, endpoint, delivery, outcome, now)


@deed("webhooks.write")
def forget_deliveries(actor: Actor, *, now: datetime) -> None:
    """Delete what ended, and was tried, longer ago than KEPT_FOR."""
    Delivery.objects.of(actor).filter(ended_at__lt=now - KEPT_FOR).delete()
    asked = {"company": actor.company_id, "before": now - KEPT_FOR}
    ask_one("select forget_webhook_attempts(%(company)s, %(before)s)", asked)


def _locked_if_failing(actor: Actor, parcel: Parcel, outcome: Outcome) -> Endpoint | None:
    """The endpoint, locked, where this try says something new of it; many successes do not wait for each other."""
    rows = Endpoint.objects.of(actor).filter(pk=parcel.endpoint_id)
    if not outcome.error:
        rows = rows.exclude(failing_since=None)
    return next(iter(locked(rows)), None)


def _delivered(actor: Actor, endpoint: Endpoint | None, delivery: Delivery, now: datetime) -> None:
    delivery.state, delivery.ended_at = DeliveryState.DELIVERED.value, now
    delivery.save()
    if endpoint is None:
        return
    was_out = endpoint.failures >= LONG_OUTAGE
    endpoint.failing_since, endpoint.failures, endpoint.rest_until = None, 0, None
    endpoint.save(update_fields=["failing_since", "failures", "rest_until"])
    if was_out:
        put_off = Delivery.objects.of(actor).filter(
            endpoint_id=endpoint.pk, state=DeliveryState.WAITING, leased_until=None, due_at__gt=now
        )
        put_off.update(due_at=now)


def _failed(actor: Actor, endpoint: Endpoint, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    others_pass = endpoint.failing_since is None or now - endpoint.failing_since < OUT_FOR_LONG
    refused_alone = others_pass and delivery.attempts >= MOST_TRIES
    if delivery.kind == DeliveryKind.TEST or refused_alone:
        delivery.state, delivery.ended_at = DeliveryState.FAILED.value, now
        delivery.save()
        return
    delivery.due_at = now + pause(delivery.attempts, delivery.pk)
    delivery.save()
    if endpoint.state != EndpointState.ACTIVE:
        return
    endpoint.failing_since = endpoint.failing_since or now
    if endpoint.rest_until is None or endpoint.rest_until <= now:
        # Those that were under way together and fail together are one failure.
        endpoint.failures += 1
        endpoint.rest_until = now + rest(endpoint.failures)
    if outcome.status == HTTPStatus.GONE:
        disable_endpoint(actor, endpoint, reason=GONE, now=now)
    elif now - endpoint.failing_since >= GIVEN_UP_AFTER:
        disable_endpoint(actor, endpoint, reason=FAILED_FOR_DAYS.format(error=outcome.error), now=now)
    else:
        endpoint.save(update_fields=["failing_since", "failures", "rest_until"])
