"""From the figures of single origins to the verdict."""

import numpy as np
import polars as pl
import pytest
from benchmarks.judge import MEASURES, Came, calibration, measured
from benchmarks.ours import NAME
from benchmarks.told import LEVELS, Answer, Cost

from benchmarks import forecast_tables as tables

COST = {"train": 1.0, "predict": 2.0, "wall": 3.0, "processor": 4.0, "items": 8.0, "gigabytes": 0.5}


def row(data: str, day: str, method: str, figure: float) -> dict[str, object]:
    about: dict[str, object] = {
        "family": "M5",
        "data": data,
        "last_day": day,
        "sample": tables.EVERYTHING,
        "method": method,
    }
    return {**about, **dict.fromkeys(MEASURES, figure), **COST}


def figures() -> pl.DataFrame:
    """Two data sets, of which one has three origins and the other one."""
    found = []
    for method, near, far in ((NAME, 0.90, 1.80), ("plain", 1.00, 2.00), ("poor", 1.50, 1.90)):
        found += [row("near", day, method, near + off) for day, off in (("a", -0.1), ("b", 0.0), ("c", 0.1))]
        found.append(row("far", "a", method, far))
    return pl.DataFrame(found)


def test_means_are_over_origins_first_and_then_over_data_sets() -> None:
    means = tables.averaged(figures())
    assert means.filter(pl.col("method") == NAME)["wape_day"].item() == pytest.approx((0.90 + 1.80) / 2)
    assert means.filter(pl.col("method") == NAME)["ms_per_item"].item() == pytest.approx(1000 * 4.0 / 8.0)


def test_the_verdict_is_against_the_best_peer_of_each_measure() -> None:
    verdict = tables.verdicts(tables.averaged(figures()))
    assert verdict["best_peer"].unique().to_list() == ["plain"]
    assert verdict["per_cent"].to_list() == pytest.approx([-10.0] * 4)
    assert tables.told_summaries(verdict) == [
        "M5, all items: better than the best peer on 4 of 4 measures, by 2% or more on 4; more than 1% behind on 0."
    ]


def test_ours_alone_or_peers_alone_are_no_verdict() -> None:
    means = tables.averaged(figures())
    assert tables.verdicts(means.filter(pl.col("method") == NAME)).is_empty()
    assert tables.verdicts(means.filter(pl.col("method") != NAME)).is_empty()


def test_what_was_stated_and_held_is_added_up_over_origins() -> None:
    about = {"family": "M5", "method": NAME}
    rows = [
        about | {"kind": "all", "group": "all", "stated": 0.8, "held": held, "judged": judged}
        for held, judged in ((30, 40), (50, 60))
    ]
    shares = tables.held(pl.DataFrame(rows))
    assert shares["share"].to_list() == [0.8]
    assert tables.held_table(shares, "M5", "all")["80.0%"].to_list() == [0.8]


def test_an_answer_is_judged_by_every_measure_and_each_of_its_parts() -> None:
    chance = np.random.default_rng(1)
    n, days = 30, 28
    came = Came(
        actual=chance.poisson(1.0, (n, days)).astype(np.float64),
        squared=np.ones(n),
        absolute=np.ones(n),
        weight=np.ones(n),
        demand_class=np.array(["smooth"] * 10 + ["lumpy"] * 20),
        uniform=chance.random((n, days)),
        window_uniform=chance.random((n, 3)),
    )
    quantiles = np.quantile(chance.poisson(1.0, 10_000), LEVELS) * np.ones((n, days, 1))
    cost = Cost(wall=1, processor=1, gigabytes=1, train=1, predict=1, items=n)
    answer = Answer(np.ones((n, days)), quantiles, cost)
    found = measured(came, answer)
    rows = list(calibration(came, answer))
    assert set(MEASURES) <= set(found)
    assert [row["judged"] for row in rows if row["kind"] == "class"] == [560, 560, 280, 280]
    assert sum(row["judged"] for row in rows if row["kind"] == "week" and row["stated"] == 0.8) == n * days
    assert found["cover_80"] == pytest.approx(
        next(row["held"] / row["judged"] for row in rows if row["kind"] == "all" and row["stated"] == 0.8)
    )
    assert answer.rows(np.array([3, 5])).mean.shape == (2, days)
