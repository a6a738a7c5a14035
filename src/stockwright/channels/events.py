"""What happens to imports."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class ImportFinished(Happening):
    """A file is in."""

    name: ClassVar[str] = "import.finished"
    batch_id: UUID
    kind: str
    file_name: str
    imported: int

    @property
    def subject(self) -> str:
        """The import."""
        return f"import:{self.batch_id}"


@dataclass(frozen=True)
class ImportFailed(Happening):
    """A file could not be brought in; nothing of it was kept."""

    name: ClassVar[str] = "import.failed"
    batch_id: UUID
    reason: str

    @property
    def subject(self) -> str:
        """The import."""
        return f"import:{self.batch_id}"


@dataclass(frozen=True)
class ImportUndone(Happening):
    """What a file brought was taken back."""

    name: ClassVar[str] = "import.undone"
    batch_id: UUID
    kind: str
    file_name: str
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The import."""
        return f"import:{self.batch_id}"
