"""What the page of planned prices shows."""

from dataclasses import dataclass

from django.forms import BaseForm

from stockwright.forecasting.queries.prices import PriceView


@dataclass(frozen=True)
class PriceRow:
    """A planned price."""

    price: PriceView
    state: str  # "coming", "begun" or "cancelled"
    may_cancel: bool


@dataclass(frozen=True)
class PricesPage:
    """The list and the form above it."""

    rows: tuple[PriceRow, ...]
    next_cursor: str | None
    is_first: bool
    form: BaseForm
    may_write: bool
