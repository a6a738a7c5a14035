"""Forecasts of days that are past, by families that had not seen them: what each is worth."""

from collections.abc import Sequence

import numpy as np

from stockwright.engine.demand.blending import Told, Tried, deviance, found_blend
from stockwright.engine.demand.families.family import Family, Learnt, Schooling
from stockwright.engine.demand.families.stable import stable
from stockwright.engine.demand.panel import Indexes, Panel
from stockwright.engine.demand.past import Past
from stockwright.engine.demand.standing import Standing, standing_at

STRIDE = 7
TRIALS = 4
LEAST_LAST = 27
LEAST_GAIN = 0.005


def trial_days(panel: Panel) -> list[int]:
    """Last known days of the trial forecasts, latest first; empty where the history is too short."""
    newest = panel.days - 1 - panel.horizon
    return [last for last in range(newest, newest - STRIDE * TRIALS, -STRIDE) if last >= LEAST_LAST]


def learn_all(school: Schooling, families: Sequence[Family]) -> dict[str, Learnt]:
    """What each family learns, without those that find too little to learn from."""
    found = {family.name: family.learn(school) for family in families}
    return {name: each for name, each in found.items() if each is not None}


def tried_families(school: Schooling) -> list[Tried]:
    """Trials of the families of the settings, and of those candidates that proved their worth on a sample.

    All of them learnt only from before the first trial. Empty where the history is too short.
    """
    past, settings = school.past, school.settings
    days = trial_days(past.panel)
    if not days:
        return []
    first = min(days)
    known = None if school.lessons is None else school.lessons.until(first)
    before = school._replace(lessons=known, last=first)
    learnt = learn_all(before, stable(settings.families))
    stood = [standing_at(past, settings, last=last) for last in days]
    tried = [_seen(past, now, {name: each.mean(now) for name, each in learnt.items()}) for now in stood]
    for name, also in learn_all(before, _admitted(before, tried)).items():
        tried = [each.also(name, also.mean(each.now)) for each in tried]
    return tried


def _seen(past: Past, now: Standing, told: Told) -> Tried:
    """What the days after `now` brought."""
    last, panel = now.origin.last, past.panel
    window = slice(last + 1, last + 1 + panel.horizon)
    listed = (panel.first_day <= last)[:, None]
    exposure = past.history.exposure[:, window].astype(np.float64) * listed
    return Tried(now, told, past.history.demand[:, window].astype(np.float64), exposure)


def _admitted(before: Schooling, tried: Sequence[Tried]) -> list[Family]:
    """Candidates that make the forecast of a sample better by enough to be worth their time."""
    sample = _sample(before)
    small = [each.of(sample) for each in tried]
    names = list(small[0].told)
    without = deviance(small, found_blend(small, names))
    admitted = []
    for family in stable(before.settings.candidates):
        learnt = family.learn(before._replace(sample=sample))
        if learnt is None:
            continue
        with_it = [each.also(family.name, learnt.mean(each.now)) for each in small]
        if deviance(with_it, found_blend(with_it, [*names, family.name])) < (1.0 - LEAST_GAIN) * without:
            admitted.append(family)
    return admitted


def _sample(school: Schooling) -> Indexes:
    """Series for an audition, those that sell more being likelier, in the order of their numbers."""
    history, end = school.past.history, school.last + 1
    weight = np.sqrt(history.pieces(end, 90))
    selling = int((weight > 0).sum())
    count = min(school.settings.audition_series, selling)
    if not count:
        return np.zeros(0, dtype=np.int64)
    chance = np.random.default_rng(school.seed)
    return np.sort(chance.choice(len(weight), count, replace=False, p=weight / weight.sum()))
