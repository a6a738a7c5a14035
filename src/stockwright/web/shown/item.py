"""What the page of one item shows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.queries.kits import KitView
from stockwright.web.shown.demand import ItemFindings
from stockwright.web.shown.tracked import TrackedStock


@dataclass(frozen=True)
class Fan:
    """Forecast of the coming days as three lines of equal length (80% band and median)."""

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Flag:
    """A note that asks somebody to look."""

    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Arrival:
    """Goods on their way."""

    on: date
    quantity: Decimal
    document: str  # "PO-1042", or "marked as ordered"
    url: str | None
    supplier: str
    is_late: bool


@dataclass(frozen=True)
class Term:
    """One line of the receipt: a number with its name, how it came about and where its rows are."""

    label: str  # "Expected demand over 21 days"
    value: str  # "96", formatted with its unit
    detail: str  # "4.6 a day from the forecast of 20 November"; may be empty
    url: str | None  # the rows behind the number
    operator: str  # "+", "-", "=" or "" before the value, when the terms add up


@dataclass(frozen=True)
class Receipt:
    """Why this quantity, in plain words and then term by term."""

    words: tuple[str, ...]  # whole sentences
    terms: tuple[Term, ...]
    bound_by: str  # the constraint that set the quantity: "pack multiple of 12"; empty when none
    would_change: tuple[str, ...]  # "With a lead time of 14 days the order would be 72."
    policy: str  # "Position against reorder point" or "Classic runway"
    computed_at: datetime


@dataclass(frozen=True)
class LocationStock:
    """Stock of the item in one place."""

    location: str
    on_hand: Decimal
    reserved: Decimal
    free: Decimal
    inbound: Decimal


@dataclass(frozen=True)
class RecentSale:
    """One line of sales; negative quantities are returns."""

    at: datetime
    channel: str
    reference: str
    quantity: Decimal
    price: Decimal | None


@dataclass(frozen=True)
class ChartBand:
    """Quantiles of one day of the forecast."""

    on: date
    q025: float
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float
    q975: float


@dataclass(frozen=True)
class ChartMark:
    """Something that made days special, or will."""

    name: str
    tone: str  # "event", "promotion", "holiday", "override", "price", "change" or "left_out"
    first: date
    last: date


@dataclass(frozen=True)
class KnownLine:
    """Something that the forecast was told, or leaves out."""

    what: str  # "Promotion, 20% off"
    name: str  # "Spring sale"; may be empty
    when: str  # "5 March 2026 to 11 March 2026"; empty where it has no days
    url: str  # where it is told; may be empty


@dataclass(frozen=True)
class ItemBasis:
    """What the forecast of the item is made from."""

    stage: str  # "growing"; empty before the first forecast
    how: tuple[str, ...]  # who forecasts it and why, in sentences
    told: tuple[KnownLine, ...]
    left_out: tuple[KnownLine, ...]
    override_url: str  # empty for who may not


@dataclass(frozen=True)
class ItemChart:
    """All that the item's chart draws; dates are ISO days when they reach the page."""

    history_from: date
    sales: tuple[float | None, ...]  # a day each; None = out of stock all day
    stock_history: tuple[float | None, ...]  # end-of-day stock, as long as `sales`; empty when not known
    bands: tuple[ChartBand, ...]
    stock: tuple[float, ...]  # projected end-of-day stock without the advice, a value per band
    stock_with_advice: tuple[float, ...]  # the same when the advice is followed; empty without advice
    stockout_on: date | None
    arrivals: tuple[Arrival, ...]
    summary: str  # one sentence for those who do not see the chart
    unit: str
    marks: tuple[ChartMark, ...] = ()
    estimate: tuple[float | None, ...] = ()  # demand with stock all day, where it is not `sales`; empty: nowhere


@dataclass(frozen=True)
class ItemPage:
    """The item's page, full or in the side panel."""

    variant_id: UUID
    sku: str
    name: str
    picture_url: str | None
    category: str
    supplier: str
    status: str  # "order_today", "already_ordered", "attention", "normal" or "" before the first plan
    status_words: str  # "Order today", ...
    reason: str  # one sentence
    unit: str  # "pcs"
    on_hand: Decimal | None  # None: no stock was ever told
    reserved: Decimal
    inbound: Decimal
    runway_days: Decimal | None  # None: nothing is selling
    stockout_on: date | None
    lead_days: Decimal
    safety_days: Decimal
    threshold_days: Decimal  # the alert threshold in force
    is_threshold_own: bool  # set for this item, not the company's
    burn_rate: Decimal  # sales a day
    coverage: Decimal | None  # inbound / demand over the lead time, 0..n
    confidence: Decimal | None  # 0..1
    confidence_within: Decimal  # of the forecast
    trend: Decimal | None  # change of the last 28 days against the 28 before, -1..n
    order_quantity: Decimal  # 0 without advice
    pack_size: Decimal
    moq: Decimal
    order_cost: Decimal | None
    order_by: date | None  # last safe day to order
    at_stake: Decimal | None
    price: Decimal | None
    cost: Decimal | None
    flag: Flag | None
    is_new: bool
    advice_id: UUID | None  # the line to order or flag; None off the lists
    chart: ItemChart | None  # None: no sales yet
    receipt: Receipt | None  # None: no plan yet
    locations: tuple[LocationStock, ...]
    arrivals: tuple[Arrival, ...]
    sales: tuple[RecentSale, ...]
    tracked: TrackedStock | None = None  # its lots or pieces
    kit: KitView | None = None  # None: it has no components
    basis: ItemBasis | None = None  # None: they may not know of the forecast
    findings: ItemFindings | None = None  # None: they may not know of the forecast
