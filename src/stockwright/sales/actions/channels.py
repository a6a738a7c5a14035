"""What counts as demand on each channel, as somebody set it."""

from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit
from stockwright.sales.events import ChannelDemandSet
from stockwright.sales.models import ChannelDemand
from stockwright.sales.rules import SETTLED_AFTER_DAYS, check_channel_demand


@deed("forecast.write")
def set_channel_demand(
    actor: Actor, *, channel: str, kind: str, settle_days: int = SETTLED_AFTER_DAYS
) -> ChannelDemand:
    """Count a channel's pieces as ordered, as bought out, or net of returns; from the next forecast on.

    Bought out is what did not come back within `settle_days` of the order. The books of sales stay as they are.
    """
    name, chosen = check_channel_demand(channel, kind, settle_days)
    one_at_a_time(actor.company_id, "channel demand")
    known = locked(ChannelDemand.objects.of(actor).filter(channel=name))
    row = known[0] if known else ChannelDemand(company_id=actor.company_id, channel=name)
    before = _told(row) if known else {}
    row.kind, row.settle_days = chosen, settle_days
    after = _told(row)
    if after != before:
        row.save()
        emit(actor, ChannelDemandSet(channel=name, before=before, after=after))
    return row


def _told(row: ChannelDemand) -> dict[str, str]:
    return {"kind": str(row.kind), "settle_days": str(row.settle_days)}
