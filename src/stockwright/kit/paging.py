"""Cursor pages: stable while rows come and go, equally fast on page 1 and page 200."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from stockwright.kit.problems import Invalid

Item = TypeVar("Item")


class InvalidCursor(Invalid):
    """The cursor was not one that a page gave out."""

    message = "The cursor is not valid. Start again without it."


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items and the way to the next ones (None at the end)."""

    items: Sequence[Item]
    next_cursor: str | None


def encode_cursor(key: Sequence[object]) -> str:
    """The sort key of the last item shown, as an opaque word."""
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in key]).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, parts: int) -> list[str]:
    """The sort key inside a cursor that has `parts` parts."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise InvalidCursor from error
    if not isinstance(found, list) or len(found) != parts or not all(isinstance(part, str) for part in found):
        raise InvalidCursor
    return found


def decode_key(cursor: str, *kinds: Callable[[str], Any]) -> list[Any]:
    """The sort key inside a cursor, each part as one of these kinds reads it."""
    told = decode_cursor(cursor, len(kinds))
    try:
        return [kind(part) for kind, part in zip(kinds, told, strict=True)]
    except ValueError as error:
        raise InvalidCursor from error


def decode_id(cursor: str) -> UUID:
    """The id that is all there is inside a cursor."""
    found: UUID = decode_key(cursor, UUID)[0]
    return found


def decode_day_and_id(cursor: str) -> tuple[date, UUID]:
    """The day and the id inside a cursor of what is sorted by day."""
    day, found = decode_key(cursor, date.fromisoformat, UUID)
    return day, found


def page_of(rows: Sequence[Item], limit: int, key: Callable[[Item], Sequence[Any]]) -> Page[Item]:
    """A page out of at most `limit` + 1 fetched rows; the extra one tells that more are to come."""
    if len(rows) <= limit:
        return Page(rows, None)
    return Page(rows[:limit], encode_cursor(key(rows[limit - 1])))
