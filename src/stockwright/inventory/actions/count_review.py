"""Looking at what was counted: differences, recounts, reasons."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.inventory.actions.counts import locked_count
from stockwright.inventory.actions.counts_sql import ASSESSED, NOT_COUNTED, TALLIES, TOTALS
from stockwright.inventory.events.counts import CountLinesDecided, CountResumed, CountReviewed
from stockwright.inventory.models import CountLine, CountSession
from stockwright.inventory.rules.counts import (
    ENTERING,
    CountClosed,
    CountState,
    InvalidCount,
    NotInReview,
    Recount,
    Stock,
    Tally,
    Tolerance,
    beyond,
    found,
    recount_for,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.money import ZERO
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask, ask_one, run, work_in_bulk
from stockwright.kit.wire import to_json
from stockwright.messaging.actions.events import emit


@deed("inventory.write")
def review_count(actor: Actor, *, count_id: UUID, now: datetime) -> CountSession:
    """End the counting and draw up the differences; what is above the tolerance is to be counted again.

    Done again it takes in what was recounted since.
    """
    session = locked_count(actor, count_id)
    if session.state not in ENTERING:
        raise CountClosed(state=session.state)
    recounts = assess(actor, session, now=now)
    session.state = CountState.REVIEW
    session.save()
    told = CountReviewed(session.pk, session.location_id, session.counted, session.different, recounts)
    emit(actor, told)
    return session


@deed("inventory.write")
def resume_count(actor: Actor, *, count_id: UUID) -> CountSession:
    """Let the counting go on; what was entered stays. A count that goes on already is left as it is."""
    session = locked_count(actor, count_id)
    if session.state not in ENTERING:
        raise CountClosed(state=session.state)
    if session.state == CountState.REVIEW:
        session.state = CountState.COUNTING
        session.save(update_fields=["state"])
        emit(actor, CountResumed(session.pk, session.location_id))
    return session


@deed("inventory.write")
def ask_recount(actor: Actor, *, count_id: UUID, variant_ids: Collection[UUID]) -> int:
    """Have items counted again, whatever was found; how many were not asked for already."""
    session = _in_review(actor, count_id)
    lines = _lines(actor, session, variant_ids)
    wanted = [line for line in lines if not line.recount]
    for line in wanted:
        line.recount, line.accepted = Recount.ASKED, False
        line.round += line.counted is not None
    return _decided(actor, session, "recount", wanted, ["recount", "accepted", "round"])


@deed("inventory.write")
def accept_counts(actor: Actor, *, count_id: UUID, variant_ids: Collection[UUID] | None = None) -> int:
    """Let items stand as they were counted, without a recount; without `variant_ids` all that wait for one."""
    session = _in_review(actor, count_id)
    lines = _lines(actor, session, variant_ids)
    wanted = [line for line in lines if line.recount and line.counted is not None]
    for line in wanted:
        line.recount, line.accepted = "", True
    return _decided(actor, session, "accepted", wanted, ["recount", "accepted"])


@deed("inventory.write")
def give_reasons(actor: Actor, *, count_id: UUID, variant_ids: Collection[UUID], reason: str) -> int:
    """Say why items differ, for the report on shrinkage; how many lines have another reason now."""
    clean = reason.strip()
    if len(clean) > 200:
        raise InvalidCount(detail="Keep the reason to 200 characters.")
    session = _in_review(actor, count_id)
    wanted = [line for line in _lines(actor, session, variant_ids) if line.reason != clean]
    for line in wanted:
        line.reason = clean
    return _decided(actor, session, "reason", wanted, ["reason"])


def assess(actor: Actor, session: CountSession, *, now: datetime, zero: bool = False) -> int:
    """Work out what each line comes to, beside the ledger; how many lines wait for a recount.

    With `zero` a line that nobody counted is one of which nothing was found.
    """
    work_in_bulk(session.lines)
    params = {
        "company": actor.company_id,
        "count": session.pk,
        "location": session.location_id,
        "valuation": company_of(actor).valuation,
        "frozen": session.stock == Stock.FROZEN,
        "started": session.started_at,
        "now": now,
        "zero": zero,
    }
    rows = [_assessed(session, *row) for row in ask(TALLIES, params)]
    run(ASSESSED, params | {"rows": to_json(rows)})
    run(NOT_COUNTED, params | {"counted": [row["variant_id"] for row in rows]})
    totals = ask_one(TOTALS, params)
    session.lines, session.counted, session.different = totals[:3]
    session.surplus, session.shortage, session.surplus_value, session.shortage_value = totals[3:7]
    return int(totals[7])


def _assessed(session: CountSession, *row: Any) -> dict[str, object]:
    variant_id, asked, recount, accepted, round_, counters, pieces, firsts, lasts, at, expected, value, moved = row
    tallies = [
        Tally._make(each) for each in zip(counters or (), pieces or (), firsts or (), lasts or (), strict=True)
    ]
    result = found(tallies, mode=session.mode, recounted=(round_ or 1) > 1)
    counted = result.pieces if result else ZERO
    again = recount
    if result and round_ == asked:
        limits = Tolerance(session.tolerance_pieces, session.tolerance_percent, session.tolerance_money)
        again = (
            ""
            if accepted
            else recount_for(
                doubt=result.doubt,
                moved=moved,
                beyond_tolerance=beyond(limits, expected=expected, counted=counted, unit_value=value),
                recounted=round_ > 1,
            )
        )
    fresh = bool(again) and again != Recount.SINGLE and result is not None and round_ == asked
    return {
        "variant_id": variant_id,
        "expected": expected,
        "counted": counted,
        "at": at,
        "unit_value": value,
        "round": asked + fresh,
        "recount": again,
        "moved": moved,
    }


def _in_review(actor: Actor, count_id: UUID) -> CountSession:
    session = locked_count(actor, count_id)
    if session.state not in ENTERING:
        raise CountClosed(state=session.state)
    if session.state != CountState.REVIEW:
        raise NotInReview(state=session.state)
    return session


def _lines(actor: Actor, session: CountSession, variant_ids: Collection[UUID] | None) -> list[CountLine]:
    """The lines of these items; NotFound where one is no line of the count."""
    lines = CountLine.objects.of(actor).filter(session=session)
    if variant_ids is None:
        return list(lines.exclude(recount="").order_by("variant_id"))
    wanted = set(variant_ids)
    found_lines = list(lines.filter(variant_id__in=wanted).order_by("variant_id"))
    if len(found_lines) < len(wanted):
        raise NotFound(what="line")
    return found_lines


def _decided(actor: Actor, session: CountSession, decision: str, lines: list[CountLine], fields: list[str]) -> int:
    CountLine.objects.bulk_update(lines, fields)
    if lines:
        emit(actor, CountLinesDecided(session.pk, session.location_id, decision, len(lines)))
    return len(lines)
