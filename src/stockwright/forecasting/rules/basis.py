"""What a forecast was told of an item, and what it leaves out: one form for lists, charts and the API."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stockwright.engine.demand.classes import DemandClass


class Told(StrEnum):
    """Something that the forecast takes into account besides the sales of the item."""

    EVENT = "event"
    HOLIDAY = "holiday"
    PROMOTION = "promotion"
    PRICE = "price"
    OVERRIDE = "override"
    HISTORY = "history"  # of the item that it follows
    SET = "set"  # whose demand it is a part of
    CHANNEL = "channel"  # on which not every order counts
    KEPT_DAY = "kept_day"  # counts in full because a person said so


class LeftOut(StrEnum):
    """Something that happened, or was said, and is not taken into account, or only in part."""

    BULK_DAY = "bulk_day"
    IGNORED_DAY = "ignored_day"
    HOLIDAY_OFF = "holiday_off"
    CALLED_OFF = "called_off"


class Stage(StrEnum):
    """Where an item stands in its life."""

    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"
    ASLEEP = "asleep"
    REPLACED = "replaced"


_OF_CHANGE = {
    "new": Stage.NEW,
    **dict.fromkeys(("surge", "up", "taking_off", "awake"), Stage.GROWING),
    **dict.fromkeys(("down", "dying"), Stage.FADING),
}
"""By the kind of a change of demand; the others say nothing of it."""


def stage_of(demand_class: str, change: str, *, is_replaced: bool) -> Stage:
    """The stage by the kind of demand and the open change of an item ("" for none); a successor goes first."""
    if is_replaced:
        return Stage.REPLACED
    usual = {DemandClass.NEW.value: Stage.NEW, DemandClass.DORMANT.value: Stage.ASLEEP}
    return _OF_CHANGE.get(change) or usual.get(demand_class, Stage.STEADY)


@dataclass(frozen=True)
class Known:
    """One thing; `first` to `last` are its days, None where it has no end.

    `amount` is the discount, the price, what an override says, the share of a predecessor's history, the pieces
    in a set, or the pieces of a day that count; `whole` the pieces of that day. `detail` is the way of an override,
    the demand kind of a channel, or what was called off (event, promotion).
    """

    kind: Told | LeftOut
    name: str
    first: date | None = None
    last: date | None = None
    amount: Decimal | None = None
    whole: Decimal | None = None
    detail: str = ""

    @property
    def order(self) -> tuple[date, str]:
        """What has no day first, then by day and name."""
        return (self.first or date.min, self.name)
