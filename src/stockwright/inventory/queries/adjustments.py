"""Documents that set stock right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from stockwright.accounts.queries import members_of
from stockwright.inventory.models import Adjustment, AdjustmentLine
from stockwright.inventory.queries.effects import Effect, Wanted, effects_of
from stockwright.inventory.rules.adjustments import AdjustmentState, InvalidAdjustment
from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound

_SETTLED = (AdjustmentState.POSTED, AdjustmentState.UNDONE)


@dataclass(frozen=True)
class AdjustmentRow:
    """An adjustment as lists show it; `at_stake` is null for a draft."""

    id: UUID
    number: str
    state: str
    reason: str
    reason_name: str
    kind: str
    note: str
    source: str
    at_stake: Decimal | None
    unknown_costs: int
    lines: int
    happened_at: datetime | None
    created_at: datetime
    by: str
    decided_at: datetime | None
    decided_by: str
    own_approval: bool
    word: str
    posting_id: UUID | None


@dataclass(frozen=True)
class AdjustmentLineView:
    """A line with its effect: what it did, or for one that is not posted what it would do now."""

    number: int
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    lot_id: UUID | None
    way: str
    amount: Decimal
    unit_cost: Decimal | None
    before: Decimal | None
    quantity: Decimal | None
    after: Decimal | None
    value: Decimal | None
    unfulfilled: Decimal


@dataclass(frozen=True)
class AdjustmentView:
    """An adjustment with its lines; `is_own` where the reader made it, `may_approve` where they may agree."""

    head: AdjustmentRow
    items: Sequence[AdjustmentLineView]
    is_own: bool
    may_approve: bool


def number_of(made: Adjustment) -> str:
    """An adjustment's number as people say it."""
    return f"A-{made.number}"


def adjustments_page(
    actor: Actor, *, state: str = "", kind: str = "", cursor: str = "", limit: int = 50
) -> Page[AdjustmentRow]:
    """Adjustments, the newest first."""
    rows = _rows(actor)
    if state:
        if state not in set(AdjustmentState):
            raise InvalidAdjustment(detail=f"There is no state “{state}”. Use {', '.join(AdjustmentState)}.")
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(reason__kind=kind)
    if cursor:
        rows = rows.filter(number__lt=_number(decode_cursor(cursor, 1)[0]))
    found = [_row(made) for made in rows.order_by("-number")[: limit + 1]]
    return page_of(found, limit, key=lambda row: (row.number.removeprefix("A-"),))


def waiting_count(actor: Actor) -> int:
    """How many adjustments wait for somebody's approval."""
    return Adjustment.objects.of(actor).filter(state=AdjustmentState.WAITING).count()


def state_counts(actor: Actor) -> dict[str, int]:
    """How many adjustments there are in each state."""
    rows = Adjustment.objects.of(actor).values_list("state").annotate(count=Count("pk"))
    return dict(rows.order_by("state"))


def adjustment_of(actor: Actor, adjustment_id: UUID) -> AdjustmentView:
    """One adjustment with its lines; NotFound where there is none."""
    made = _rows(actor).filter(pk=adjustment_id).first()
    if made is None:
        raise NotFound(what="adjustment")
    is_own = made.by == actor.label if made.person_id is None else made.person_id == actor.person_id
    waits = made.state == AdjustmentState.WAITING and actor.may("inventory.approve")
    return AdjustmentView(
        head=_row(made),
        items=_settled(actor, made) if made.state in _SETTLED else _expected(actor, made),
        is_own=is_own,
        may_approve=waits and (not is_own or may_decide_own(actor)),
    )


def lines_of(actor: Actor, made: Adjustment) -> list[Wanted]:
    """What an adjustment asks for."""
    return [_wanted(line) for line in _lines(actor, made)]


def may_decide_own(actor: Actor) -> bool:
    """Whether the actor is the company's only owner, so that nobody else could agree."""
    owners = [member for member in members_of(actor) if member.role == "owner"]
    return len(owners) == 1 and owners[0].email == actor.label


def _rows(actor: Actor) -> Any:
    lines = Count("lines", filter=Q(lines__company_id=actor.company_id))
    return Adjustment.objects.of(actor).select_related("reason").annotate(line_count=lines)


def _lines(actor: Actor, made: Adjustment) -> list[AdjustmentLine]:
    rows = AdjustmentLine.objects.of(actor).filter(adjustment_id=made.pk)
    return list(rows.select_related("variant__product", "location").order_by("number"))


def _wanted(line: AdjustmentLine) -> Wanted:
    return Wanted(line.variant_id, line.location_id, line.way, line.amount, line.lot_id, line.unit_cost)


def _settled(actor: Actor, made: Adjustment) -> list[AdjustmentLineView]:
    return [
        _view(line, before=line.before, quantity=line.quantity, after=line.after, value=line.value)
        for line in _lines(actor, made)
    ]


def _expected(actor: Actor, made: Adjustment) -> list[AdjustmentLineView]:
    lines = _lines(actor, made)
    effects = effects_of(actor, [_wanted(line) for line in lines])
    return [_with_effect(line, effect) for line, effect in zip(lines, effects, strict=True)]


def _with_effect(line: AdjustmentLine, effect: Effect) -> AdjustmentLineView:
    return _view(
        line,
        before=effect.before,
        quantity=effect.quantity,
        after=effect.after,
        value=effect.value,
        unfulfilled=effect.unfulfilled,
    )


def _view(
    line: AdjustmentLine,
    *,
    before: Decimal | None,
    quantity: Decimal | None,
    after: Decimal | None,
    value: Decimal | None,
    unfulfilled: Decimal = Decimal(0),
) -> AdjustmentLineView:
    return AdjustmentLineView(
        number=line.number,
        variant_id=line.variant_id,
        sku=line.variant.sku,
        name=line.variant.product.name,
        location_id=line.location_id,
        location=line.location.name,
        lot_id=line.lot_id,
        way=line.way,
        amount=line.amount,
        unit_cost=line.unit_cost,
        before=before,
        quantity=quantity,
        after=after,
        value=value,
        unfulfilled=unfulfilled,
    )


def _row(made: Any) -> AdjustmentRow:
    return AdjustmentRow(
        id=made.pk,
        number=number_of(made),
        state=made.state,
        reason=made.reason.code,
        reason_name=made.reason.name,
        kind=made.reason.kind,
        note=made.note,
        source=made.source,
        at_stake=made.at_stake,
        unknown_costs=made.unknown_costs,
        lines=made.line_count,
        happened_at=made.happened_at,
        created_at=made.created_at,
        by=made.by,
        decided_at=made.decided_at,
        decided_by=made.decided_by,
        own_approval=made.own_approval,
        word=made.word,
        posting_id=made.posting_id,
    )


def _number(told: str) -> int:
    if not told.isdigit():
        raise InvalidCursor
    return int(told)
