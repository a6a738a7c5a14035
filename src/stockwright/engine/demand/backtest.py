"""How the engine would have done on days it had not seen, beside what anybody can do by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from stockwright.engine import distributions
from stockwright.engine.demand import metrics
from stockwright.engine.demand.baselines import BASELINES, baseline_quantiles
from stockwright.engine.demand.forecast import Forecast
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.predicting import forecast
from stockwright.engine.demand.settings import DemandSettings

ENGINE = "stockwright"
WINDOWS = (1, 14, 28)
FULL_DAY = 0.99
LEAST_HISTORY = 28
VOLUME_DAYS = 28


@dataclass(frozen=True)
class Prediction:
    """One method's forecast over one window length: `point` (n, W), `quantiles` (n, W, Q).

    W is the horizon for forecasts by day (`days` = 1), else 1; quantiles are NaN where the method has none.
    `law` gives the mean and variance, each (n, W), where it knows a whole distribution.
    """

    method: str
    days: int
    point: Floats
    quantiles: Floats
    law: tuple[Floats, Floats] | None = None


@dataclass(frozen=True)
class Outcome:
    """A prediction beside what was then sold: m judged cells, `quantiles` (m, Q), all else (m,).

    `root_scaled` is the RMSSE of the whole.
    """

    method: str
    days: int
    actual: Floats
    point: Floats
    quantiles: Floats
    rank: Floats
    root_scaled: float
    demand_class: NDArray[np.str_]


@dataclass(frozen=True)
class Sureness:
    """Stated confidence (m,) in windows of `days` days, and whether demand was near the median (m,)."""

    days: int
    stated: Floats
    near: NDArray[np.bool_]


@dataclass(frozen=True)
class Backtest:
    """`accuracy`: method, days (1 = by day, else sums), wape, bias, rmsse, pinball, coverage_80, judged.

    `calibration`: days, demand_class ("all" too), level, held, judged: of the times we said `level`, demand
    stayed within the quantile `held` of the time. `confidence`: days, stated, held, judged, by tenths.
    """

    accuracy: pl.DataFrame
    calibration: pl.DataFrame
    confidence: pl.DataFrame


@dataclass(frozen=True)
class Judged:
    """What was known at an origin, and what was then sold (n, H): NaN where not in stock all day."""

    before: Panel
    actual: Floats
    scale: Floats
    volume: Floats

    def window(self, days: int) -> Floats:
        """Demand by day (n, H) for 1, else summed over the first `days` days (n, 1)."""
        return self.actual if days == 1 else self.actual[:, :days].sum(axis=1, keepdims=True)

    def outcome(self, made: Prediction, classes: NDArray[np.str_], levels: Floats, seed: int) -> Outcome:
        """Judge a prediction on the cells that can be judged."""
        actual = self.window(made.days)
        seen = np.isfinite(actual)
        uniform = np.random.default_rng(seed).random(int(seen.sum()))
        sold, quantiles = actual[seen], made.quantiles[seen]
        if made.law is None:
            rank = metrics.tied_rank(sold, quantiles, levels, uniform)
        else:
            rank = metrics.rank(sold, made.law[0][seen], made.law[1][seen], uniform)
        return Outcome(
            method=made.method,
            days=made.days,
            actual=sold,
            point=made.point[seen],
            quantiles=quantiles,
            rank=rank,
            root_scaled=metrics.rmsse(actual, made.point, self.scale * made.days, self.volume),
            demand_class=np.broadcast_to(classes[:, None], actual.shape)[seen],
        )


def judged_after(panel: Panel, last: int) -> Judged:
    """Split the panel at the end of day `last` into what was known and what came."""
    window = slice(last + 1, last + 1 + panel.horizon)
    fair = (panel.in_stock[:, window] >= FULL_DAY) & (panel.first_day <= last)[:, None]
    actual = np.where(fair, panel.sold[:, window].astype(np.float64), np.nan)
    before = panel.until(last)
    volume = before.sold[:, -VOLUME_DAYS:].sum(axis=1, dtype=np.float64)
    return Judged(before, actual, metrics.naive_scale(before.sold, before.first_day), volume)


def backtest(
    panel: Panel,
    *,
    origins: int = 3,
    stride: int = 28,
    settings: DemandSettings | None = None,
    seed: int,
    windows: tuple[int, ...] = WINDOWS,
) -> Backtest:
    """Forecast from `origins` earlier days, `stride` days apart, each from the panel as it then was.

    The latest origin lies one horizon before the end. Raises ValueError when the history is too short.
    """
    chosen = settings or DemandSettings()
    levels = np.asarray(chosen.levels)
    outcomes: list[Outcome] = []
    sureness: list[Sureness] = []
    for last in rolling_origins(panel, origins, stride):
        judged = judged_after(panel, last)
        made = forecast(judged.before, settings=chosen, seed=seed)
        for days in windows:
            predictions = [engine_prediction(made, days), *baseline_predictions(judged.before, levels, days)]
            outcomes += [judged.outcome(each, made.demand_class, levels, seed + last) for each in predictions]
        sureness += [_sureness(judged, made, days) for days in windows if days > 1]
    own = [found for found in outcomes if found.method == ENGINE]
    return Backtest(accuracy(outcomes, levels), _calibration(own, levels), _confidence(sureness))


def rolling_origins(panel: Panel, origins: int, stride: int) -> list[int]:
    """Last known days of each origin, latest first."""
    ends = [panel.days - 1 - panel.horizon - stride * step for step in range(origins)]
    if min(ends) < LEAST_HISTORY:
        raise ValueError("The history is too short for this many origins.")
    return ends


def engine_prediction(made: Forecast, days: int) -> Prediction:
    """The engine's forecast as something to judge beside others."""
    if days == 1:
        return Prediction(ENGINE, days, made.mean, made.quantiles, (made.mean, made.variance))
    mean, variance = made.window_moments(np.full((len(made.mean), 1), float(days)))
    quantiles = distributions.decimal_quantile(np.asarray(made.levels), mean[..., None], variance[..., None])
    return Prediction(ENGINE, days, mean, quantiles, (mean, variance))


