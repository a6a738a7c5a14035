"""Gradient-boosted trees over all items and all days ahead: one model, demand told relative to the level."""

import json
from dataclasses import dataclass
from typing import Protocol

import lightgbm
import numpy as np
import xgboost

from stockwright.engine.demand.families.family import Family, Learnt, Schooling
from stockwright.engine.demand.features import Rows
from stockwright.engine.demand.history import Floats
from stockwright.engine.demand.lessons import Lessons
from stockwright.engine.demand.settings import DemandSettings
from stockwright.engine.demand.standing import Standing

VOLUME_STRIDE = 4
LARGEST_STEP = 0.7
TWEEDIE_POWER = 1.1


class Trees(Protocol):
    """A booster of either library."""

    def ratio(self, rows: Rows) -> Floats:
        """Demand over the level, one number a row."""
        ...

    def text(self) -> str:
        """The trees as text."""
        ...


@dataclass(frozen=True)
class LightGbm:
    """Trees of LightGBM."""

    booster: lightgbm.Booster

    def ratio(self, rows: Rows) -> Floats:
        """Demand over the level, one number a row."""
        return np.asarray(self.booster.predict(rows), dtype=np.float64)

    def text(self) -> str:
        """The trees as text."""
        return str(self.booster.model_to_string())


@dataclass(frozen=True)
class XgBoost:
    """Trees of XGBoost."""

    booster: xgboost.Booster

    def ratio(self, rows: Rows) -> Floats:
        """Demand over the level, one number a row."""
        return np.asarray(self.booster.inplace_predict(rows), dtype=np.float64)

    def text(self) -> str:
        """The trees as text."""
        return bytes(self.booster.save_raw("json")).decode()


@dataclass(frozen=True)
class Boosted:
    """Trees, and the factor that makes their means add up to the pieces really sold.

    The learner weighs items by what they can teach, not by their volume; without the factor the total of
    demand that comes in large orders is told too low.
    """

    trees: Trees
    volume: float

    def mean(self, now: Standing) -> Floats:
        """Mean demand of each series on each day of the horizon, shape (m, H), pieces."""
        return now.by_day(self.volume * self.trees.ratio(now.rows))

    def to_bytes(self) -> bytes:
        """The trees and the factor."""
        return json.dumps({"volume": self.volume, "trees": self.trees.text()}).encode()


def _enough(school: Schooling) -> Lessons | None:
    """The lessons, where they are enough to learn from."""
    drawn, settings = school.lessons, school.settings
    if drawn is None or school.last + 1 < settings.least_history_days:
        return None
    return drawn if len(drawn.ratio) >= settings.least_training_rows and drawn.ratio.any() else None


def _balanced(trees: Trees, drawn: Lessons) -> Boosted:
    """Pieces sold over pieces expected on a part of the lessons, recent days counting for more."""
    part = drawn.every(VOLUME_STRIDE)
    told = float((part.pieces * trees.ratio(part.rows)).sum())
    return Boosted(trees, float((part.pieces * part.ratio).sum()) / max(told, 1e-9))


def _learn_lightgbm(school: Schooling) -> Learnt | None:
    drawn = _enough(school)
    if drawn is None:
        return None
    words = _lightgbm_words(school.settings, school.seed)
    data = lightgbm.Dataset(drawn.rows, label=drawn.ratio, weight=drawn.weight, params=words)
    return _balanced(LightGbm(lightgbm.train(words, data, num_boost_round=school.settings.trees)), drawn)


def _lightgbm_words(settings: DemandSettings, seed: int) -> dict[str, object]:
    return {
        "objective": "tweedie",
        "tweedie_variance_power": TWEEDIE_POWER,
        "learning_rate": settings.learning_rate,
        "num_leaves": settings.leaves,
        "min_data_in_leaf": 100,
        "feature_fraction": 0.7,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 1.0,
        "max_bin": 127,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": settings.threads,
        "verbosity": -1,
    }


def _read_lightgbm(told: bytes) -> Learnt:
    known = json.loads(told)
    return Boosted(LightGbm(lightgbm.Booster(model_str=known["trees"])), known["volume"])


def _learn_xgboost(school: Schooling) -> Learnt | None:
    drawn = _enough(school)
    if drawn is None:
        return None
    settings = school.settings
    words = {
        "objective": "count:poisson",
        "eta": settings.learning_rate,
        "max_leaves": settings.leaves,
        "grow_policy": "lossguide",
        "max_depth": 0,
        "min_child_weight": 20,
        "subsample": 0.8,
        "colsample_bynode": 0.7,
        "tree_method": "hist",
        "max_bin": 127,
        "max_delta_step": LARGEST_STEP,
        "nthread": settings.threads,
        "seed": school.seed,
        "verbosity": 0,
    }
    weight = drawn.weight / drawn.weight.mean()
    data = xgboost.QuantileDMatrix(
        drawn.rows, label=drawn.ratio, weight=weight, nthread=settings.threads, max_bin=127
    )
    return _balanced(XgBoost(xgboost.train(words, data, num_boost_round=settings.trees)), drawn)


def _read_xgboost(told: bytes) -> Learnt:
    known = json.loads(told)
    booster = xgboost.Booster()
    booster.load_model(bytearray(known["trees"].encode()))
    return Boosted(XgBoost(booster), known["volume"])


LIGHTGBM = Family("lightgbm", _learn_lightgbm, _read_lightgbm)
XGBOOST = Family("xgboost", _learn_xgboost, _read_xgboost)
