"""What happens to counts of stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, NamedTuple
from uuid import UUID

from stockwright.messaging.events import Happening


class CountedLine(NamedTuple):
    """A line that differed: what the ledger knew, what was found, and what the difference is worth."""

    variant_id: UUID
    sku: str
    expected: Decimal
    counted: Decimal
    value: Decimal
    reason: str


@dataclass(frozen=True)
class CountHappening(Happening):
    """Something happened to a count."""

    count_id: UUID
    location_id: UUID

    @property
    def subject(self) -> str:
        """The count."""
        return f"count:{self.count_id}"


@dataclass(frozen=True)
class CountStarted(CountHappening):
    """A count was begun: its items were drawn up."""

    name: ClassVar[str] = "inventory.count_started"
    scope: str
    stock: str
    blind: bool
    lines: int


@dataclass(frozen=True)
class CountFinalised(CountHappening):
    """What was counted is what there is; `differences` are the lines that the ledger had otherwise.

    Of a count with very many differences the largest in money are told; `different` is always their number.
    """

    name: ClassVar[str] = "inventory.count_finalized"
    lines: int
    counted: int
    different: int
    surplus: Decimal
    shortage: Decimal
    surplus_value: Decimal
    shortage_value: Decimal
    differences: Sequence[CountedLine]


@dataclass(frozen=True)
class CountCancelled(CountHappening):
    """A count was given up; stock is what it was."""

    name: ClassVar[str] = "inventory.count_cancelled"
    reason: str


@dataclass(frozen=True)
class CountUndone(CountHappening):
    """What a finalised count had booked was taken back."""

    name: ClassVar[str] = "inventory.count_undone"
    reason: str


@dataclass(frozen=True)
class CountReviewed(CountHappening):
    """The counting ended, and its differences were drawn up; `recounts` items are to be counted again."""

    name: ClassVar[str] = "inventory.count_reviewed"
    counted: int
    different: int
    recounts: int


@dataclass(frozen=True)
class CountResumed(CountHappening):
    """The counting goes on."""

    name: ClassVar[str] = "inventory.count_resumed"


@dataclass(frozen=True)
class CountLinesDecided(CountHappening):
    """Somebody decided on lines: asked for a recount, accepted them as counted, or gave their reason."""

    name: ClassVar[str] = "inventory.count_lines_decided"
    decision: str
    lines: int


@dataclass(frozen=True)
class CountSettingsChanged(Happening):
    """The company counts in another rhythm, or with other tolerances."""

    name: ClassVar[str] = "inventory.count_settings_changed"
    changes: dict[str, object]
