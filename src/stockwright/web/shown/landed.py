"""What the pages of landed costs show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.forms import BaseForm


@dataclass(frozen=True)
class LandedLineRow:
    """An item's share of a cost: what stays with the stock, and what is cost of goods sold."""

    sku: str
    name: str
    place: str
    url: str
    quantity: Decimal
    share: Decimal
    stays: Decimal
    sold: Decimal


@dataclass(frozen=True)
class LandedRow:
    """A cost with its lines, by the method that the company reports."""

    id: UUID
    kind: str  # translated
    divided: str  # translated
    document: str
    note: str
    amount: Decimal
    stays: Decimal
    sold: Decimal
    at: datetime
    by: str
    undone_at: datetime | None
    undone_by: str
    lines: tuple[LandedLineRow, ...]


@dataclass(frozen=True)
class LandedPage:
    """Every cost, the newest first."""

    rows: tuple[LandedRow, ...]
    next: str | None
    is_first: bool
    may_write: bool


@dataclass(frozen=True)
class LandedFormPage:
    """The form, and what it would do once it was filled in."""

    form: BaseForm
    preview: LandedRow | None
