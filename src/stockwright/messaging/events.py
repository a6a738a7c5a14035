"""What every event is."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Happening:
    """Base of all events: a past fact with a dotted name and plain values."""

    name: ClassVar[str] = ""

    @property
    def subject(self) -> str:
        """What it happened to, such as `transfer:<id>`: the events of one subject are numbered, without gaps."""
        return ""

    @property
    def sequence(self) -> int | None:
        """The number among the events of the subject, where the subject counts itself."""
        return None


@dataclass(frozen=True)
class StepFinished(Happening):
    """A step of the night ended well."""

    name: ClassVar[str] = "night.step_finished"
    step: str
    due_on: str


@dataclass(frozen=True)
class StepFailed(Happening):
    """A step of the night ended badly."""

    name: ClassVar[str] = "night.step_failed"
    step: str
    due_on: str
    reason: str
