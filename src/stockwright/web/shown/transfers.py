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
    locations: tuple[Choice, ...]
    query: str
    rows: tuple[ListedTransfer, ...]
    next_cursor: str | None
    is_first: bool
    may_write: bool


@dataclass(frozen=True)
class PiecesLine:
    """An item with the field for how many of it are sent or received now."""

    line: LineView
    codes: str  # what a scanner may read: SKU, barcode and tags, one a line
    free: Decimal | None  # what may leave; None where nothing does
    is_short: bool  # whether that is less than what is open
    open: Decimal
    name: str
    value: str


@dataclass(frozen=True)
class PiecesForm:
    """The form of a step that asks for pieces of every line."""

    step: str
    title: str
    open_words: str
    now_words: str
    option: str
    option_words: str
    is_main: bool
    rows: tuple[PiecesLine, ...]


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
    lines: tuple[LineView, ...]
    send: PiecesForm | None
    receive: PiecesForm | None
    steps: tuple[ShownStep, ...]
    can_change: bool
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
