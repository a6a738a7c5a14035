"""What can be done with a transfer on its page: the forms, what they say, and the deeds behind them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stockwright.inventory.actions.transfer_steps import (
    cancel_transfer,
    close_transfer,
    receive_transfer,
    send_transfer,
)
from stockwright.inventory.models import Transfer
from stockwright.inventory.queries.transfers import LineView
from stockwright.inventory.rules.transfers import Outcome
from stockwright.kit.money import plain
from stockwright.web.fill.told_items import UnreadableLine, number_of
from stockwright.web.shown.transfers import PiecesForm, PiecesLine

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

Typed = Mapping[str, str]
"""What the fields held when they were sent, by their names."""


class Step(NamedTuple):
    """A deed with a transfer: what its form says, and what is said once it is done."""

    deed: Callable[..., Transfer]
    told: Callable[[Typed], dict[str, Any]]
    done: "Words"


def _sent(typed: Typed) -> dict[str, Any]:
    return {"quantities": _pieces(typed, "send"), "drop_rest": "drop_rest" in typed}


def _received(typed: Typed) -> dict[str, Any]:
    return {"quantities": _pieces(typed, "receive"), "accept_surplus": "accept_surplus" in typed}


def _closed(typed: Typed) -> dict[str, Any]:
    returned = typed.get("outcome") == Outcome.RETURNED
    outcome = Outcome.RETURNED if returned else Outcome.LOST
    return {"reason": typed.get("reason", "").strip()[:200], "outcome": outcome}


def _cancelled(_typed: Typed) -> dict[str, Any]:
    return {}


STEPS = {
    "send": Step(send_transfer, _sent, _("Sent. It counts as on its way now.")),
    "receive": Step(receive_transfer, _received, _("Received. The stock is there now.")),
    "close": Step(close_transfer, _closed, _("Closed.")),
    "cancel": Step(cancel_transfer, _cancelled, _("Cancelled. What was on its way is back.")),
}


def send_form(lines: tuple[LineView, ...], typed: Typed, *, is_main: bool) -> PiecesForm | None:
    """The form that sends what is planned; None where nothing is left to send."""
    rows = tuple(_row("send", one, one.unsent, typed, free=one.free) for one in lines if one.unsent)
    if not rows:
        return None
    return PiecesForm(
        step="send",
        title=gettext("Send"),
        open_words=gettext("Left to send"),
        now_words=gettext("Send now"),
        option="drop_rest",
        option_words=gettext("Drop what is not sent now"),
        is_main=is_main,
        rows=rows,
    )


def receive_form(lines: tuple[LineView, ...], typed: Typed) -> PiecesForm | None:
    """The form that takes in what arrived; None where nothing is on its way."""
    rows = tuple(_row("receive", one, one.in_transit, typed) for one in lines if one.in_transit)
    if not rows:
        return None
    return PiecesForm(
        step="receive",
        title=gettext("Receive"),
        open_words=gettext("On its way"),
        now_words=gettext("Arrived now"),
        option="accept_surplus",
        option_words=gettext("Accept more than was sent, as found"),
        is_main=True,
        rows=rows,
    )


def _row(step: str, line: LineView, pieces: Decimal, typed: Typed, free: Decimal | None = None) -> PiecesLine:
    likely = pieces if free is None else min(pieces, free)
    name = f"{step}-{line.id}"
    return PiecesLine(
        line=line,
        codes="\n".join(filter(None, (line.sku, line.barcode, *line.tags))),
        free=free,
        is_short=likely < pieces,
        open=pieces,
        name=name,
        value=typed.get(name, plain(likely)),
    )


def _pieces(typed: Typed, step: str) -> dict[UUID, Decimal] | None:
    """The quantities by line that were typed for a step; None where there is no field."""
    told = {name.removeprefix(f"{step}-"): text for name, text in typed.items() if name.startswith(f"{step}-")}
    try:
        return {UUID(line): number_of(text) for line, text in told.items()} or None
    except ValueError as error:
        raise UnreadableLine(detail=gettext("This page is out of date. Load it again.")) from error
