"""Booking what was counted, and taking it back.

A count is a statement: there was so much at the counted moment. The ledger gets the difference to its own
balance of that moment, so that later movements stay, and sales told late with an earlier moment move nothing.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.inventory.actions.count_review import assess
from stockwright.inventory.actions.counts import locked_count
from stockwright.inventory.actions.counts_sql import ADD_LEVELS, LARGEST, LEVELS_OF_LINES, STATE, UNSTATE
from stockwright.inventory.actions.posting_sql import LOCK_LEVELS
from stockwright.inventory.actions.restating import RESTATED, restate
from stockwright.inventory.actions.undo import reverse_posting
from stockwright.inventory.events.counts import CountedLine, CountFinalised, CountUndone
from stockwright.inventory.models import CountSession, Movement
from stockwright.inventory.rules.counts import (
    CountApprovalNeeded,
    CountClosed,
    CountState,
    NotCounted,
    NotFinalised,
    NothingCounted,
    NotInReview,
    RecountsOpen,
)
from stockwright.inventory.rules.undo import NotUndoable
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.money import plain
from stockwright.kit.statements import ask, one_at_a_time, run, work_in_bulk
from stockwright.messaging.actions.events import emit

MOST_TOLD = 1000
"""Differences that the event tells line by line, the largest in money first."""

_DONE = (CountState.FINALISED, CountState.UNDONE, CountState.CANCELLED)


@deed("inventory.write")
def finalise_count(actor: Actor, *, count_id: UUID, not_counted: NotCounted, now: datetime) -> CountSession:
    """Make the ledger agree with what was counted, in one posting; a second time changes nothing.

    Items that nobody counted are kept as they are, or are said to be gone (`not_counted`). Differences worth
    more than the company's limit need somebody who may approve.
    """
    session = locked_count(actor, count_id)
    if session.state == CountState.FINALISED:
        return session
    _check_state(session)
    params = _lock_stock(actor, session, now)
    waiting = assess(actor, session, now=now, zero=not_counted == NotCounted.ZERO)
    _check_result(actor, session, waiting)
    run(STATE, params)
    restate(actor, batch_id=session.pk, word="counted", document="count", posting_id=session.pk)
    session.state, session.not_counted = CountState.FINALISED, not_counted
    session.closed_at, session.closed_by = now, actor.label
    session.save()
    emit(actor, _told(actor, session))
    return session


@deed("inventory.write")
def undo_count(actor: Actor, *, count_id: UUID, now: datetime, reason: str = "") -> CountSession:
    """Take back what a finalised count booked: what was stated before it holds again. Twice changes nothing."""
    session = locked_count(actor, count_id)
    if session.state == CountState.UNDONE:
        return session
    if session.state != CountState.FINALISED:
        raise NotFinalised(state=session.state)
    params = _lock_stock(actor, session, now)
    run(UNSTATE, params)
    if Movement.objects.of(actor).filter(posting_id=session.pk).exists():
        reverse_posting(actor, posting_id=session.pk, now=now, reason=reason)
    restate(actor, batch_id=session.pk, word="uncounted", reason=reason or "undone", document="count")
    session.state, session.closed_at, session.closed_by = CountState.UNDONE, now, actor.label
    session.save(update_fields=["state", "closed_at", "closed_by"])
    emit(actor, CountUndone(session.pk, session.location_id, reason[:200]))
    return session


@deed("inventory.write")
def undo_count_posting(actor: Actor, *, posting_id: UUID, now: datetime, reason: str = "") -> None:
    """The same, found by the posting that the count made."""
    if not CountSession.objects.of(actor).filter(pk=posting_id).exists():
        raise NotUndoable(detail="This is a part of an undoing. Count again instead.")
    undo_count(actor, count_id=posting_id, now=now, reason=reason)


def _check_state(session: CountSession) -> None:
    """Pass silently where the count waits to be booked."""
    if session.state in _DONE:
        raise CountClosed(state=session.state)
    if session.state != CountState.REVIEW:
        raise NotInReview(state=session.state)


def _check_result(actor: Actor, session: CountSession, waiting: int) -> None:
    """Pass silently where the count has a result that this person may book."""
    if waiting:
        raise RecountsOpen(open=waiting)
    if not session.counted:
        raise NothingCounted
    limit = company_of(actor).approval_limit
    money = session.surplus_value + session.shortage_value
    if limit is not None and money > limit and not actor.may("inventory.approve"):
        raise CountApprovalNeeded(money=plain(money), limit=plain(limit))


def _lock_stock(actor: Actor, session: CountSession, now: datetime) -> dict[str, Any]:
    """Keep everybody else from the stock of the count's items; the parameters of its statements."""
    params = {"company": actor.company_id, "count": session.pk, "location": session.location_id, "now": now}
    one_at_a_time(actor.company_id, "stock")
    work_in_bulk(session.lines)
    run(ADD_LEVELS, params)
    run(LOCK_LEVELS.format(items=LEVELS_OF_LINES), params)
    stage_frames([], "restated", RESTATED)
    return params


def _told(actor: Actor, session: CountSession) -> CountFinalised:
    params = {"company": actor.company_id, "count": session.pk, "most": MOST_TOLD}
    return CountFinalised(
        count_id=session.pk,
        location_id=session.location_id,
        lines=session.lines,
        counted=session.counted,
        different=session.different,
        surplus=session.surplus,
        shortage=session.shortage,
        surplus_value=session.surplus_value,
        shortage_value=session.shortage_value,
        differences=[CountedLine(*row) for row in ask(LARGEST, params)],
    )
