"""Setting stock right: drafted, asked for, approved or rejected."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from stockwright.accounts.queries import company_of
from stockwright.inventory.actions.adjusting import adjusted_lines, post_adjustment
from stockwright.inventory.actions.ledger import lock_levels, refuse_closed
from stockwright.inventory.actions.reasons import reason_of
from stockwright.inventory.events.adjustments import AdjustmentRejected, AdjustmentRequested
from stockwright.inventory.models import Adjustment, AdjustmentLine
from stockwright.inventory.queries.adjustments import lines_of, may_decide_own, number_of
from stockwright.inventory.queries.effects import Effect, Wanted, effects_of, stake
from stockwright.inventory.rules.adjustments import (
    AdjustmentClosed,
    AdjustmentState,
    InvalidAdjustment,
    NotWaiting,
    OwnAdjustment,
    SourceTaken,
    Way,
    check_direction,
    check_lines,
    check_text,
    needs_approval,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import plain
from stockwright.kit.statements import one_at_a_time, work_in_bulk
from stockwright.messaging.actions.events import emit

_OPEN = (AdjustmentState.DRAFT, AdjustmentState.WAITING)


@deed("inventory.write")
def adjust_stock(
    actor: Actor,
    *,
    lines: Sequence[Wanted],
    reason: str,
    now: datetime,
    source: str = "",
    note: str = "",
    happened_at: datetime | None = None,
) -> Adjustment:
    """Set stock right at once, or ask for it where somebody has to approve; the same source does it once."""
    made = draft_adjustment(
        actor, lines=lines, reason=reason, now=now, source=source, note=note, happened_at=happened_at
    )
    return submit_adjustment(actor, adjustment_id=made.pk, now=now)


@deed("inventory.write")
def draft_adjustment(
    actor: Actor,
    *,
    lines: Sequence[Wanted],
    reason: str,
    now: datetime,
    source: str = "",
    note: str = "",
    happened_at: datetime | None = None,
) -> Adjustment:
    """Write down what is to be set right, for the `reason` with that code; nothing changes yet.

    Asking again for the same source and lines returns the document made before. Any number of lines takes the
    same few statements. Only changes by a difference can have happened earlier than now.
    """
    _check(lines, source, note, happened_at, now)
    one_at_a_time(actor.company_id, "adjustments")
    mark = _fingerprint(lines, reason)
    if source and (known := Adjustment.objects.of(actor).filter(source=source).first()):
        if known.fingerprint != mark:
            raise SourceTaken(source=source)
        return known
    why = reason_of(actor, reason)
    effects = effects_of(actor, lines)
    if happened_at is not None:
        check_direction(why.kind, (effect.quantity for effect in effects))
    newest = Adjustment.objects.of(actor).aggregate(newest=Max("number"))["newest"]
    made = Adjustment.objects.create(
        company_id=actor.company_id,
        number=(newest or 0) + 1,
        reason=why,
        state=AdjustmentState.DRAFT,
        note=note.strip(),
        source=source,
        fingerprint=mark,
        happened_at=happened_at,
        created_at=now,
        person_id=actor.person_id,
        by=actor.label,
    )
    _keep_lines(actor, made, lines)
    return made


@deed("inventory.write")
def change_adjustment(
    actor: Actor,
    *,
    adjustment_id: UUID,
    lines: Sequence[Wanted],
    reason: str,
    now: datetime,
    note: str = "",
    happened_at: datetime | None = None,
) -> Adjustment:
    """Write down something else instead; a request that waits is a draft again, to be asked for anew."""
    _check(lines, "", note, happened_at, now)
    made = _locked(actor, adjustment_id)
    _refuse_unless_open(made)
    effects_of(actor, lines)
    made.reason, made.note, made.happened_at = reason_of(actor, reason), note.strip(), happened_at
    made.state, made.requested_at, made.at_stake = AdjustmentState.DRAFT, None, None
    made.fingerprint = _fingerprint(lines, reason)
    made.person_id, made.by = actor.person_id, actor.label
    made.save()
    AdjustmentLine.objects.of(actor).filter(adjustment=made).delete()
    _keep_lines(actor, made, lines)
    return made


@deed("inventory.write")
def submit_adjustment(actor: Actor, *, adjustment_id: UUID, now: datetime, ask: bool = False) -> Adjustment:
    """Post a draft, or let it wait for approval; a second time changes nothing.

    It waits where more money is at stake than the company lets pass (or nobody knows what a piece costs) and
    the actor may not approve; with `ask` it waits in any case.
    """
    made = _locked(actor, adjustment_id)
    if made.state != AdjustmentState.DRAFT:
        return made
    wanted, effects = _under_lock(actor, made, now)
    check_direction(made.reason.kind, (effect.quantity for effect in effects))
    money = stake(effects)
    made.requested_at, made.at_stake, made.unknown_costs = now, money.money, money.unknown
    above = needs_approval(money, company_of(actor).approval_limit)
    if not ask and (not above or actor.may("inventory.approve")):
        return post_adjustment(actor, made, wanted, effects, now=now)
    made.state = AdjustmentState.WAITING
    made.save()
    emit(
        actor,
        AdjustmentRequested(
            adjustment_id=made.pk,
            number=number_of(made),
            reason=made.reason.code,
            kind=made.reason.kind,
            note=made.note,
            at_stake=money.money,
            lines=adjusted_lines(effects),
        ),
    )
    return made


@deed("inventory.approve")
def approve_adjustment(actor: Actor, *, adjustment_id: UUID, now: datetime) -> Adjustment:
    """Post what waits; of two who approve at once the second changes nothing.

    Whoever asked for it may not approve it, unless they are the company's only owner.
    """
    made = _locked(actor, adjustment_id)
    if made.state == AdjustmentState.POSTED:
        return made
    if made.state != AdjustmentState.WAITING:
        raise NotWaiting(state=made.state)
    own = _is_own(actor, made)
    if own and not may_decide_own(actor):
        raise OwnAdjustment
    wanted, effects = _under_lock(actor, made, now)
    money = stake(effects)
    made.at_stake, made.unknown_costs, made.own_approval = money.money, money.unknown, own
    return post_adjustment(actor, made, wanted, effects, now=now)


@deed("inventory.write")
def reject_adjustment(actor: Actor, *, adjustment_id: UUID, why: str, now: datetime) -> Adjustment:
    """Say no, with the reason in words; who made it may withdraw it. A second no changes nothing."""
    made = _locked(actor, adjustment_id)
    if not _is_own(actor, made):
        actor.require("inventory.approve")
    if made.state == AdjustmentState.REJECTED:
        return made
    _refuse_unless_open(made)
    word = why.strip()
    if not 0 < len(word) <= 500:
        raise InvalidAdjustment(detail="Say in at most 500 characters why it is rejected.")
    made.state, made.word, made.decided_at, made.decided_by = AdjustmentState.REJECTED, word, now, actor.label
    made.save()
    told = AdjustmentRejected(
        adjustment_id=made.pk,
        number=number_of(made),
        reason=made.reason.code,
        kind=made.reason.kind,
        why=word,
    )
    emit(actor, told)
    return made


def _check(lines: Sequence[Wanted], source: str, note: str, happened_at: datetime | None, now: datetime) -> None:
    check_text(note, source)
    check_lines([(line.variant_id, line.location_id, line.lot_id, *line[2:4], line.unit_cost) for line in lines])
    if happened_at is None:
        return
    if happened_at > now:
        raise InvalidAdjustment(detail="This is to have happened in the future. Choose an earlier moment.")
    if any(line.way == Way.SET_TO for line in lines):
        detail = "What is set to a number counts from now on. Leave the moment out, or change by a difference."
        raise InvalidAdjustment(detail=detail)


def _locked(actor: Actor, adjustment_id: UUID) -> Adjustment:
    rows = Adjustment.objects.of(actor).select_related("reason")
    return locked_one(rows.filter(pk=adjustment_id), what="adjustment")


def _under_lock(actor: Actor, made: Adjustment, now: datetime) -> tuple[list[Wanted], list[Effect]]:
    """What it asks for and does, with its levels locked from here on; PeriodClosed for a day that is closed."""
    wanted = lines_of(actor, made)
    work_in_bulk(len(wanted))
    refuse_closed(actor, made.happened_at or now)
    lock_levels(actor, {(line.variant_id, line.location_id) for line in wanted})
    return wanted, effects_of(actor, wanted)


def _refuse_unless_open(made: Adjustment) -> None:
    if made.state not in _OPEN:
        raise AdjustmentClosed(state=made.state)


def _is_own(actor: Actor, made: Adjustment) -> bool:
    """Whether the actor made it; a program is known by the name of its token."""
    return made.by == actor.label if made.person_id is None else made.person_id == actor.person_id


def _keep_lines(actor: Actor, made: Adjustment, lines: Sequence[Wanted]) -> None:
    AdjustmentLine.objects.bulk_create(
        [
            AdjustmentLine(company_id=actor.company_id, adjustment=made, number=number, **line._asdict())
            for number, line in enumerate(lines, 1)
        ]
    )


def _fingerprint(lines: Sequence[Wanted], reason: str) -> str:
    told = [
        (str(line.variant_id), str(line.location_id), str(line.lot_id), line.way, plain(line.amount))
        for line in lines
    ]
    return hashlib.sha256(json.dumps([told, reason]).encode()).hexdigest()
