"""What a person does with a line of the morning page."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.catalog.actions.items import change_item
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import ZERO, plain
from stockwright.messaging.actions.events import emit
from stockwright.purchasing.actions.orders import cancel_order, place_order
from stockwright.replenishment.events import AdviceFlagged, AdviceFollowed, OrderTakenBack
from stockwright.replenishment.models import Advice, Decision
from stockwright.replenishment.rules import ActionList, DecisionKind, NoteMissing, NothingToOrder


@deed("plan.decide")
def mark_ordered(
    actor: Actor,
    *,
    advice_id: UUID,
    today: date,
    quantity: Decimal | None = None,
    expected_on: date | None = None,
) -> Advice:
    """Record that the line was ordered: its purchase order counts as on its way from now on.

    Without a quantity the recommended one is taken. A line that was ordered already stays as it is.
    """
    advice = _locked_advice(actor, advice_id)
    if advice.order_id is not None:
        return advice
    pieces = quantity if quantity is not None else advice.recommended_quantity
    if pieces <= ZERO:
        raise NothingToOrder
    lead_days = int(advice.terms.get("lead_days") or company_of(actor).lead_days)
    order = place_order(
        actor,
        variant_id=advice.variant_id,
        location_id=advice.location_id,
        quantity=pieces,
        placed_on=today,
        expected_on=expected_on or today + timedelta(days=lead_days),
        source=f"advice:{advice.pk}:{_times_ordered(actor, advice)}",
    )
    advice.order_id, advice.ordered_quantity = order.pk, pieces
    advice.shown_in = ActionList.ALREADY_ORDERED
    advice.save(update_fields=["order_id", "ordered_quantity", "shown_in"])
    _decided(actor, advice, DecisionKind.ORDERED, quantity=pieces, order_id=order.pk)
    emit(
        actor,
        AdviceFollowed(
            advice_id=advice.pk,
            order_id=order.pk,
            advised=str(advice.recommended_quantity),
            ordered=str(pieces),
        ),
    )
    return advice


@deed("plan.decide")
def take_back_order(actor: Actor, *, advice_id: UUID) -> Advice:
    """Undo `mark_ordered`: the purchase order is cancelled and the line returns to its list."""
    advice = _locked_advice(actor, advice_id)
    if advice.order_id is None:
        return advice
    order_id, ordered = advice.order_id, advice.ordered_quantity
    cancel_order(actor, order_id=order_id)
    advice.order_id, advice.ordered_quantity = None, None
    advice.shown_in = ActionList.ATTENTION if advice.flag_note else advice.action_list
    advice.save(update_fields=["order_id", "ordered_quantity", "shown_in"])
    _decided(actor, advice, DecisionKind.UNDONE, order_id=order_id)
    emit(
        actor,
        OrderTakenBack(
            advice_id=advice.pk,
            order_id=order_id,
            before={"ordered": None if ordered is None else plain(ordered)},
            after={"ordered": None},
        ),
    )
    return advice


@deed("plan.decide")
def flag_advice(actor: Actor, *, advice_id: UUID, note: str) -> Advice:
    """Ask for another look: the item stays under Attention Required until somebody clears the flag."""
    if not note.strip():
        raise NoteMissing
    advice = _locked_advice(actor, advice_id)
    before, advice.flag_note = advice.flag_note, note.strip()[:500]
    advice.shown_in = ActionList.ATTENTION
    advice.save(update_fields=["flag_note", "shown_in"])
    _decided(actor, advice, DecisionKind.FLAGGED, note=advice.flag_note)
    _flag_told(actor, advice, before)
    return advice


@deed("plan.decide")
def clear_flag(actor: Actor, *, advice_id: UUID) -> Advice:
    """The second look was taken: the line returns to the list it belongs to."""
    advice = _locked_advice(actor, advice_id)
    before, advice.flag_note = advice.flag_note, ""
    advice.shown_in = ActionList.ALREADY_ORDERED if advice.order_id else advice.action_list
    advice.save(update_fields=["flag_note", "shown_in"])
    _decided(actor, advice, DecisionKind.UNFLAGGED)
    _flag_told(actor, advice, before)
    return advice


@deed("plan.decide")
def change_threshold(actor: Actor, *, advice_id: UUID, days: int | None) -> Advice:
    """Set the days of stock below which this item is ordered early; it counts from the next plan on."""
    advice = _locked_advice(actor, advice_id)
    change_item(actor, variant_id=advice.variant_id, threshold_days=days)
    return advice


def _flag_told(actor: Actor, advice: Advice, before: str) -> None:
    told = {"before": {"flag": before}, "after": {"flag": advice.flag_note}}
    emit(actor, AdviceFlagged(advice_id=advice.pk, note=advice.flag_note, **told))


def _locked_advice(actor: Actor, advice_id: UUID) -> Advice:
    return locked_one(Advice.objects.of(actor).filter(pk=advice_id), what="advice")


def _times_ordered(actor: Actor, advice: Advice) -> int:
    made = Decision.objects.of(actor).filter(advice_id=advice.pk, kind=DecisionKind.ORDERED)
    return made.count()


def _decided(
    actor: Actor,
    advice: Advice,
    kind: DecisionKind,
    *,
    quantity: Decimal | None = None,
    note: str = "",
    order_id: UUID | None = None,
) -> None:
    Decision.objects.create(
        company_id=actor.company_id,
        advice_id=advice.pk,
        variant_id=advice.variant_id,
        location_id=advice.location_id,
        kind=kind,
        quantity=quantity,
        note=note,
        order_id=order_id,
        by=actor.label,
    )
