"""What happens to forecasts."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class ForecastFinished(Happening):
    """A run told its forecast of every item."""

    name: ClassVar[str] = "forecast.finished"
    run_id: UUID
    as_of: str
    series: int


@dataclass(frozen=True)
class ForecastFailed(Happening):
    """A run ended without a forecast; the last good one stays."""

    name: ClassVar[str] = "forecast.failed"
    run_id: UUID
    reason: str
