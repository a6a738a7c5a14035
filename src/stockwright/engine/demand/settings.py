"""What can be tuned in the demand engine; the defaults are those of the published benchmark."""

from dataclasses import dataclass

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
STABLE = ("lightgbm", "xgboost", "smoothing", "launch", "trend")
CANDIDATES = ("ets", "theta", "croston", "tsb")


@dataclass(frozen=True)
class DemandSettings:
    """Days are calendar days unless their name says otherwise.

    `families`: the names of those that are tried on all series. `candidates`: those that learn one series at a
    time, and are first tried on `audition_series` of them. `new_days`: an item listed for fewer days is new.
    `dormant_days`: in-stock days without a sale that make an item dormant. `training_days`: how far back the
    pooled families learn, from `rows_per_series` rows for each series, though not fewer than `usual_rows`, which
    a few series give many of, nor more than `training_rows`. `threads`: of the learners; more than one pays
    only on an idle machine, and costs much on a busy one.
    """

    levels: tuple[float, ...] = LEVELS
    families: tuple[str, ...] = STABLE
    candidates: tuple[str, ...] = CANDIDATES
    audition_series: int = 120
    new_days: int = 30
    dormant_days: int = 30
    training_days: int = 400
    training_rows: int = 300_000
    usual_rows: int = 60_000
    rows_per_series: int = 100
    least_history_days: int = 60
    least_training_rows: int = 2_000
    trees: int = 150
    leaves: int = 31
    learning_rate: float = 0.07
    half_life_days: float = 180.0
    threads: int = 1

    def rows_for(self, series: int) -> int:
        """How many rows the pooled families see of a number of series."""
        return min(max(self.rows_per_series * series, self.usual_rows), self.training_rows)
