"""What is true of a channel's share of the stock."""

from decimal import Decimal

from stockwright.kit.problems import Invalid

LONGEST_HOLD = 60 * 24 * 365


class InvalidChannelRule(Invalid):
    """A rule of a channel is out of its range."""

    message = "{detail}"


def check_rule(channel: str, buffer: Decimal, floor: Decimal, hold_minutes: int | None) -> str:
    """The channel's name without blanks around it, or InvalidChannelRule."""
    name = channel.strip()
    if not 0 < len(name) <= 50:
        raise InvalidChannelRule(detail="Give the channel a name of 1 to 50 characters.", field="channel")
    if buffer < 0 or floor < 0:
        raise InvalidChannelRule(detail="Buffer and floor have to be 0 or more.", field="buffer")
    if hold_minutes is not None and not 0 < hold_minutes <= LONGEST_HOLD:
        detail = "A reservation holds for 1 minute to 1 year. Leave it empty to hold until somebody ends it."
        raise InvalidChannelRule(detail=detail, field="hold_minutes")
    return name
