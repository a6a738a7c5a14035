"""What the pages of promotions show."""

from dataclasses import dataclass

from django.forms import BaseForm

from stockwright.forecasting.queries.promotion_effects import PromotionEffect
from stockwright.forecasting.queries.promotions import PromotedItem, PromotionView


@dataclass(frozen=True)
class StateTab:
    """A state to choose, with how many stand in it."""

    title: str
    url: str
    count: int
    is_open: bool


@dataclass(frozen=True)
class PromotionRow:
    """A promotion in the list."""

    promotion: PromotionView
    state_words: str
    of_words: str  # "3 items", "Tea"


@dataclass(frozen=True)
class PromotionsPage:
    """The list."""

    tabs: tuple[StateTab, ...]
    rows: tuple[PromotionRow, ...]
    next_cursor: str | None
    is_first: bool
    may_write: bool


@dataclass(frozen=True)
class PromotionPage:
    """One promotion."""

    promotion: PromotionView
    state_words: str
    of_words: str
    items: tuple[PromotedItem, ...]  # the first of them
    more_items: int
    effect: PromotionEffect
    may_write: bool


@dataclass(frozen=True)
class PromotionFormPage:
    """The form of a promotion, new or told before."""

    form: BaseForm
    promotion: PromotionView | None
