"""How an adjustment is posted and taken back; runs inside the deeds that decided so."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from stockwright.accounts.queries import company_of
from stockwright.inventory.actions.ledger import Entry, Key, write
from stockwright.inventory.actions.undo import reverse_posting
from stockwright.inventory.events.adjustments import AdjustedLine, AdjustmentUndone, StockAdjusted
from stockwright.inventory.models import Adjustment
from stockwright.inventory.queries.adjustments import number_of
from stockwright.inventory.queries.effects import Effect, Wanted
from stockwright.inventory.rules.adjustments import REF_TYPES, AdjustmentState, ReasonKind, Way, check_direction
from stockwright.inventory.rules.ledger import MovementKind, NotEnoughStock
from stockwright.inventory.rules.undo import AlreadyUndone, NotUndoable
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import ZERO, plain
from stockwright.kit.statements import ask, run
from stockwright.messaging.actions.events import emit, emit_all

_KINDS = {ReasonKind.ADJUSTMENT: MovementKind.ADJUSTMENT, ReasonKind.WASTE: MovementKind.WASTE}

# What came of each line, with the value that the ledger gave it, out of however many lots.
_SETTLE = """
    with booked as materialized (
        select split_part(cause, ':', 3)::int as number,
            sum(case %(valuation)s when 'fifo' then fifo_value else average_value end) as value
        from inventory_movement where company_id = %(company)s and posting_id = %(posting)s group by 1
    ), told as (
        select r.*, b.value from jsonb_to_recordset(%(rows)s)
            as r (number int, before numeric, quantity numeric, after numeric)
        left join booked b using (number)
    )
    update inventory_adjustmentline l set before = t.before, quantity = t.quantity, after = t.after,
        value = coalesce(t.value, 0)
    from told t
    where l.company_id = %(company)s and l.adjustment_id = %(adjustment)s and l.number = t.number
    returning l.number, l.value
"""

# How much there is was said by somebody, as in a stock file: sales told later with an earlier moment are in it.
_STATE = """
    with told as (
        select * from jsonb_to_recordset(%(rows)s) as r (variant_id uuid, location_id uuid, on_hand numeric)
    ), stated as (
        insert into inventory_statement (company_id, variant_id, location_id, stated_at, on_hand, batch_id)
        select %(company)s, variant_id, location_id, %(now)s, on_hand, %(adjustment)s from told
        on conflict (company_id, batch_id, variant_id, location_id, stated_at) do nothing
    )
    update inventory_level l set stated_at = greatest(l.stated_at, %(now)s)
    from told t
    where l.company_id = %(company)s and l.variant_id = t.variant_id and l.location_id = t.location_id
"""

_UNSTATE = """
    with undone as (
        update inventory_statement set undone_at = %(now)s
        where company_id = %(company)s and batch_id = %(adjustment)s and undone_at is null
        returning variant_id, location_id
    )
    update inventory_level l set stated_at = (
        select max(s.stated_at) from inventory_statement s where s.company_id = %(company)s
            and s.variant_id = l.variant_id and s.location_id = l.location_id and s.undone_at is null
            and s.batch_id <> %(adjustment)s
    )
    from undone u
    where l.company_id = %(company)s and l.variant_id = u.variant_id and l.location_id = u.location_id
