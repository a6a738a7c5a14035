"""What the page of the seasons shows."""

from dataclasses import dataclass

from stockwright.web.shown.curves import CurveChart
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.stock_health import BarChart, Figure, Table


@dataclass(frozen=True)
class SeasonsPage:
    """The seasons of what was chosen; without figures there is too little history."""

    title: str
    code: str
    is_unknown: bool  # the code is nobody's
    categories: tuple[Choice, ...]
    locations: tuple[Choice, ...]
    history: str  # "3 Jan 2024 to 1 Mar 2026"
    borrowed: str  # whose year is told, where it is not the own one; or that nobody has one
    figures: tuple[Figure, ...]
    bars: tuple[BarChart, ...]
    curves: tuple[CurveChart, ...]
    holidays: Table | None
