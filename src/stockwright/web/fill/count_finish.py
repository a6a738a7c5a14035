"""What booking a count would do, filled by trying it out."""

from datetime import datetime
from uuid import UUID

from stockwright.inventory.actions.count_finish import finalise_count
from stockwright.inventory.queries.counts import count_view
from stockwright.inventory.rules.counts import HiddenWhileBlind, NotCounted
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.problems import Conflict, NotAllowed
from stockwright.kit.rehearsal import rehearsed
from stockwright.web.shown.counts import FinishPage


def finish_page(actor: Actor, count_id: UUID, *, zero: bool, now: datetime) -> FinishPage:
    """The result, without doing it; HiddenWhileBlind for who may not see the differences."""
    count = count_view(actor, count_id)
    if not count.shows_expected:
        raise HiddenWhileBlind
    wanted = NotCounted.ZERO if zero else NotCounted.KEEP
    problem, done = "", None
    try:
        done = rehearsed(lambda: finalise_count(actor, count_id=count_id, not_counted=wanted, now=now))
    except (Conflict, NotAllowed) as refused:
        problem = refused.text
    return FinishPage(
        id=count.id,
        name=count.name,
        location=count.location,
        uncounted=count.lines - count.counted,
        zero=zero,
        problem=problem,
        counted=done.counted if done else count.counted,
        different=done.different if done else 0,
        shortage=done.shortage if done else ZERO,
        surplus=done.surplus if done else ZERO,
        shortage_value=done.shortage_value if done else ZERO,
        surplus_value=done.surplus_value if done else ZERO,
    )
