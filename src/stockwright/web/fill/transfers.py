"""What the pages of transfers hold."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from stockwright.catalog.models import Variant
from stockwright.inventory.actions.transfer_undo import rehearse_step_undo
from stockwright.inventory.models import TransferStep
from stockwright.inventory.queries.transfers import (
    StepView,
    transfer_counts,
    transfer_of,
    transfers_page,
)
from stockwright.inventory.rules.transfers import StepKind, TransferState
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.problems import Conflict, NotFound
from stockwright.web.fill.locations import location_choices
from stockwright.web.fill.transfer_steps import Typed, receive_form, send_form
from stockwright.web.shown.transfers import (
    LevelChange,
    ListedTransfer,
    ShownStep,
    StateTab,
    TransferPage,
    TransfersPage,
    UndoPage,
)

LINES = 50
OPEN = {TransferState.DRAFT, TransferState.SENT, TransferState.PARTLY_RECEIVED}


def list_page(actor: Actor, asked: Mapping[str, str]) -> TransfersPage:
    """The list in the state of the open tab."""
    state, query = asked.get("state", ""), asked.get("q", "").strip()[:200]
    state = state if state in set(TransferState) else ""
    locations = location_choices(actor, asked.get("location", ""))
    chosen = next((UUID(one.value) for one in locations if one.is_chosen), None)
    found = transfers_page(
        actor,
        state=state,
        location_id=chosen,
        search=query,
        cursor=asked.get("cursor", ""),
        limit=LINES,
    )
    return TransfersPage(
        tabs=_tabs(actor, state),
        state=state,
        locations=locations,
        query=query,
        rows=tuple(ListedTransfer(row, state_words(row.state)) for row in found.items),
        next_cursor=found.next_cursor,
        is_first=not asked.get("cursor"),
        may_write=actor.may("inventory.write"),
    )


def one_page(actor: Actor, transfer_id: UUID, typed: Typed | None = None, error: str = "") -> TransferPage:
    """A transfer with its lines; fields hold what was typed, or what is likely."""
    transfer = transfer_of(actor, transfer_id)
    may_act = actor.may("inventory.write") and transfer.state in OPEN
    receive = receive_form(transfer.lines, typed or {}) if may_act else None
    return TransferPage(
        transfer=transfer,
        state_words=state_words(transfer.state),
        lines=transfer.lines,
        send=send_form(transfer.lines, typed or {}, is_main=receive is None) if may_act else None,
        receive=receive,
        steps=tuple(ShownStep(step, step_words(step)) for step in reversed(transfer.steps)),
        can_change=may_act,
        can_close=may_act and any(line.sent for line in transfer.lines),
        can_cancel=may_act and not any(line.received for line in transfer.lines),
        has_differences=any(line.missing or line.surplus for line in transfer.lines),
        source=f"page:{new_id()}",
        error=error,
    )


def undo_page(actor: Actor, step_id: UUID, now: datetime) -> UndoPage:
    """What undoing a step would do, or why it cannot be undone."""
    step = TransferStep.objects.of(actor).filter(pk=step_id).first()
    if step is None:
        raise NotFound(what="step of a transfer")
    transfer = transfer_of(actor, step.transfer_id)
    seen = next(one for one in transfer.steps if one.id == step_id)
    try:
        shown = rehearse_step_undo(actor, step_id=step_id, now=now)
    except Conflict as problem:
        return UndoPage(step_id, transfer, step_words(seen), "", (), problem.text)
    skus = dict(
        Variant.objects.of(actor).filter(pk__in=[one.variant_id for one in shown.changes]).values_list("pk", "sku")
    )
    names = {transfer.origin_id: transfer.origin, transfer.destination_id: transfer.destination}
    changes = tuple(
        LevelChange(skus[one.variant_id], names[one.location_id], one.on_hand - one.quantity, one.on_hand)
        for one in shown.changes
    )
    return UndoPage(step_id, transfer, step_words(seen), state_words(shown.transfer.state), changes, "")


def state_words(state: str) -> str:
    """A state as people say it."""
    return {
        TransferState.DRAFT: gettext("Draft"),
        TransferState.SENT: gettext("On its way"),
        TransferState.PARTLY_RECEIVED: gettext("Partly received"),
        TransferState.RECEIVED: gettext("Received"),
        TransferState.CLOSED: gettext("Closed with differences"),
        TransferState.CANCELLED: gettext("Cancelled"),
    }[TransferState(state)]


def step_words(step: StepView) -> str:
    """A step as people say it."""
    return {
        StepKind.SENT: gettext("Sent"),
        StepKind.RECEIVED: gettext("Received"),
        StepKind.CLOSED: gettext("Closed with differences"),
        StepKind.CANCELLED: gettext("Cancelled"),
    }[StepKind(step.kind)]


def _tabs(actor: Actor, open_state: str) -> tuple[StateTab, ...]:
    counts, url = transfer_counts(actor), reverse("transfers")
    every = StateTab(gettext("All"), url, sum(counts.values()), is_open=not open_state)
    states = [
        StateTab(
            state_words(state), f"{url}?{urlencode({'state': state})}", counts.get(state, 0), state == open_state
        )
        for state in TransferState
    ]
    return (every, *states)
