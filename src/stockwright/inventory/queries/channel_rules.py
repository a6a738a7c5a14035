"""What each channel may sell of the stock."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from stockwright.inventory.models import ChannelRule, Reservation
from stockwright.kit.actor import Actor

MOST = 2000


@dataclass(frozen=True)
class ChannelRuleRow:
    """A channel's rule, for all items or (with an item) for one; no minutes: held until somebody ends it."""

    id: UUID
    channel: str
    variant_id: UUID | None
    sku: str
    name: str
    buffer: Decimal
    floor: Decimal
    hold_minutes: int | None


def channel_rules(actor: Actor, *, channel: str = "") -> list[ChannelRuleRow]:
    """The rules by channel, that for all items before those for one."""
    rules = ChannelRule.objects.of(actor).select_related("variant__product")
    if channel:
        rules = rules.filter(channel=channel)
    ordered = rules.order_by("channel", F("variant__sku").asc(nulls_first=True))[:MOST]
    return [_row(rule) for rule in ordered]


def channel_names(actor: Actor) -> list[str]:
    """The channels that have a rule or reserved something lately, by name."""
    ruled = ChannelRule.objects.of(actor).values_list("channel", flat=True)
    newest = Reservation.objects.of(actor).exclude(channel="").order_by("-created_at", "-id")
    return sorted({*ruled, *newest.values_list("channel", flat=True)[:500]})


def _row(rule: ChannelRule) -> ChannelRuleRow:
    return ChannelRuleRow(
        id=rule.pk,
        channel=rule.channel,
        variant_id=rule.variant_id,
        sku=rule.variant.sku if rule.variant else "",
        name=rule.variant.product.name if rule.variant else "",
        buffer=rule.buffer,
        floor=rule.floor,
        hold_minutes=rule.hold_minutes,
    )
