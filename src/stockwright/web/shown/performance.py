"""What the pages of past forecasts show."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.accuracy import AccuracyPage
from stockwright.web.shown.curves import CurveChart
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.stock_health import Figure


@dataclass(frozen=True)
class Group:
    """Forecasts that have something in common, beside two naive ways."""

    name: str
    judged: int
    wape: Decimal | None
    last_week: Decimal | None  # WAPE of the last week again
    mean_28: Decimal | None  # WAPE of the 28-day mean
    bias: Decimal | None
    rmsse: Decimal | None
    pinball: Decimal | None
    within_80: Decimal | None
    within_95: Decimal | None
    is_better: bool | None  # than both of the naive ways


@dataclass(frozen=True)
class Spell:
    """The forecast is worse than it used to be."""

    began_on: date
    words: str


@dataclass(frozen=True)
class HeldLevel:
    """What a stated interval was worth."""

    level: Decimal
    held: Decimal
    judged: int


@dataclass(frozen=True)
class Stated:
    """The calibration line, and where it is from."""

    line: str  # "Of the times we said 90%, it held 89%."
    origin: str
    rows: tuple[HeldLevel, ...]


@dataclass(frozen=True)
class Narrowing:
    """What can be chosen, and what is."""

    periods: tuple[Choice, ...]
    windows: tuple[Choice, ...]
    groupings: tuple[Choice, ...]
    grouping: str  # the heading of the groups' column


@dataclass(frozen=True)
class ForecastPage:
    """How good the forecast is; `figures` are empty before any day was scored."""

    through: date | None
    spell: Spell | None
    stated: Stated | None
    narrowing: Narrowing
    figures: tuple[Figure, ...]
    charts: tuple[CurveChart, ...]
    groups: tuple[Group, ...]
    backtest: AccuracyPage


@dataclass(frozen=True)
class RunLine:
    """A run in the list of runs."""

    id: UUID
    as_of: date
    started_at: datetime
    state: str  # running, done or failed
    state_words: str
    version: str
    items: int
    wape: Decimal | None
    last_week: Decimal | None
    judged: int
    reason: str


@dataclass(frozen=True)
class RunsPage:
    """Runs, the newest first; a cursor of None is the end."""

    runs: tuple[RunLine, ...]
    next_cursor: str | None
    is_first: bool


@dataclass(frozen=True)
class Fact:
    """A property of a run."""

    name: str
    value: str


@dataclass(frozen=True)
class RunPage:
    """One run: when, from what, how it did."""

    line: RunLine
    facts: tuple[Fact, ...]
    settings: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    charts: tuple[CurveChart, ...]
    groups: tuple[Group, ...]
    backtest: AccuracyPage
    predictions_url: str  # "" where the item forecasts are not kept any more