def baseline_predictions(panel: Panel, levels: Floats, days: int) -> list[Prediction]:
    """What anybody can do by hand, with each series' own past errors as its interval."""
    made = []
    for name, method in BASELINES.items():
        point = method(panel.sold, panel.days - 1, panel.horizon)
        quantiles = baseline_quantiles(method, panel, levels, days)
        if days > 1:
            point, quantiles = point[:, :days].sum(axis=1, keepdims=True), quantiles[:, None, :]
        made.append(Prediction(name, days, point, quantiles))
    return made


def accuracy(outcomes: Sequence[Outcome], levels: Floats) -> pl.DataFrame:
    """One row per method and window length, over all origins."""
    keys = list(dict.fromkeys((found.days, found.method) for found in outcomes))
    return pl.DataFrame([_accuracy_row([o for o in outcomes if (o.days, o.method) == key], levels) for key in keys])


def _accuracy_row(outcomes: Sequence[Outcome], levels: Floats) -> dict[str, object]:
    actual = np.concatenate([found.actual for found in outcomes])
    point = np.concatenate([found.point for found in outcomes])
    quantiles = np.concatenate([found.quantiles for found in outcomes])
    ranks = np.concatenate([found.rank for found in outcomes])
    known = bool(np.isfinite(quantiles).all())
    return {
        "method": outcomes[0].method,
        "days": outcomes[0].days,
        "wape": metrics.wape(actual, point),
        "bias": metrics.bias(actual, point),
        "rmsse": float(np.mean([found.root_scaled for found in outcomes])),
        "pinball": metrics.pinball(actual, quantiles, levels) if known else None,
        "coverage_80": metrics.coverage(ranks) if known else None,
        "judged": len(actual),
    }


def _calibration(outcomes: Sequence[Outcome], levels: Floats) -> pl.DataFrame:
    rows = []
    for days in dict.fromkeys(found.days for found in outcomes):
        rank = np.concatenate([found.rank for found in outcomes if found.days == days])
        classes = np.concatenate([found.demand_class for found in outcomes if found.days == days])
        for name in ("all", *np.unique(classes)):
            chosen = rank if name == "all" else rank[classes == name]
            rows += [
                {
                    "days": days,
                    "demand_class": str(name),
                    "level": float(level),
                    "held": metrics.held(chosen, float(level)),
                    "judged": len(chosen),
                }
                for level in levels
            ]
    return pl.DataFrame(rows)


def _sureness(judged: Judged, made: Forecast, days: int) -> Sureness:
    actual = judged.window(days)[:, 0]
    seen = np.isfinite(actual)
    windows = np.full(len(actual), float(days))
    low, high = made.near_median(windows)
    return Sureness(days, made.confidence(windows)[seen], ((actual >= low) & (actual <= high))[seen])


def _confidence(found: Sequence[Sureness]) -> pl.DataFrame:
    """Stated confidence, in tenths, against how often it held."""
    rows = pl.concat(
        [pl.DataFrame({"days": each.days, "stated": each.stated, "near": each.near}) for each in found]
    )
    return (
        rows.group_by("days", (pl.col("stated") * 10).floor().clip(0, 9).alias("tenth"))
        .agg(pl.col("stated").mean(), pl.col("near").mean().alias("held"), pl.len().alias("judged"))
        .sort("days", "tenth")
        .drop("tenth")
    )
