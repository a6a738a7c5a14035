"""How far demand was from forecast totals, by the scores of past forecasts."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import numpy as np

from stockwright.kit.actor import Actor
from stockwright.kit.money import exact
from stockwright.kit.statements import ask

LOW, HIGH = 0.1, 0.9
LEAST_RUNS = 28
"""Forecasts of fewer nights say little: what they tell of neighbouring days is nearly the same."""
SCORED_DAYS = 182

# Of several runs that know the same days the last one counts.
_TOTALS = """
    with counted as (
        select distinct on (as_of) id from forecasting_forecastrun
        where company_id = %(company)s and state = 'done' order by as_of, finished_at desc
    ), newest as (
        select max(judged_on) as day from forecasting_forecastscore where company_id = %(company)s
    )
    select s.days, s.run_id, sum(s.demand::float8) / sum(s.forecast::float8)
    from forecasting_forecastscore s join counted on counted.id = s.run_id
    where s.company_id = %(company)s and s.judged_on > (select day from newest) - %(scored)s::int
        and (%(category)s = '' or s.category = %(category)s)
        and (%(location)s::uuid is null or s.location_id = %(location)s)
    group by s.days, s.run_id, s.lead having sum(s.forecast::float8) > 0
"""


@dataclass(frozen=True)
class Range:
    """Of past totals demand was between `low` and `high` times what had been expected, 80% of the times."""

    low: Decimal
    high: Decimal
    runs: int

    def around(self, expected: Decimal) -> tuple[Decimal, Decimal]:
        """The same in pieces."""
        return expected * self.low, expected * self.high


def ranges(actor: Actor, *, category: str = "", location_id: UUID | None = None) -> dict[int, Range]:
    """By days summed up (1, 7, 14, 28) where so far demand was beside its forecast, over the last half year."""
    asked = {"company": actor.company_id, "category": category, "location": location_id, "scored": SCORED_DAYS}
    found: dict[int, list[tuple[UUID, float]]] = defaultdict(list)
    for days, run_id, ratio in ask(_TOTALS, asked):
        found[days].append((run_id, ratio))
    seen = {days: _range(cases) for days, cases in sorted(found.items())}
    return {days: one for days, one in seen.items() if one.runs >= LEAST_RUNS}


def _range(cases: list[tuple[UUID, float]]) -> Range:
    low, high = np.quantile([ratio for _, ratio in cases], (LOW, HIGH))
    return Range(exact(float(low)), exact(float(high)), runs=len({run_id for run_id, _ in cases}))
