"""What the pages of overrides show."""

from dataclasses import dataclass

from django.forms import BaseForm

from stockwright.forecasting.queries.override_values import OverrideValue
from stockwright.forecasting.queries.overrides import OverrideView


@dataclass(frozen=True)
class OverrideRow:
    """An override with what it said in words, and what it was worth."""

    override: OverrideView
    words: str  # "12 a day"
    state_words: str
    value: OverrideValue | None  # None: no day of it is past
    may_end: bool


@dataclass(frozen=True)
class OverridesPage:
    """The list, and all overrides together."""

    rows: tuple[OverrideRow, ...]
    is_over: bool  # the list of those that are over
    whole: OverrideValue
    verdict: str  # a sentence; empty before any day is judged
    next_cursor: str | None
    is_first: bool
    may_write: bool


@dataclass(frozen=True)
class OverrideFormPage:
    """The form of a new override."""

    form: BaseForm
    item: str  # its name, where it is known
