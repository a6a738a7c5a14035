"""Stretches of business days, for reports."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from stockwright.accounts.queries import company_of
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid

USUAL_DAYS = 90
MOST_DAYS = 3 * 366


class InvalidPeriod(Invalid):
    """The days do not make a period."""

    message = "The period has to begin before it ends, and be of three years at most."


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both within, by the company's clock."""

    since: date
    until: date
    zone: str

    def __post_init__(self) -> None:
        if not 0 < self.days <= MOST_DAYS:
            raise InvalidPeriod

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    @property
    def begin(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.since, time(), tzinfo=ZoneInfo(self.zone))

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.until + timedelta(days=1), time(), tzinfo=ZoneInfo(self.zone))

    def params(self, actor: Actor) -> dict[str, Any]:
        """What statements about the period need."""
        return {
            "company": actor.company_id,
            "since": self.since,
            "until": self.until,
            "begin": self.begin,
            "end": self.end,
            "zone": self.zone,
        }


def period_of(actor: Actor, *, today: date, since: date | None = None, until: date | None = None) -> Period:
    """The days asked for; what is left out ends today, and begins 90 days before its end."""
    last = until or today
    return Period(since or last - timedelta(days=USUAL_DAYS - 1), last, company_of(actor).time_zone)


def value_column(actor: Actor) -> str:
    """The column with the values by the company's method."""
    return f"{company_of(actor).valuation}_value"
