"""What a family of forecasting methods is: it learns from the past, and then forecasts any later day."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import NamedTuple, Protocol

from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.lessons import Lessons
from stockwright.engine.demand.panel import Indexes
from stockwright.engine.demand.past import Past
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.standing import Standing


class Learnt(Protocol):
    """What a family has learnt."""

    def mean(self, now: Standing) -> Floats:
        """Mean demand of each series that is meant on each day of the horizon, shape (m, H), pieces."""
        ...

    def to_bytes(self) -> bytes:
        """What was learnt as bytes, which its family reads back; no code is in them."""
        ...


class Schooling(NamedTuple):
    """The material of a lesson: the past, the rows drawn from it, and the last day that may be seen.

    Families that learn one series at a time learn only those of `sample`, if one is given.
    """

    past: Past
    lessons: Lessons | None
    last: int
    settings: DemandSettings
    seed: int
    sample: Indexes | None = None


class Family(NamedTuple):
    """A name in the stable. `learn` answers None where there is too little to learn from.

    `extra` names the optional part of the installation, and the module in it, that learning needs.
    """

    name: str
    learn: Callable[[Schooling], Learnt | None]
    read: Callable[[bytes], Learnt]
    extra: str = ""

    @property
    def installed(self) -> bool:
        """Whether all that learning needs is there."""
        return not self.extra or find_spec(self.extra) is not None
