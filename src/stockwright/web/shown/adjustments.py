"""What the pages of adjustments show."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.forms import BaseForm

from stockwright.inventory.queries.adjustments import AdjustmentRow, AdjustmentView
from stockwright.inventory.queries.effects import Effect
from stockwright.inventory.queries.stock_updates import UpdatePreview


@dataclass(frozen=True)
class StateTab:
    """Adjustments of a state, and how many there are."""

    state: str  # "" for all
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class AdjustmentLineRow:
    """An adjustment in the list."""

    row: AdjustmentRow
    state_words: str
    tone: str  # of its badge


@dataclass(frozen=True)
class AdjustmentsPage:
    """The newest adjustments."""

    tabs: tuple[StateTab, ...]
    rows: tuple[AdjustmentLineRow, ...]
    next: str | None
    is_first: bool
    may_write: bool
    limit: Decimal | None


@dataclass(frozen=True)
class UndoPreview:
    """What taking it back would leave."""

    effects: Sequence[Effect]
    refusal: str  # why it cannot be done, or ""


@dataclass(frozen=True)
class AdjustmentPage:
    """One adjustment and what can be done with it."""

    view: AdjustmentView
    state_words: str
    tone: str
    total: Decimal | None  # what the lines of known cost are worth together
    unfulfilled: Decimal
    may_change: bool
    may_submit: bool
    may_reject: bool
    may_undo: bool
    undo: UndoPreview | None
    error: str


@dataclass(frozen=True)
class AdjustFormPage:
    """The form for one item."""

    form: BaseForm
    is_waste: bool
    limit: Decimal | None
    may_approve: bool


@dataclass(frozen=True)
class DraftPage:
    """The form of several lines."""

    form: BaseForm
    lines: Any  # the forms of the lines
    number: str  # "" for a new draft
    back_url: str


@dataclass(frozen=True)
class TablePage:
    """The form for many lines, with what they would change."""

    form: BaseForm
    preview: UpdatePreview | None
    seen: str  # stands for the lines of the preview
    more: int  # lines beyond those shown
    limit: Decimal | None