"""


def post_adjustment(
    actor: Actor, made: Adjustment, wanted: Sequence[Wanted], effects: Sequence[Effect], *, now: datetime
) -> Adjustment:
    """Write what an adjustment does to the ledger; the caller holds its lock and those of the levels."""
    kind = ReasonKind(made.reason.kind)
    company = company_of(actor)
    check_direction(kind, (effect.quantity for effect in effects))
    if not company.allow_backorders:
        _refuse_missing(effects)
    entries = [_entry(made, kind, line, effect, now) for line, effect in zip(wanted, effects, strict=True)]
    posted = write(actor, [entry for entry in entries if entry.quantity])
    values = _settle(actor, made, effects, posted.posting_id, company.valuation)
    _state(actor, made, wanted, now)
    made.state, made.decided_at, made.decided_by = AdjustmentState.POSTED, now, actor.label
    made.posting_id = posted.posting_id if posted.posted else None
    made.save()
    told = StockAdjusted(
        adjustment_id=made.pk,
        number=number_of(made),
        reason=made.reason.code,
        kind=made.reason.kind,
        note=made.note,
        at_stake=made.at_stake or ZERO,
        own_approval=made.own_approval,
        lines=adjusted_lines(effects, values),
    )
    emit_all(actor, [told, *posted.changes])
    return made


@deed("inventory.write")
def undo_adjustment(actor: Actor, *, posting_id: UUID, now: datetime, reason: str = "") -> None:
    """Take back what an adjustment did, by a posting that reverses it; AlreadyUndone the second time."""
    rows = Adjustment.objects.of(actor).select_related("reason").filter(posting_id=posting_id)
    made = locked_one(rows, what="adjustment")
    if made.state != AdjustmentState.POSTED:
        raise AlreadyUndone
    reverse_posting(actor, posting_id=posting_id, now=now, reason=reason)
    run(_UNSTATE, {"company": actor.company_id, "adjustment": made.pk, "now": now})
    made.state, made.word = AdjustmentState.UNDONE, reason.strip()[:500]
    made.save(update_fields=["state", "word"])
    told = AdjustmentUndone(
        adjustment_id=made.pk,
        number=number_of(made),
        reason=made.reason.code,
        kind=made.reason.kind,
        posting_id=posting_id,
        why=made.word,
    )
    emit(actor, told)


@deed("inventory.write")
def take_back_adjustment(actor: Actor, *, adjustment_id: UUID, now: datetime, reason: str = "") -> Adjustment:
    """The same for an adjustment by its own id; NotUndoable where it moved nothing."""
    made = locked_one(Adjustment.objects.of(actor).filter(pk=adjustment_id), what="adjustment")
    if made.posting_id is None:
        raise NotUndoable(detail="This adjustment moved nothing, so there is nothing to take back.")
    undo_adjustment(actor, posting_id=made.posting_id, now=now, reason=reason)
    made.refresh_from_db()
    return made


def adjusted_lines(effects: Sequence[Effect], values: dict[int, Decimal] | None = None) -> list[AdjustedLine]:
    """The effects as events tell them, with what the ledger says they are worth."""
    return [
        AdjustedLine(
            variant_id=effect.variant_id,
            sku=effect.sku,
            location_id=effect.location_id,
            lot_id=effect.lot_id,
            before=effect.before,
            quantity=effect.quantity,
            after=effect.after,
            value=values[effect.number] if values else effect.value,
        )
        for effect in effects
    ]


def _entry(made: Adjustment, kind: ReasonKind, line: Wanted, effect: Effect, now: datetime) -> Entry:
    return Entry(
        cause=f"adjustment:{made.pk}:{effect.number}",
        variant_id=line.variant_id,
        location_id=line.location_id,
        kind=_KINDS[kind],
        happened_at=made.happened_at or now,
        quantity=effect.quantity,
        unit_cost=line.unit_cost if effect.quantity > 0 else None,
        ref_type=REF_TYPES[kind],
        ref_id=str(made.pk),
        reason=made.reason.code,
        lot_id=line.lot_id,
    )


def _refuse_missing(effects: Sequence[Effect]) -> None:
    """Pass silently, or NotEnoughStock where more would go than is there; what is promised may go."""
    takes: dict[Key, Decimal] = defaultdict(Decimal)
    for effect in effects:
        takes[(effect.variant_id, effect.location_id)] -= effect.quantity
    for effect in effects:
        there = effect.on_hand - effect.quantity
        taken = takes[(effect.variant_id, effect.location_id)]
        if (taken > 0 and taken > there) or (effect.quantity < 0 and effect.after < 0):
            there = effect.before if effect.lot_id and effect.after < 0 else there
            raise NotEnoughStock(
                sku=effect.sku, location=effect.location, free=plain(max(there, ZERO)), wanted=plain(taken)
            )


def _settle(
    actor: Actor, made: Adjustment, effects: Sequence[Effect], posting_id: UUID, valuation: str
) -> dict[int, Decimal]:
    rows = [
        {
            "number": effect.number,
            "before": effect.before,
            "quantity": effect.quantity,
            "after": effect.after,
        }
        for effect in effects
    ]
    told = json.dumps(rows, cls=DjangoJSONEncoder)
    given = {
        "company": actor.company_id,
        "adjustment": made.pk,
        "posting": posting_id,
        "rows": told,
        "valuation": valuation,
    }
    return dict(ask(_SETTLE, given))


def _state(actor: Actor, made: Adjustment, wanted: Sequence[Wanted], now: datetime) -> None:
    """Remember what was set to a number as said by somebody, as of now."""
    rows = [
        {"variant_id": line.variant_id, "location_id": line.location_id, "on_hand": line.amount}
        for line in wanted
        if line.way == Way.SET_TO and line.lot_id is None
    ]
    if rows:
        told = json.dumps(rows, cls=DjangoJSONEncoder)
        run(_STATE, {"company": actor.company_id, "adjustment": made.pk, "rows": told, "now": now})
