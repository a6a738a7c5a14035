"""What the page of model versions shows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class ClassSkill:
    """Who forecasts a kind of demand: the families with a say, and their losses a piece on days not seen."""

    demand_class: str
    families: str  # "LightGBM 60%, smoothing 40%"
    loss: Decimal | None  # of the mix; None where nothing could be tried
    alone: str  # the best of them alone: "0.43, LightGBM"; empty where nothing could be tried


@dataclass(frozen=True)
class VersionRow:
    """A version; `accuracy` is one less the relative error of two weeks' demand, None where not measured."""

    id: UUID
    number: int
    why: str
    as_of: date
    trained_at: datetime
    items: int
    seconds: str
    fingerprint: str
    accuracy: Decimal | None
    bias: Decimal | None
    is_current: bool
    is_held: bool
    is_kept: bool  # what it learnt is there, so that one can go back to it


@dataclass(frozen=True)
class VersionsPage:
    """The newest versions, and who has a say in the current one."""

    rows: tuple[VersionRow, ...]
    skills: tuple[ClassSkill, ...]
    may_run: bool
    may_choose: bool
