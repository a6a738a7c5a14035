"""Lines over labels, and the table behind them."""

from dataclasses import dataclass

from stockwright.web.shown.stock_health import Table


@dataclass(frozen=True)
class Curve:
    """A line: a number for each label, None where there is none."""

    name: str
    values: tuple[float | None, ...]
    is_dashed: bool = False


@dataclass(frozen=True)
class CurveChart:
    """Some lines that share their labels."""

    key: str  # unique on the page
    title: str
    summary: str  # the same in one sentence
    unit: str
    labels: tuple[str, ...]
    curves: tuple[Curve, ...]
    table: Table
