"""What each channel may sell of the stock, set and taken back."""

from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from stockwright.catalog.queries import item_of
from stockwright.inventory.events.reservations import ChannelRuleSet
from stockwright.inventory.models import ChannelRule
from stockwright.inventory.rules.channel_rules import check_rule
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked, locked_one
from stockwright.kit.money import ZERO, plain
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit


@deed("inventory.approve")
def set_channel_rule(
    actor: Actor,
    *,
    channel: str,
    variant_id: UUID | None = None,
    buffer: Decimal = ZERO,
    floor: Decimal = ZERO,
    hold_minutes: int | None = None,
) -> ChannelRule:
    """Let a channel sell all but `buffer` pieces, and none where fewer than `floor` are left after that.

    With an item the rule is that item's own and takes the place of the channel's. What holds already stays.
    """
    name = check_rule(channel, buffer, floor, hold_minutes)
    if variant_id is not None:
        item_of(actor, variant_id)
    one_at_a_time(actor.company_id, "channel rules")
    of_item = Q(variant=None) if variant_id is None else Q(variant_id=variant_id)
    known = locked(ChannelRule.objects.of(actor).filter(of_item, channel=name))
    rule = known[0] if known else ChannelRule(company_id=actor.company_id, channel=name, variant_id=variant_id)
    before = _told(rule) if known else {}
    rule.buffer, rule.floor, rule.hold_minutes = buffer, floor, hold_minutes
    after = _told(rule)
    if after != before:
        rule.save()
        emit(actor, ChannelRuleSet(channel=name, variant_id=variant_id, before=before, after=after))
    return rule


@deed("inventory.approve")
def remove_channel_rule(actor: Actor, *, rule_id: UUID) -> None:
    """Take a rule away: an item follows its channel's again, a channel sells everything that is free."""
    rule = locked_one(ChannelRule.objects.of(actor).filter(pk=rule_id), what="rule")
    told = ChannelRuleSet(channel=rule.channel, variant_id=rule.variant_id, before=_told(rule), after={})
    rule.delete()
    emit(actor, told)


def _told(rule: ChannelRule) -> dict[str, str]:
    minutes = "" if rule.hold_minutes is None else str(rule.hold_minutes)
    return {"buffer": plain(rule.buffer), "floor": plain(rule.floor), "hold_minutes": minutes}
