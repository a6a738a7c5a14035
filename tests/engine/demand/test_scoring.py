"""Scores are sums of single cells, and every figure they give is the one that the metrics give."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.engine.demand.shops import panel_of, shop

from stockwright.engine import distributions
from stockwright.engine.demand import metrics
from stockwright.engine.demand.backtest import judged_after
from stockwright.engine.demand.dispersion import NODES, Spread
from stockwright.engine.demand.scoring import LEAST_VOLUME, SUMS, Case, Told, run_scores, summed
from stockwright.forecasting.rules.figures import NAIVE, figures_of

LEVELS = np.array([0.1, 0.5, 0.9])


def case_of(seed: int, series: int = 6, days: int = 4, *, missing: float = 0.2) -> Case:
    """Any forecasts and any outcomes."""
    chance = np.random.default_rng(seed)
    shape = (series, days)
    mean = chance.gamma(1.0, 2.0, shape)
    variance = mean * chance.uniform(1.0, 3.0, shape)
    actual = chance.poisson(mean).astype(np.float64)
    actual[chance.random(shape) < missing] = np.nan
    return Case(
        days=1,
        lead=np.arange(3, 3 + days),
        actual=actual,
        mean=mean,
        variance=variance,
        quantiles=distributions.decimal_quantile(LEVELS, mean[..., None], variance[..., None]),
        naive=chance.gamma(1.0, 2.0, shape),
        flat=chance.gamma(1.0, 2.0, shape),
        scale=np.where(chance.random(series) < 0.2, 0.0, chance.gamma(1.0, 2.0, series)),
        volume=chance.gamma(1.0, 20.0, series),
    )


def keys_of(series: int) -> pl.DataFrame:
    return pl.DataFrame({"kind": ["a" if at % 2 else "b" for at in range(series)]})


def one_by_one(case: Case, keys: pl.DataFrame, seed: int) -> dict[tuple[str, int], dict[str, float]]:
    """The slow twin: cell after cell in plain numbers."""
    found: dict[tuple[str, int], dict[str, float]] = {}
    for column, lead in enumerate(case.lead):
        draws = np.random.default_rng([seed, case.days, int(lead)]).random(len(case.actual))
        for row in range(len(case.actual)):
            sold = case.actual[row, column]
            if np.isnan(sold):
                continue
            sums = found.setdefault((keys["kind"][row], int(lead)), dict.fromkeys(SUMS, 0.0))
            below = float(distributions.cdf(sold - 1, case.mean[row, column], case.variance[row, column]))
            upto = float(distributions.cdf(sold, case.mean[row, column], case.variance[row, column]))
            rank = below + draws[row] * (upto - below)
            weight = case.volume[row] if case.scale[row] > 0 else 0.0
            told = zip(LEVELS, case.quantiles[row, column], strict=True)
            losses = [level * (sold - q) if sold > q else (1 - level) * (q - sold) for level, q in told]
            in_percent = case.volume[row] >= LEAST_VOLUME and sold > 0
            sums["judged"] += 1
            sums["percent_judged"] += in_percent
            sums["within_50"] += 0.25 < rank <= 0.75
            sums["within_80"] += 0.1 < rank <= 0.9
            sums["within_95"] += 0.025 < rank <= 0.975
            sums["below_90"] += rank <= 0.9
            sums["demand"] += sold
            sums["weight"] += weight
            sums["pinball"] += 2 * sum(losses) / len(losses)
            for way, point in (("", case.mean), ("naive_", case.naive), ("flat_", case.flat)):
                error = sold - point[row, column]
                sums[f"{way}forecast"] += point[row, column]
                sums[f"{way}absolute"] += abs(error)
                sums[f"{way}squared"] += error**2
                sums[f"{way}scaled"] += weight * error**2 / case.scale[row] if weight else 0.0
                sums[f"{way}percent"] += abs(error) / sold if in_percent else 0.0
    return found


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), missing=st.sampled_from([0.0, 0.3, 1.0]))
def test_the_sums_are_those_of_cell_after_cell(seed: int, missing: float) -> None:
    case, keys = case_of(seed, missing=missing), keys_of(6)
    found = summed(case, keys, levels=LEVELS, seed=seed)
    slow = one_by_one(case, keys, seed)
    assert {(row["kind"], row["lead"]) for row in found.to_dicts()} == set(slow)
    for row in found.to_dicts():
        for name in SUMS:
            assert row[name] == pytest.approx(slow[row["kind"], row["lead"]][name], rel=1e-9, abs=1e-9), name


@given(seed=st.integers(0, 10_000))
def test_the_figures_of_the_sums_are_those_of_the_metrics(seed: int) -> None:
    case = case_of(seed, series=12)
    total = summed(case, keys_of(12), levels=LEVELS, seed=seed).select(pl.col(SUMS).sum()).to_dicts()[0]
    seen = np.isfinite(case.actual)
    actual = case.actual[seen]
    ours, naive = figures_of(total), figures_of(total, NAIVE)
    assert ours.wape == pytest.approx(metrics.wape(actual, case.mean[seen]))
    assert ours.bias == pytest.approx(metrics.bias(actual, case.mean[seen]))
    assert ours.pinball == pytest.approx(metrics.pinball(actual, case.quantiles[seen], LEVELS))
    assert naive.wape == pytest.approx(metrics.wape(actual, case.naive[seen]))
    assert naive.pinball is None
    assert ours.mae == pytest.approx(np.abs(actual - case.mean[seen]).mean())
    assert naive.rmse == pytest.approx(np.sqrt(((actual - case.naive[seen]) ** 2).mean()))


def test_an_error_in_percent_is_only_told_of_items_that_sell_daily() -> None:
    rare = replace(case_of(1), volume=np.full(6, LEAST_VOLUME - 1))
    daily = replace(rare, volume=np.full(6, LEAST_VOLUME))
    told = []
    for case in (rare, daily):
        sums = summed(case, keys_of(6), levels=LEVELS, seed=1).select(pl.col(SUMS).sum()).to_dicts()[0]
        told.append(figures_of(sums).mape)
    came = np.isfinite(daily.actual) & (daily.actual > 0)
    error = np.abs(daily.actual - daily.mean)[came] / daily.actual[came]
    assert told == [None, pytest.approx(error.mean())]


def test_the_scaled_error_is_that_of_the_competition_for_a_single_series_and_never_smaller_for_many() -> None:
    single, many = case_of(5, series=1, missing=0.0), case_of(5, series=40, missing=0.1)
    for case in (single, many):
        keys = keys_of(len(case.actual))
        total = summed(case, keys, levels=LEVELS, seed=1).select(pl.col(SUMS).sum()).to_dicts()[0]
        published = metrics.rmsse(case.actual, case.mean, case.scale, case.volume)
        ours = figures_of(total).rmsse
        assert ours is not None
        assert ours >= published - 1e-9
        if case is single:
            assert ours == pytest.approx(published)


def test_scoring_day_after_day_gives_what_scoring_all_days_at_once_gives() -> None:
    panel, mean = shop(n=30, days=200)
    judged = judged_after(panel, panel.days - 1 - 28)
    keys, at = keys_of(30), np.arange(30)

    def scored(since: int, until: int) -> pl.DataFrame:
        return run_scores(judged, told(mean, since, until), at, keys, levels=LEVELS, seed=9)

    whole = scored(1, 28)
    parts = pl.concat([scored(since, until) for since, until in ((1, 6), (7, 7), (8, 20), (21, 28))])
    by = ["kind", "days", "lead"]
    assert parts.sort(by).equals(whole.sort(by))
    assert set(whole["days"]) == {1, 7, 14, 28}


def told(mean: NDArray[np.float64], since: int, until: int) -> Told:
    """The true means as a forecast of the last 28 days of the shop."""
    ahead = mean[:, -28:]
    days = ahead[:, since - 1 : until]
    spread = Spread(np.full((len(mean), len(NODES)), 1.6), np.zeros((len(mean), len(NODES))))
    variance = spread.variance(days, np.ones_like(days))
    return Told(
        first=since,
        mean=days,
        quantiles=distributions.decimal_quantile(LEVELS, days[..., None], variance[..., None]),
        windows={length: ahead[:, :length].sum(axis=1) for length in (7, 14, 28) if since <= length <= until},
        spread=spread,
    )


def test_the_true_law_is_found_to_hold_what_it_says() -> None:
    panel, mean = shop(n=400, days=200)
    judged = judged_after(panel, panel.days - 1 - 28)
    found = run_scores(judged, told(mean, 1, 28), np.arange(400), keys_of(400), levels=LEVELS, seed=4)
    figures = figures_of(found.filter(pl.col("days") == 1).select(pl.col(SUMS).sum()).to_dicts()[0])
    assert figures.within_80 == pytest.approx(0.8, abs=0.02)
    assert figures.below_90 == pytest.approx(0.9, abs=0.02)
    assert figures.bias == pytest.approx(0.0, abs=0.03)


def test_days_out_of_stock_and_items_that_are_gone_are_not_judged() -> None:
    sold = np.full((3, 60), 2.0)
    in_stock = np.ones((3, 60))
    in_stock[1, -3] = 0.5
    panel = panel_of(sold, in_stock=in_stock)
    judged = judged_after(panel, 60 - 1 - 28)
    true = np.full((3, 60), 2.0)
    found = run_scores(judged, told(true, 26, 26), np.array([0, 1, -1]), keys_of(3), levels=LEVELS, seed=1)
    assert found["judged"].sum() == 1
    assert found["demand"].sum() == 2.0
