"""What becomes of old forecasts."""

from dataclasses import dataclass
from typing import ClassVar

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class ForecastsForgotten(Happening):
    """The item forecasts of old runs were deleted; what they were worth is kept."""

    name: ClassVar[str] = "forecast.forgotten"
    rows: int


@dataclass(frozen=True)
class VersionsForgotten(Happening):
    """What so many old versions had learnt was let go; what they were worth stays."""

    name: ClassVar[str] = "forecast.versions_forgotten"
    versions: int
