"""Adding, changing and removing webhooks, and giving them new secrets."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import Invalid
from stockwright.kit.sealing import seal
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit
from stockwright.messaging.events import (
    WebhookAdded,
    WebhookChanged,
    WebhookDisabled,
    WebhookRemoved,
    WebhookSecretRotated,
)
from stockwright.messaging.models import Delivery, Endpoint, SigningSecret
from stockwright.messaging.queries.catalogue import event_names
from stockwright.messaging.rules.addresses import Reach
from stockwright.messaging.rules.endpoints import (
    MOST_ENDPOINTS,
    EndpointState,
    TooManyEndpoints,
    check_url,
    check_wants,
)
from stockwright.messaging.rules.signatures import OVERLAP, new_secret

SECRETS = "webhook-secrets"
"""The use that the secrets are sealed for."""


@deed("webhooks.write")
def add_endpoint(
    actor: Actor, *, url: str, wants: Collection[str], reach: Reach, now: datetime, description: str = ""
) -> tuple[Endpoint, str]:
    """A new webhook and its secret, which is shown this once."""
    one_at_a_time(actor.company_id, "webhooks")
    if Endpoint.objects.of(actor).count() >= MOST_ENDPOINTS:
        raise TooManyEndpoints(most=MOST_ENDPOINTS)
    endpoint = Endpoint.objects.create(
        company_id=actor.company_id,
        url=check_url(url, reach),
        description=description.strip()[:200],
        wants=check_wants(wants, event_names()),
        wants_since=now,
    )
    secret = _give_secret(actor, endpoint, now)
    emit(actor, WebhookAdded(endpoint_id=endpoint.pk, url=endpoint.url, wants=endpoint.wants))
    return endpoint, secret


@deed("webhooks.write")
def change_endpoint(
    actor: Actor,
    *,
    endpoint_id: UUID,
    reach: Reach,
    now: datetime,
    url: str | None = None,
    description: str | None = None,
    wants: Collection[str] | None = None,
    state: str | None = None,
) -> Endpoint:
    """Change what is given; `active` also switches on again what was switched off, with a clean record."""
    endpoint = locked_endpoint(actor, endpoint_id)
    before = _told(endpoint)
    if url is not None:
        endpoint.url = check_url(url, reach)
    if description is not None:
        endpoint.description = description.strip()[:200]
    if wants is not None:
        endpoint.wants = check_wants(wants, event_names())
    if state is not None:
        _enter(endpoint, state)
    after = _told(endpoint)
    changed = [field for field in after if after[field] != before[field]]
    if not changed:
        return endpoint
    if {"wants", "state"} & set(changed):
        endpoint.wants_since = now
    if {"url", "state"} & set(changed):
        endpoint.failing_since, endpoint.failures, endpoint.rest_until = None, 0, None
    endpoint.save()
    emit(
        actor,
        WebhookChanged(
            endpoint_id=endpoint.pk,
            url=endpoint.url,
            before={field: before[field] for field in changed},
            after={field: after[field] for field in changed},
        ),
    )
    return endpoint


@deed("webhooks.write")
def rotate_secret(actor: Actor, *, endpoint_id: UUID, now: datetime) -> str:
    """A new secret, which is shown this once; the present one signs along for a day."""
    endpoint = locked_endpoint(actor, endpoint_id)
    secrets = SigningSecret.objects.of(actor).filter(endpoint=endpoint)
    secrets.filter(retires_at__lt=now).delete()
    secrets.filter(retires_at=None).update(retires_at=now + OVERLAP)
    secret = _give_secret(actor, endpoint, now)
    emit(actor, WebhookSecretRotated(endpoint_id=endpoint.pk, url=endpoint.url))
    return secret


@deed("webhooks.write")
def remove_endpoint(actor: Actor, *, endpoint_id: UUID) -> None:
    """Forget a webhook and everything that it was still to be told."""
    endpoint = locked_endpoint(actor, endpoint_id)
    url = endpoint.url
    endpoint.delete()
    Delivery.objects.of(actor).filter(endpoint_id=endpoint_id).delete()
    emit(actor, WebhookRemoved(endpoint_id=endpoint_id, url=url))


def disable_endpoint(actor: Actor, endpoint: Endpoint, *, reason: str, now: datetime) -> None:
    """Switch a locked webhook off, and say why; what waits for it stays."""
    endpoint.state = EndpointState.DISABLED.value
    endpoint.disabled_at, endpoint.disabled_reason = now, reason[:300]
    endpoint.save()
    emit(actor, WebhookDisabled(endpoint_id=endpoint.pk, url=endpoint.url, reason=reason))


def locked_endpoint(actor: Actor, endpoint_id: UUID) -> Endpoint:
    """The webhook, locked; NotFound where there is none, or another company's."""
    return locked_one(Endpoint.objects.of(actor).filter(pk=endpoint_id), what="webhook")


def _enter(endpoint: Endpoint, state: str) -> None:
    if state not in set(EndpointState):
        raise Invalid(f"There is no state “{state}”. Choose one of: {', '.join(EndpointState)}.")
    endpoint.state = state
    if state != EndpointState.DISABLED:
        endpoint.disabled_at, endpoint.disabled_reason = None, ""


def _told(endpoint: Endpoint) -> dict[str, str]:
    return {
        "url": endpoint.url,
        "description": endpoint.description,
        "wants": ", ".join(endpoint.wants),
        "state": str(endpoint.state),
    }


def _give_secret(actor: Actor, endpoint: Endpoint, now: datetime) -> str:
    secret = new_secret()
    sealed = seal(secret, use=SECRETS)
    SigningSecret.objects.create(company_id=actor.company_id, endpoint=endpoint, sealed=sealed, created_at=now)
    return secret
