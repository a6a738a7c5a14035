"""Mail to the people of a company."""

from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from stockwright.accounts.queries import company_of, owner_addresses
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.models import Event

log = structlog.get_logger("stockwright.accounts")


@app.task(name="accounts.tell_owners_of_webhook", retry=RetryStrategy(max_attempts=6, exponential_wait=10))
def tell_owners_of_webhook(company_id: str, event_id: str) -> None:
    """Mail the owners that a webhook was switched off; without a mail server it is logged."""
    actor = Actor.system(UUID(company_id))
    with scope(actor.company_id):
        event = Event.objects.of(actor).get(pk=UUID(event_id))
        company, owners = company_of(actor).name, owner_addresses(actor)
    told = {"url": event.payload["url"], "reason": event.payload["reason"], "company": company}
    if not settings.MAIL_IS_SET_UP or not owners:
        log.warning("webhook switched off, nobody was mailed", **told)
        return
    mail = EmailMessage(
        subject=gettext("%(company)s: a webhook was switched off") % told,
        body=gettext(
            "Stockwright does not tell %(url)s about events any more.\n\n%(reason)s\n\n"
            "Put the receiver right, then switch the webhook on under Settings, Webhooks. "
            "What waited is delivered then; what happened since can be sent again there."
        )
        % told,
        to=owners,
    )
    mail.send()
