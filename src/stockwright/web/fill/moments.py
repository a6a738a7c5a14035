"""Moments as people type them into a field of the browser."""

from datetime import UTC, datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext

from stockwright.kit.problems import Invalid


class NoSuchMoment(Invalid):
    """What was typed is no date and no moment."""

    def __init__(self, told: str) -> None:
        words = gettext("“%(told)s” is not a date. Write it as 2026-03-31 or 2026-03-31T18:00.")
        super().__init__(words % {"told": told}, told=told)


def moment_asked(told: str, now: datetime) -> datetime:
    """A moment of the reader's own clock; a day means its end, and nothing means `now`."""
    if not told:
        return now
    try:
        found = parse_datetime(told) if len(told) > 10 else _end_of(told)
    except ValueError as error:
        raise NoSuchMoment(told) from error
    if found is None:
        raise NoSuchMoment(told)
    try:
        return (found if timezone.is_aware(found) else timezone.make_aware(found)).astimezone(UTC)
    except OverflowError as error:
        raise NoSuchMoment(told) from error


def _end_of(told: str) -> datetime | None:
    day = parse_date(told)
    return datetime.combine(day, time.max) if day else None  # the caller adds the reader's zone
