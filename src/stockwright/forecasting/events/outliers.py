"""What happens to days of bulk orders."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class OutlierDecided(Happening):
    """A person said what a day of an item counts as; `automatic` is what the program makes of it."""

    name: ClassVar[str] = "forecast.outlier_decided"
    variant_id: UUID
    location_id: UUID
    sku: str
    day: date
    before: str
    after: str
    note: str
