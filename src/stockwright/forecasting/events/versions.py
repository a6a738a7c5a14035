"""What happens to what the forecast has learnt."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from stockwright.messaging.events import Happening


@dataclass(frozen=True)
class ModelTrained(Happening):
    """The forecast learnt anew, or took over what was learnt elsewhere; `why` is first, weekly, degraded, changed,
    asked or adopted.
    """

    name: ClassVar[str] = "forecast.trained"
    version_id: UUID
    number: int
    why: str


@dataclass(frozen=True)
class ModelChosen(Happening):
    """A person chose which version forecasts; while it is `held`, no newer one takes its place by itself."""

    name: ClassVar[str] = "forecast.version_chosen"
    version_id: UUID
    number: int
    held: bool
