"""What the morning page shows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from stockwright.web.shown.frame import Chip, Choice, Paging, Progress
from stockwright.web.shown.item import Fan, Flag
from stockwright.web.shown.performance import Spell


@dataclass(frozen=True)
class Calibration:
    """What the stated intervals were worth: "of the times we said 90%, it held 89%"."""

    stated: Decimal  # 0..1
    held: Decimal  # 0..1
    cases: int


@dataclass(frozen=True)
class Summary:
    """The first sentence and the four figures."""

    items: int  # all items under plan
    to_order: int  # lines of Order Today
    suppliers: int  # of those lines
    order_cost: Decimal  # what following the list costs
    at_risk: int  # items that may run out before an order placed today arrives
    at_stake: Decimal  # lost margin or revenue expected without the order
    stock_unknown: int  # items whose stock was never told
    accuracy: Decimal | None  # 1 - WAPE of the last back-test, 0..1
    calibration: Calibration | None
    planned_at: datetime  # the age of these lists
    url_items: str  # these four: the rows behind each figure
    url_at_risk: str
    url_at_stake: str
    url_accuracy: str


@dataclass(frozen=True)
class Tab:
    """One of the three lists."""

    key: str  # "order_today", "already_ordered" or "attention"
    count: int
    money: Decimal
    url: str
    is_open: bool


@dataclass(frozen=True)
class Ordered:
    """The mark that a person ordered the line."""

    quantity: Decimal
    by: str
    at: datetime
    arrives_on: date | None


@dataclass(frozen=True)
class Line:
    """One item of a list."""

    id: UUID  # of the advice
    variant_id: UUID
    item_url: str
    sku: str
    name: str
    location: str  # "" when the company has one place only
    picture_url: str | None
    supplier: str
    unit: str
    history: tuple[float | None, ...]  # 60 days; None = out of stock
    fan: Fan | None
    trend: Decimal | None  # -1..n
    on_hand: Decimal | None  # None: no stock was ever told
    inbound: Decimal
    inbound_days: Decimal  # days that the inbound lasts
    runway_days: Decimal | None
    stockout_on: date | None
    lead_days: Decimal
    safety_days: Decimal
    threshold_days: Decimal
    is_threshold_own: bool
    quantity: Decimal  # advised, after rounding
    pack_size: Decimal  # 1 = no packs
    cost: Decimal | None  # money of that quantity
    order_by: date | None
    at_stake: Decimal | None
    confidence: Decimal | None  # 0..1
    is_new: bool
    reason: str  # one sentence in words
    flag: Flag | None
    ordered: Ordered | None


@dataclass(frozen=True)
class LineGroup:
    """Lines under one supplier; a title of "" when the list is not grouped."""

    title: str
    count: int
    cost: Decimal
    at_stake: Decimal
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class FailedRun:
    """A night that did not work: the last good lists stay on the page."""

    what: str  # "forecast", "plan", "sync", translated
    reason: str  # a sentence that says what to do
    at: datetime
    lists_from: datetime | None
    is_retrying: bool


@dataclass(frozen=True)
class Tomorrow:
    """What comes next when all is done."""

    count: int
    at_stake: Decimal
    next_run_at: datetime


@dataclass(frozen=True)
class Header:
    """What changes above the list when a line is dealt with."""

    summary: Summary
    tabs: tuple[Tab, ...]


@dataclass(frozen=True)
class Done:
    """What was just done to a line, with the way back."""

    line_id: UUID
    name: str
    words: str  # "Ordered 120 pcs."
    undo_url: str


@dataclass(frozen=True)
class RedProof:
    """Totals of books and stock that differ."""

    differences: int
    at: datetime


@dataclass(frozen=True)
class TodayPage:
    """The morning page; `state` says which of its faces is shown."""

    state: str  # "ready", "first_plan" (computing) or "no_data"
    today: date
    header: Header | None  # None unless ready
    progress: Progress | None  # in state first_plan
    failed: FailedRun | None
    spell: Spell | None  # the forecast is worse than it used to be
    red_proof: RedProof | None  # the last proof, where books and stock differ
    tomorrow: Tomorrow | None  # shown when the open list is empty
    tab: str  # the key of the open tab
    query: str
    sort: str  # "priority", "money", "runway", "name" or "value" ; "-" before it turns it round
    group: str  # "supplier" or ""
    chips: tuple[Chip, ...]
    suppliers: tuple[Choice, ...]
    groups: tuple[LineGroup, ...]
    total_cost: Decimal
    total_at_stake: Decimal
    paging: Paging | None


@dataclass(frozen=True)
class FlagDeed:
    """The form that flags a line."""

    line_id: UUID
    name: str
    note: str
    is_flagged: bool
    error: str  # "" or what to do


@dataclass(frozen=True)
class ThresholdDeed:
    """The form that changes an item's alert threshold."""

    line_id: UUID | None  # the line to redraw when opened from a list
    variant_id: UUID
    name: str
    days: Decimal | None  # None: the company's holds
    company_days: Decimal
    error: str
