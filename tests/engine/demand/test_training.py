"""Learning apart from forecasting."""

from dataclasses import replace

import numpy as np
import pytest

from stockwright.engine.demand.predicting import predict
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.training import Trained, fingerprint, train

from .shops import QUICK, shop


def test_what_was_learnt_survives_being_written_down() -> None:
    panel, _ = shop(n=80, days=220)
    trained = train(panel, settings=QUICK, seed=1)
    again = Trained.from_bytes(trained.to_bytes())
    first, second = (predict(panel, each, settings=QUICK) for each in (trained, again))
    assert second.mean == pytest.approx(first.mean, rel=1e-6)
    assert second.variance == pytest.approx(first.variance, rel=1e-6)
    assert again.fingerprint == trained.fingerprint


def test_later_nights_use_what_was_learnt_earlier() -> None:
    panel, mean = shop(n=120, days=258)
    trained = train(panel.until(223), settings=QUICK, seed=1)
    later = panel.until(229)
    found = predict(later, trained, settings=QUICK)
    assert found.as_of == later.as_of
    assert found.mean.sum() == pytest.approx(mean[:, 230:].sum(), rel=0.06)


def test_items_that_came_after_the_lesson_are_forecast_too() -> None:
    panel, _ = shop(n=60, days=220)
    few = replace(
        panel, sold=panel.sold[:50], in_stock=panel.in_stock[:50], first_day=panel.first_day[:50], category=panel.category[:50]
    )
    found = predict(panel, train(few, settings=QUICK, seed=1), settings=QUICK)
    assert found.mean.shape == (60, 28)
    assert (found.mean[50:].sum(axis=1) > 0).all()


def test_an_event_that_was_unknown_then_changes_nothing_and_a_forgotten_one_never_happens() -> None:
    panel, _ = shop(n=60, days=220)
    trained = train(panel, settings=QUICK, seed=1)
    more = np.concatenate([panel.events, np.ones((len(panel.events), 1), np.bool_)], axis=1)
    other = replace(panel, events=more, event_names=("holiday", "fair"))
    none = replace(panel, events=more[:, :0], event_names=())
    told = [predict(each, trained, settings=QUICK).mean for each in (panel, other, none)]
    assert np.array_equal(told[0], told[1])
    assert np.array_equal(told[0], told[2])


def test_the_mean_without_what_is_planned_differs_only_where_something_is() -> None:
    panel, _ = shop(n=150, days=300)
    chance = np.random.default_rng(4)
    promo = np.where(chance.random((150, 328)) < 0.08, 0.3, 0.0).astype(np.float32)
    sold = np.where(promo[:, :300] > 0, panel.sold * 3, panel.sold).astype(np.float32)
    promo[:, 300:] = 0.0
    promo[:40, 305:309] = 0.3
    known = replace(panel, sold=sold, promo=promo)
    found = predict(known, train(known, settings=QUICK, seed=1), settings=QUICK)
    assert np.array_equal(found.plain[40:], found.mean[40:])
    assert found.mean[:40, 5:9].sum() > 1.5 * found.plain[:40, 5:9].sum()
    quiet = predict(known.unplanned(), train(known, settings=QUICK, seed=1), settings=QUICK)
    assert found.plain == pytest.approx(quiet.mean)


def test_another_number_anywhere_gives_another_fingerprint() -> None:
    panel, _ = shop(n=10, days=90)
    sold = panel.sold.copy()
    sold[3, 40] += 1
    known = fingerprint(panel, QUICK)
    assert known == fingerprint(replace(panel), QUICK)
    assert known != fingerprint(replace(panel, sold=sold), QUICK)
    assert known != fingerprint(panel, DemandSettings())


def test_families_without_a_say_are_not_kept() -> None:
    panel, _ = shop(n=80, days=220)
    trained = train(panel, settings=QUICK, seed=1)
    assert set(trained.families) == set(trained.blend.families)
    assert set(trained.blend.used()) <= set(trained.families)
