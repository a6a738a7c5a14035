"""What the page of the proof shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ProofDifference:
    """A row behind a difference; `url` leads to the item ("" where there is none)."""

    item: str
    place: str
    about: str  # the document or the day, "" where the row is of no one document
    wanted: str
    found: str
    url: str


@dataclass(frozen=True)
class ProofCheck:
    """What was held against what, and how it went."""

    title: str
    sides: str
    compared: int
    different: int
    rows: tuple[ProofDifference, ...]
    wanted: str  # the heads of the two columns
    found: str

    @property
    def more(self) -> int:
        """Differences that are counted, not shown."""
        return self.different - len(self.rows)


@dataclass(frozen=True)
class ProofRepair:
    """A repair that would set something right."""

    name: str
    title: str
    does: str


@dataclass(frozen=True)
class ProofPast:
    """An earlier proof."""

    at: datetime
    by: str
    differences: int


@dataclass(frozen=True)
class ProofPage:
    """The last proof; `at` is None before the first."""

    headline: str
    is_green: bool
    at: datetime | None
    by: str
    seconds: str
    checks: tuple[ProofCheck, ...]
    repairs: tuple[ProofRepair, ...]
    past: tuple[ProofPast, ...]
    is_running: bool
    may_run: bool
    may_repair: bool


@dataclass(frozen=True)
class RepairPage:
    """What a repair would change; `left` counts what would still differ after it."""

    repair: ProofRepair
    checks: tuple[ProofCheck, ...]
    left: int

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to set right."""
        return any(check.different for check in self.checks)
