"""What can be tuned in the demand engine; the defaults are those of the published benchmark."""

from dataclasses import dataclass

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
STABLE = ("lightgbm", "xgboost", "smoothing", "launch", "trend")
CANDIDATES = ("ets", "theta", "arima", "croston", "tsb")


@dataclass(frozen=True)
class DemandSettings:
    """Days are calendar days unless their name says otherwise.

    `families`: the names of those that are tried on all series. `candidates`: those that learn one series at a
    time, and are first tried on `audition_series` of them. `new_days`: an item listed for fewer days is new.
    `dormant_days`: in-stock days without a sale that make an item dormant. `training_days`: how far back the
    pooled families learn. `training_rows`: rows they see. `threads`: of the learners; more than one pays only
    on an idle machine, and costs much on a busy one.
    """

    levels: tuple[float, ...] = LEVELS
    families: tuple[str, ...] = STABLE
    candidates: tuple[str, ...] = CANDIDATES
    audition_series: int = 120
    new_days: int = 30
    dormant_days: int = 30
    training_days: int = 400
    training_rows: int = 160_000
    least_history_days: int = 60
    least_training_rows: int = 2_000
    trees: int = 80
    leaves: int = 31
    learning_rate: float = 0.1
    half_life_days: float = 180.0
    threads: int = 1
