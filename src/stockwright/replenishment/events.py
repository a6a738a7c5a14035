"""What happens to plans and their lines."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class PlanFinished(Happening):
    """The morning's lists are ready."""

    name: ClassVar[str] = "plan.finished"
    run_id: UUID
    planned_on: str
    order_today: int


@dataclass(frozen=True)
class PlanFailed(Happening):
    """A plan could not be made; the last good lists stay."""

    name: ClassVar[str] = "plan.failed"
    run_id: UUID
    reason: str


@dataclass(frozen=True)
class AdviceFollowed(Happening):
    """A person marked a line as ordered."""

    name: ClassVar[str] = "advice.ordered"
    advice_id: UUID
    order_id: UUID
    advised: str
    ordered: str

    @property
    def subject(self) -> str:
        """The line of the plan."""
        return f"advice:{self.advice_id}"


@dataclass(frozen=True)
class AdviceFlagged(Happening):
    """A person asked for another look at a line, or ended that."""

    name: ClassVar[str] = "advice.flagged"
    advice_id: UUID
    note: str
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The line of the plan."""
        return f"advice:{self.advice_id}"


@dataclass(frozen=True)
class OrderTakenBack(Happening):
    """A person undid an order marked by mistake."""

    name: ClassVar[str] = "advice.undone"
    advice_id: UUID
    order_id: UUID
    before: dict[str, str | None]
    after: dict[str, str | None]

    @property
    def subject(self) -> str:
        """The line of the plan."""
        return f"advice:{self.advice_id}"
