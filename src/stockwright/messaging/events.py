"""What every event is."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Happening:
    """Base of all events: a past fact with a dotted name and plain values."""

    name: ClassVar[str] = ""
