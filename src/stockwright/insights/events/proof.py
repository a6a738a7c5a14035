"""What happens to the proof of books and stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class ProofPassed(Happening):
    """All totals of books and stock agree."""

    name: ClassVar[str] = "proof.passed"
    run_id: UUID
    compared: int


@dataclass(frozen=True)
class ProofFailed(Happening):
    """Some totals of books and stock disagree, and which."""

    name: ClassVar[str] = "proof.failed"
    run_id: UUID
    differences: int
    checks: Sequence[str]


@dataclass(frozen=True)
class BooksRepaired(Happening):
    """Somebody confirmed a repair: what differed before and what still does."""

    name: ClassVar[str] = "proof.repaired"
    repair: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
