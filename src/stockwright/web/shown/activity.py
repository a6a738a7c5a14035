"""What the page of recent activity shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Happened:
    """One thing that happened."""

    words: str
    by: str
    at: datetime
    name: str  # of the event, as the API and the webhooks know it


@dataclass(frozen=True)
class ActivityPage:
    """The newest happenings first."""

    happened: tuple[Happened, ...]
