"""What happens to single pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class TagsMoved(Happening):
    """Pieces were registered, sold, moved or changed otherwise; `kind` says which."""

    name: ClassVar[str] = "inventory.tags_moved"
    kind: str
    codes: Sequence[str]
    status: str
    location_id: UUID | None
    posting_id: UUID | None
    ref_type: str
    ref_id: str


@dataclass(frozen=True)
class TagScored(Happening):
    """Somebody said how good a piece is."""

    name: ClassVar[str] = "inventory.tag_scored"
    code: str
    before: int | None
    after: int | None
    note: str


@dataclass(frozen=True)
class TagsSeen(Happening):
    """A reader saw pieces at a place."""

    name: ClassVar[str] = "inventory.tags_seen"
    key: str
    location_id: UUID
    at: datetime
    codes: int
    unknown: int
    misplaced: int
    unseen: int
