"""What the pages of transfers show."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.queries.transfers import LineView, StepView, TransferRow, TransferView
from stockwright.web.shown.frame import Choice


@dataclass(frozen=True)
class StateTab:
    """The transfers in one state (or all), and how many they are."""

    title: str
    url: str
    count: int
    is_open: bool


@dataclass(frozen=True)
class ListedTransfer:
    """A line of the list."""

    transfer: TransferRow
    state_words: str


@dataclass(frozen=True)
class TransfersPage:
    """The list, its tabs and filters."""

    tabs: tuple[StateTab, ...]
    state: str
    places: tuple[Choice, ...]
    query: str
    rows: tuple[ListedTransfer, ...]
    next_cursor: str | None
    is_first: bool
    may_write: bool


@dataclass(frozen=True)
class ShownLine:
    """An item of a transfer with what the fields hold."""

    line: LineView
    codes: str  # what a scanner may read: SKU, barcode and tags, one a line
    to_send: str
    to_receive: str


@dataclass(frozen=True)
class ShownStep:
    """Something that was done, in words."""

    step: StepView
    words: str


@dataclass(frozen=True)
class TransferPage:
    """One transfer, and what can be done with it now."""

    transfer: TransferView
    state_words: str
    lines: tuple[ShownLine, ...]
    steps: tuple[ShownStep, ...]
    can_change: bool
    can_send: bool
    can_receive: bool
    can_close: bool
    can_cancel: bool
    has_differences: bool
    source: str  # names the next deed, so that a second click changes nothing
    error: str


@dataclass(frozen=True)
class TransferFormPage:
    """The form in which a transfer is planned or changed."""

    number: str  # "" for a new one
    back_url: str
    origins: tuple[Choice, ...]
    destinations: tuple[Choice, ...]
    due_on: str
    note: str
    lines: str
    source: str
    error: str


@dataclass(frozen=True)
class LevelChange:
    """A level as it is and as it would be."""

    sku: str
    location: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class UndoPage:
    """What undoing a step would do."""

    step_id: UUID
    transfer: TransferView
    words: str
    state_words: str
    changes: tuple[LevelChange, ...]
    refusal: str
