"""Families earn their say on days they had not seen."""

import numpy as np
import pytest

from stockwright.engine.demand.blending import Blend, Tried, blended, deviance, found_blend, untried
from stockwright.engine.demand.past import past_of
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.standing import standing_at

from .shops import shop

LAST = 199


def tried(**factors: float) -> Tried:
    """A trial in which each family told the true mean times its factor."""
    panel, mean = shop(n=80, days=228)
    past = past_of(panel)
    now = standing_at(past, DemandSettings(), last=LAST)
    ahead = mean[:, LAST + 1 :]
    told = {name: ahead * factor for name, factor in factors.items()}
    sold = panel.sold[:, LAST + 1 :].astype(np.float64)
    return Tried(now, told, sold, np.ones_like(ahead))


def test_who_told_the_truth_has_the_say() -> None:
    blend = found_blend([tried(smoothing=1.0, lightgbm=2.0)], ["smoothing", "lightgbm"])
    assert blend.weights["intermittent"][0] > 0.8
    assert blend.losses["intermittent"]["smoothing"] < blend.losses["intermittent"]["lightgbm"]


def test_two_that_err_to_either_side_share_it() -> None:
    blend = found_blend([tried(smoothing=0.6, lightgbm=1.4)], ["smoothing", "lightgbm"])
    weights = blend.weights["intermittent"]
    assert weights.sum() == pytest.approx(1.0)
    assert weights == pytest.approx([0.5, 0.5], abs=0.15)


def test_the_blend_is_never_worse_than_the_best_alone_on_the_days_it_was_found_on() -> None:
    trial = tried(smoothing=0.8, lightgbm=1.1, trend=1.6)
    names = list(trial.told)
    blend = found_blend([trial], names)
    alone = [Blend((name,), {key: np.ones(1) for key in blend.weights}, {}) for name in names]
    assert deviance([trial], blend) <= min(deviance([trial], each) for each in alone) + 1e-3


def test_without_trials_everyone_has_the_usual_say() -> None:
    blend = untried(["lightgbm", "smoothing", "launch"])
    assert blend.weights["smooth"] == pytest.approx([0.6 / 0.7, 0.1 / 0.7, 0.0])
    assert blend.weights["new"][2] > 0


def test_the_say_of_who_is_missing_is_divided_among_the_others() -> None:
    blend = Blend(("lightgbm", "smoothing", "trend"), {"smooth": np.array([0.6, 0.3, 0.1])}, {})
    assert blend.of(["smoothing", "trend"]).weights["smooth"] == pytest.approx([0.75, 0.25])


def test_each_series_is_told_by_the_weights_of_its_class() -> None:
    blend = Blend(("a", "b"), {"smooth": np.array([1.0, 0.0]), "lumpy": np.array([0.25, 0.75])}, {})
    told = {"a": np.full((2, 3), 4.0), "b": np.full((2, 3), 8.0)}
    found = blended(np.array(["smooth", "lumpy"]), told, blend)
    assert found.mean[:, 0].tolist() == [4.0, 7.0]
    assert found.method.tolist() == ["a", "b"]
