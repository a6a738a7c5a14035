"""How numbers are written into sentences; each door brings its own way."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

Number = float | int | Decimal
Terms = Mapping[str, Any]


class Wording(NamedTuple):
    """One function for each kind of number, from the number to its text."""

    quantity: Callable[[Number], str]  # pieces that are counted
    estimate: Callable[[Number], str]  # pieces that are expected
    days: Callable[[Number], str]
    money: Callable[[Number], str]
    share: Callable[[Number], str]  # 0..1
    day: Callable[[date], str]


def day_of(value: object) -> date | None:
    """A day that is kept as ISO text, or None."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) and value else None
