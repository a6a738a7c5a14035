"""Small drawings made on the server: pure functions from numbers to SVG paths."""

from collections.abc import Sequence
from typing import NamedTuple

SPARK_HEIGHT = 96  # shown at a third of it, so that whole units are fine enough
FOOT = SPARK_HEIGHT - 2
STEP = 2


class Spark(NamedTuple):
    """Paths of one sparkline in a view box of `width` x SPARK_HEIGHT."""

    width: int
    today: int
    bars: str
    gaps: str
    band: str
    middle: str


def levels(values: Sequence[float], peak: float) -> list[int]:
    """Map 0..peak to whole units of y, a little free above and below."""
    unit = (FOOT - 6) / peak
    return [FOOT - int(min(value, peak) * unit + 0.5) for value in values]


def joined(xs: Sequence[int], ys: Sequence[int]) -> list[str]:
    """Write points as `x y`."""
    return [f"{x} {y}" for x, y in zip(xs, ys, strict=True)]


def trimmed_peak(history: Sequence[float | None], high: Sequence[float]) -> float:
    """Return the top of the scale: one freak day must not flatten all the others."""
    sold = sorted(value for value in history if value is not None)
    usual = sold[int(0.97 * (len(sold) - 1))] * 1.15 if sold else 0.0
    return max(usual, *high, 1.0) if high else max(usual, 1.0)


def spark(
    history: Sequence[float | None],
    low: Sequence[float] = (),
    middle: Sequence[float] = (),
    high: Sequence[float] = (),
) -> Spark:
    """Draw daily sales as bars, then the forecast as a band with its median.

    A day of `None` was out of stock: it is marked at the foot, never drawn as zero sales.
    """
    peak = trimmed_peak(history, high)
    sold = [(STEP * i + 1, value) for i, value in enumerate(history) if value]
    tops = levels([value for _, value in sold], peak)
    start = len(history) * STEP
    xs = range(start + 1, start + 1 + STEP * len(middle), STEP)
    band = joined(xs, levels(high, peak)) + joined(xs, levels(low, peak))[::-1]
    line = joined(xs, levels(middle, peak))
    return Spark(
        width=start + STEP * len(middle),
        today=start,
        bars="".join(f"M{x} {FOOT}V{y}" for (x, _), y in zip(sold, tops, strict=True)),
        gaps="".join(f"M{STEP * i} {FOOT}h{STEP}" for i, value in enumerate(history) if value is None),
        band=f"M{'L'.join(band)}z" if band else "",
        middle=f"M{'L'.join(line)}" if line else "",
    )


class StockBar(NamedTuple):
    """Widths of the stock bar in percent of its track, and the state they add up to."""

    stock: float
    inbound: float
    lead: float
    state: str


def stock_bar(runway_days: float | None, inbound_days: float, lead_days: float, safety_days: float) -> StockBar:
    """Compare days of stock, and of stock on its way, with the lead time.

    `runway_days` of None means that nothing is selling: the bar is full. The track shows twice the
    longer of lead time plus safety days and 14 days.
    """
    scale = 2 * max(lead_days + safety_days, 14.0)
    runway = scale if runway_days is None else max(runway_days, 0.0)
    stock = min(runway / scale, 1.0) * 100
    inbound = min(inbound_days / scale * 100, 100 - stock)
    state = "bad" if runway < lead_days else "warn" if runway < lead_days + safety_days else "good"
    return StockBar(round(stock, 1), round(inbound, 1), round(lead_days / scale * 100, 1), state)
