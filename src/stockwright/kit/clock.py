"""The one place that reads the clock; only doors and the schedule call it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """The business day it is at a company's place."""
    return now().astimezone(ZoneInfo(time_zone)).date()
