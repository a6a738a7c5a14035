"""Every family behind the same interface."""

from dataclasses import replace

import numpy as np
import pytest

from stockwright.engine.demand.families.family import Schooling
from stockwright.engine.demand.families.stable import FAMILIES, stable
from stockwright.engine.demand.lessons import lessons
from stockwright.engine.demand.panel import Panel
from stockwright.engine.demand.past import Past, past_of
from stockwright.engine.demand.standing import Standing, standing_at

from .shops import QUICK, panel_of, shop

LAST = 209
NAMES = [
    pytest.param(
        name, marks=pytest.mark.skipif(not each.installed, reason=f"The extra {each.extra} is not installed.")
    )
    for name, each in FAMILIES.items()
]


def schooling(panel: Panel, like: Past | None = None) -> Schooling:
    """The lessons up to LAST; with the dispersion of another past, which knows later days."""
    past = past_of(panel) if like is None else past_of(panel)._replace(dispersion=like.dispersion)
    drawn = lessons(past, settings=QUICK, seed=1)
    return Schooling(past, None if drawn is None else drawn.until(LAST), LAST, QUICK, 1)


def standing(school: Schooling, last: int = LAST) -> Standing:
    return standing_at(school.past, QUICK, last=last)


@pytest.mark.parametrize("name", NAMES)
def test_a_family_is_near_the_truth_and_is_read_back_the_same(name: str) -> None:
    panel, mean = shop(n=40, days=LAST + 29)
    school = schooling(panel)
    learnt = FAMILIES[name].learn(school)
    assert learnt is not None
    told = learnt.mean(standing(school))
    assert told.shape == (40, 28)
    assert (told >= 0).all()
    assert told.sum() == pytest.approx(mean[:, LAST + 1 :].sum(), rel=0.15)
    again = FAMILIES[name].read(learnt.to_bytes())
    assert again.mean(standing(school)) == pytest.approx(told, rel=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_a_family_sees_nothing_after_its_last_day(name: str) -> None:
    panel, _ = shop(n=40, days=LAST + 29)
    sold = panel.sold.copy()
    sold[:, LAST + 1 :] = sold[:, :LAST:-1]
    known = schooling(panel)
    schools = [known, schooling(replace(panel, sold=sold), known.past)]
    learnt = [FAMILIES[name].learn(school) for school in schools]
    assert learnt[0] is not None
    assert learnt[1] is not None
    told = [each.mean(standing(school)) for each, school in zip(learnt, schools, strict=True) if each]
    assert np.array_equal(told[0], told[1])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rate", [0.0, 1.0, 900.0])
def test_a_family_takes_history_that_never_changes(name: str, rate: float) -> None:
    school = schooling(panel_of(np.full((3, LAST + 29), rate)))
    learnt = FAMILIES[name].learn(school)
    if learnt is not None:
        told = learnt.mean(standing(school))
        assert np.isfinite(told).all()
        assert told == pytest.approx(rate, rel=0.1, abs=0.01)


def test_a_path_is_followed_by_the_name_of_the_series_on_later_days() -> None:
    panel, _ = shop(n=6, days=LAST + 29)
    named = replace(panel, named=np.array([f"item-{at}" for at in range(6)]))
    learnt = FAMILIES["ets"].learn(schooling(named))
    assert learnt is not None
    turned = replace(
        named,
        sold=named.sold[::-1],
        in_stock=named.in_stock[::-1],
        category=named.category[::-1],
        named=named.keys[::-1],
    )
    before, after = (learnt.mean(standing(schooling(each))) for each in (named, turned))
    assert after[::-1] == pytest.approx(before, rel=1e-4)


def test_only_the_sample_is_learnt_and_the_others_follow_their_level() -> None:
    panel, _ = shop(n=6, days=LAST + 29)
    school = schooling(panel)._replace(sample=np.array([1, 4]))
    learnt, smoothing = FAMILIES["theta"].learn(school), FAMILIES["smoothing"].learn(school)
    assert learnt is not None
    assert smoothing is not None
    now = standing(school)
    assert learnt.mean(now)[[0, 2, 3, 5]] == pytest.approx(smoothing.mean(now)[[0, 2, 3, 5]])


def test_a_name_that_nobody_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no family crystal"):
        stable(["lightgbm", "crystal"])
