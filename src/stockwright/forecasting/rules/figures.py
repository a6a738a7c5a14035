"""Accuracy out of added sums: one meaning for pages, API and rules."""

from collections.abc import Mapping
from dataclasses import dataclass

OURS, NAIVE, FLAT = "", "naive_", "flat_"


@dataclass(frozen=True)
class Figures:
    """How good a way of forecasting was; None where there is nothing to divide by, or no law to speak of.

    `mape` is of cases with something sold of items that sell one piece a day or more: of others it says nothing.
    The shares are of judged cases that were inside a stated interval, `below_90` of those at or below the 90%
    quantile.
    """

    judged: int
    demand: float
    wape: float | None
    bias: float | None
    rmsse: float | None
    mae: float | None
    rmse: float | None
    mape: float | None
    pinball: float | None
    within_50: float | None
    within_80: float | None
    within_95: float | None
    below_90: float | None


def figures_of(sums: Mapping[str, float], way: str = OURS) -> Figures:
    """The figures of the forecast, or of a naive one, out of the sums of `engine.demand.scoring`."""
    judged, demand, own = int(sums["judged"]), float(sums["demand"]), way == OURS
    scaled, squared = _over(sums[f"{way}scaled"], sums["weight"]), _over(sums[f"{way}squared"], judged)
    return Figures(
        judged=judged,
        demand=demand,
        wape=_over(sums[f"{way}absolute"], demand),
        bias=_over(sums[f"{way}forecast"] - demand, demand),
        rmsse=None if scaled is None else scaled**0.5,
        mae=_over(sums[f"{way}absolute"], judged),
        rmse=None if squared is None else squared**0.5,
        mape=_over(sums[f"{way}percent"], sums["percent_judged"]),
        pinball=_over(sums["pinball"], demand) if own else None,
        within_50=_over(sums["within_50"], judged) if own else None,
        within_80=_over(sums["within_80"], judged) if own else None,
        within_95=_over(sums["within_95"], judged) if own else None,
        below_90=_over(sums["below_90"], judged) if own else None,
    )


def _over(amount: float, whole: float) -> float | None:
    return amount / whole if whole > 0 else None
