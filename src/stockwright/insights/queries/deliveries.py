"""Events that webhooks wanted and were not told, as a check beside the others."""

from decimal import Decimal

from stockwright.inventory.queries.comparing import Comparison, Disagreement, told
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.statements import ask_one
from stockwright.messaging.queries.undelivered import undelivered

_COUNTED = """
    select now() - interval '1 hour', (
        select count(*) from messaging_delivery
        where company_id = %(company)s and due_at > now() - interval '29 days'
    )
"""


def compare_deliveries(actor: Actor) -> Comparison:
    """Every event of the last weeks, an hour old and more, that a webhook wanted and nobody tried to tell it."""
    moment, deliveries = ask_one(_COUNTED, {"company": actor.company_id})
    found = undelivered(actor, moment)
    events = [(row.event, row.event_id) for row in found.missing]
    events += [(row.event, row.event_id) for row in found.untried]
    rows = [Disagreement(f"{name} {event_id}", None, "", None, "", Decimal(1), ZERO) for name, event_id in events]
    return told(tuple(rows), compared=deliveries + len(found.missing))
