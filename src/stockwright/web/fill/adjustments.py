"""The pages of adjustments, filled."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.inventory.actions.adjusting import take_back_adjustment
from stockwright.inventory.queries.adjustments import (
    AdjustmentRow,
    AdjustmentView,
    adjustment_of,
    adjustments_page,
    state_counts,
)
from stockwright.inventory.queries.effects import Wanted, effects_of
from stockwright.inventory.queries.reasons import reasons_of
from stockwright.inventory.rules.adjustments import AdjustmentState, InvalidAdjustment, ReasonKind, Way
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.money import ZERO
from stockwright.kit.problems import Problem
from stockwright.kit.rehearsal import rehearsed
from stockwright.web.fill.adjust_drafts import MOST_TYPED
from stockwright.web.fill.adjust_forms import AdjustForm, WasteForm
from stockwright.web.fill.adjust_items import coded_items
from stockwright.web.fill.locations import location_options
from stockwright.web.shown.adjustments import (
    AdjustFormPage,
    AdjustmentLineRow,
    AdjustmentPage,
    AdjustmentsPage,
    StateTab,
    UndoPreview,
)

OPEN = {AdjustmentState.DRAFT, AdjustmentState.WAITING}
TONES = {"draft": "", "waiting": "warn", "posted": "good", "rejected": "bad", "undone": "info"}


def state_words(state: str) -> str:
    """A state as people call it."""
    return {
        "draft": gettext("draft"),
        "waiting": gettext("waits for approval"),
        "posted": gettext("posted"),
        "rejected": gettext("rejected"),
        "undone": gettext("undone"),
    }[state]


def list_page(actor: Actor, company: Company, *, state: str, cursor: str) -> AdjustmentsPage:
    """The adjustments of a state."""
    counts = state_counts(actor)
    found = adjustments_page(actor, state=state, cursor=cursor)
    told = {"": gettext("all")} | {one.value: state_words(one) for one in AdjustmentState}
    total = sum(counts.values())
    tabs = (StateTab(one, words, counts.get(one, 0) if one else total, one == state) for one, words in told.items())
    return AdjustmentsPage(
        tabs=tuple(tab for tab in tabs if tab.count or tab.is_chosen or not tab.state),
        rows=tuple(_listed(row) for row in found.items),
        next=found.next_cursor,
        is_first=not cursor,
        may_write=actor.may("inventory.write"),
        limit=company.approval_limit,
    )


def one_page(
    actor: Actor, adjustment_id: UUID, *, undo: bool = False, now: datetime, error: str = ""
) -> AdjustmentPage:
    """One adjustment; with `undo` what taking it back would leave."""
    view = adjustment_of(actor, adjustment_id)
    state, writes = view.head.state, actor.may("inventory.write")
    known = [line.value for line in view.items if line.value is not None]
    may_undo = writes and state == AdjustmentState.POSTED and view.head.posting_id is not None
    return AdjustmentPage(
        view=view,
        state_words=state_words(state),
        tone=TONES[state],
        total=sum(known, ZERO) if known else None,
        unfulfilled=sum((line.unfulfilled for line in view.items), ZERO),
        may_change=writes and state in OPEN and len(view.items) <= MOST_TYPED,
        may_submit=writes and state == AdjustmentState.DRAFT,
        may_reject=state in OPEN and writes and (view.is_own or actor.may("inventory.approve")),
        may_undo=may_undo,
        undo=_undoing(actor, view, now) if undo and may_undo else None,
        error=error,
    )


def form_page(actor: Actor, company: Company, form: BaseForm) -> AdjustFormPage:
    """The form for one item, with what can be chosen in it."""
    is_waste = isinstance(form, WasteForm)
    return AdjustFormPage(form, is_waste, company.approval_limit, actor.may("inventory.approve"))


def adjust_form(actor: Actor, data: Mapping[str, Any] | None, *, waste: bool) -> AdjustForm:
    """The form for one item, empty or as it was sent."""
    start = {"source": f"page:{new_id()}", "way": Way.CHANGE_BY.value}
    form = (WasteForm if waste else AdjustForm)(data or None, initial=start)
    kind = ReasonKind.WASTE if waste else ""
    form.offer_reasons(reasons_of(actor, kind=kind, active=True))
    form.offer_locations(location_options(actor))
    return form


def line_of(actor: Actor, form: AdjustForm) -> Wanted:
    """What a valid form asks for; InvalidAdjustment where the item is not known."""
    told = form.cleaned_data
    quantity: Decimal = told["quantity"]
    if isinstance(form, WasteForm):
        if quantity <= 0:
            raise InvalidAdjustment(detail=gettext("Say how many pieces are written off."), field="quantity")
        quantity = -quantity
    return Wanted(
        variant_id=coded_items(actor, [told["item"]]).item(told["item"]),
        location_id=UUID(told["location"]),
        way=told.get("way") or Way.CHANGE_BY,
        amount=quantity,
        unit_cost=told.get("unit_cost"),
    )


def _undoing(actor: Actor, view: AdjustmentView, now: datetime) -> UndoPreview:
    """What taking it back would leave, tried out and taken back again."""
    back = [
        Wanted(line.variant_id, line.location_id, Way.CHANGE_BY, -line.quantity, line.lot_id)
        for line in view.items
        if line.quantity
    ]
    try:
        rehearsed(lambda: take_back_adjustment(actor, adjustment_id=view.head.id, now=now))
    except Problem as problem:
        return UndoPreview((), problem.text)
    return UndoPreview(effects_of(actor, back), "")


def _listed(row: AdjustmentRow) -> AdjustmentLineRow:
    return AdjustmentLineRow(row, state_words(row.state), TONES[row.state])
