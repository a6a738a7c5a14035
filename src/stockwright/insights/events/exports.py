"""What happens to exports."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class ExportTaken(Happening):
    """Data left the company in a file."""

    name: ClassVar[str] = "export.taken"
    export_id: UUID
    datasets: str
    file_format: str
    rows: int
    filtered: str

    @property
    def subject(self) -> str:
        """The export."""
        return f"export:{self.export_id}"


@dataclass(frozen=True)
class DeltaAcknowledged(Happening):
    """Somebody has the new rows and will get the ones after them next."""

    name: ClassVar[str] = "export.acknowledged"
    batch_id: UUID
    dataset: str
    consumer: str
    before: dict[str, str]
    after: dict[str, str]

    @property
    def subject(self) -> str:
        """The delta of one consumer."""
        return f"delta:{self.dataset}:{self.consumer}"
