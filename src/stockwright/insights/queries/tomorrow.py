"""What the next plan is likely to bring, when nothing else happens."""

from typing import NamedTuple

from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask_one
from stockwright.replenishment.models import PlanRun

_DUE_NEXT = """
    select count(*), coalesce(sum(priority), 0)
    from replenishment_advice
    where company_id = %(company)s and run_id = %(run)s and shown_in = 'normal'
        and (terms->>'protect_mean')::float > 0
        and (terms->>'position')::float - (terms->>'burn_rate')::float <= (terms->>'reorder_point')::float
"""


class DueNext(NamedTuple):
    """Items that fall to their reorder point within a day, and what is lost if they are never ordered."""

    items: int
    exposed: float


def due_next(actor: Actor, run: PlanRun) -> DueNext:
    """The items that one more day of mean demand brings to their reorder point."""
    return DueNext(*ask_one(_DUE_NEXT, {"company": actor.company_id, "run": run.pk}))
