"""What happens to promotions."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class PromotionPlanned(Happening):
    """Promotions were told, one or many at once."""

    name: ClassVar[str] = "promotion.planned"
    promotion_ids: list[UUID]
    promotion_name: str
    promotions: int

    @property
    def subject(self) -> str:
        """The promotion, where it was one."""
        return f"promotion:{self.promotion_ids[0]}" if self.promotions == 1 else ""


@dataclass(frozen=True)
class PromotionChanged(Happening):
    """A promotion was told anew: before and after by field."""

    name: ClassVar[str] = "promotion.changed"
    promotion_id: UUID
    promotion_name: str
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The promotion."""
        return f"promotion:{self.promotion_id}"


@dataclass(frozen=True)
class PromotionDropped(Happening):
    """A promotion does not take place: the forecast knows it no more."""

    name: ClassVar[str] = "promotion.cancelled"
    promotion_id: UUID
    promotion_name: str
    reason: str

    @property
    def subject(self) -> str:
        """The promotion."""
        return f"promotion:{self.promotion_id}"
