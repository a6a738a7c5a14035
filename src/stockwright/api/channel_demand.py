"""What counts as demand on each channel."""

from datetime import timedelta
from typing import Literal

from ninja import Router
from pydantic import Field

from stockwright.api.days import company_day
from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageOut
from stockwright.kit.paging import Page
from stockwright.sales.actions.channels import set_channel_demand
from stockwright.sales.models import ChannelDemand
from stockwright.sales.queries.channels import ChannelDemandRow, channel_demands
from stockwright.sales.rules import LONGEST_SETTLING, SETTLED_AFTER_DAYS

router = Router(tags=["Channels"])

SOLD_LATELY = timedelta(days=91)


class ChannelDemandOut(Out):
    """Which pieces of a channel count as demand."""

    channel: str
    kind: str = Field(description="ordered, bought_out or net (of all returns).")
    settle_days: int = Field(description="What comes back within so many days of the order was not bought out.")


class ChannelDemandIn(In):
    """Which pieces of a channel count as demand from the next forecast on."""

    channel: str = Field(min_length=1, max_length=50, examples=["MARKET"])
    kind: Literal["ordered", "bought_out", "net"]
    settle_days: int = Field(SETTLED_AFTER_DAYS, ge=1, le=LONGEST_SETTLING)


@router.get("/sales/channels", response=PageOut[ChannelDemandOut])
@needs("sales.read")
def list_channel_demands(request: ApiRequest) -> Page[ChannelDemandRow]:
    """The channels with sales in the last quarter, and those that something is set of, on one page."""
    return Page(channel_demands(request.auth, since=company_day(request.auth) - SOLD_LATELY), None)


@router.put("/sales/channels", response=ChannelDemandOut)
@needs("forecast.write")
def put_channel_demand(request: ApiRequest, body: ChannelDemandIn) -> ChannelDemand:
    """Set which pieces of a channel count as demand. Fails with `invalid_channel_demand`."""
    return set_channel_demand(request.auth, **dict(body))
