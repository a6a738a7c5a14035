"""Which pieces of each channel count as demand."""

from dataclasses import dataclass
from datetime import date

from stockwright.kit.actor import Actor
from stockwright.sales.models import ChannelDemand, DailySales
from stockwright.sales.rules import SETTLED_AFTER_DAYS, DemandKind


@dataclass(frozen=True)
class ChannelDemandRow:
    """Which of a channel's pieces count as demand, and within how many days its customers decide."""

    channel: str
    kind: DemandKind = DemandKind.ORDERED
    settle_days: int = SETTLED_AFTER_DAYS


def channel_demands(actor: Actor, *, since: date | None = None) -> list[ChannelDemandRow]:
    """The channels that something was set of, and those with sales since a day, by name."""
    told = {
        row.channel: ChannelDemandRow(row.channel, DemandKind(row.kind), row.settle_days)
        for row in ChannelDemand.objects.of(actor)
    }
    if since is not None:
        sold = DailySales.objects.of(actor).filter(sold_on__gte=since).values_list("channel", flat=True)
        told = {name: ChannelDemandRow(name) for name in sold.distinct() if name} | told
    return [told[name] for name in sorted(told)]
