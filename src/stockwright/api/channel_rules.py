"""What each channel may sell of the stock."""

from decimal import Decimal
from uuid import UUID

from ninja import Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import Counted, In, Out, PageOut, Quantity
from stockwright.inventory.actions.channel_rules import remove_channel_rule, set_channel_rule
from stockwright.inventory.models import ChannelRule
from stockwright.inventory.queries.channel_rules import ChannelRuleRow, channel_rules
from stockwright.inventory.rules.channel_rules import LONGEST_HOLD
from stockwright.kit.paging import Page

router = Router(tags=["Channels"])


class ChannelRuleOut(Out):
    """A channel's share, of every item or (with `variant_id`) of one."""

    id: UUID
    channel: str
    variant_id: UUID | None
    buffer: Quantity
    floor: Quantity
    hold_minutes: int | None


class ChannelRuleRowOut(ChannelRuleOut):
    """A rule with what its item is called."""

    sku: str
    name: str


class ChannelRuleIn(In):
    """What a channel may sell; an item's own rule takes the place of the channel's."""

    channel: str = Field(min_length=1, max_length=50, examples=["WEB"])
    variant_id: UUID | None = Field(None, description="One item; leave it out for all of them.")
    buffer: Counted = Field(Decimal(0), description="Pieces that are kept back.")
    floor: Counted = Field(Decimal(0), description="With fewer left after the buffer the channel sees none.")
    hold_minutes: int | None = Field(
        None, gt=0, le=LONGEST_HOLD, description="How long a reservation holds; null: until somebody ends it."
    )


@router.get("/inventory/channel-rules", response=PageOut[ChannelRuleRowOut])
@needs("inventory.read")
def list_channel_rules(request: ApiRequest) -> Page[ChannelRuleRow]:
    """The rules by channel, on one page."""
    return Page(channel_rules(request.auth), None)


@router.put("/inventory/channel-rules", response=ChannelRuleOut)
@needs("inventory.approve")
def put_channel_rule(request: ApiRequest, body: ChannelRuleIn) -> ChannelRule:
    """Set the rule of a channel, or of one item in it. Fails with `invalid_channel_rule` or `not_found`."""
    return set_channel_rule(request.auth, **dict(body))


@router.delete("/inventory/channel-rules/{rule_id}", response={204: None})
@needs("inventory.approve")
def delete_channel_rule(request: ApiRequest, rule_id: UUID) -> Status[None]:
    """Take a rule away. Fails with `not_found`."""
    remove_channel_rule(request.auth, rule_id=rule_id)
    return Status(204, None)
