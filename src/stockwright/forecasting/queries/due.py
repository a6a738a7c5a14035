"""Which runs are to be held against days that they were not held against yet."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from stockwright.forecasting.rules.runs import HORIZON_DAYS
from stockwright.forecasting.rules.scores import LATE_DAYS
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask, ask_one


class DueRun(NamedTuple):
    """A run and its days ahead, `since`..`until`, that are complete and not scored."""

    run_id: UUID
    as_of: date
    levels: Sequence[float]
    since: int
    until: int


_DUE = """
    select r.id, r.as_of, r.levels, coalesce(s.through, 0) + 1, least(%(horizon)s, %(through)s::date - r.as_of)
    from forecasting_forecastrun r
    left join forecasting_scoredrun s on s.company_id = r.company_id and s.run_id = r.id
    where r.company_id = %(company)s and r.state = 'done'
        and coalesce(s.through, 0) < least(%(horizon)s, %(through)s::date - r.as_of)
        and exists (select from forecasting_itemforecast f where f.company_id = r.company_id and f.run_id = r.id)
    order by r.as_of, r.finished_at limit %(limit)s
"""

_CHANGED = """
    select min(known.day) from forecasting_scoredday known
    left join (
        select sold_on, sum(ordered) as ordered, sum(lines) as lines from sales_dailysales
        where company_id = %(company)s and sold_on >= %(since)s group by sold_on
    ) now on now.sold_on = known.day
    where known.company_id = %(company)s and known.day >= %(since)s
        and (known.ordered, known.lines) is distinct from (coalesce(now.ordered, 0), coalesce(now.lines, 0))
"""


def due_runs(actor: Actor, *, through: date, limit: int) -> list[DueRun]:
    """Runs that lack scores up to the complete day `through`, the oldest first."""
    wanted = {"company": actor.company_id, "through": through, "horizon": HORIZON_DAYS, "limit": limit}
    return [DueRun(*row) for row in ask(_DUE, wanted)]


def changed_day(actor: Actor, *, through: date) -> date | None:
    """The first scored day of late whose sales are others by now than they were when it was scored."""
    [day] = ask_one(_CHANGED, {"company": actor.company_id, "since": through - timedelta(days=LATE_DAYS)})
    return day if isinstance(day, date) else None
