"""What the settings of stock show."""

from dataclasses import dataclass
from uuid import UUID

from django.forms import BaseForm

from stockwright.inventory.queries.channel_rules import ChannelRuleRow
from stockwright.inventory.queries.reasons import ReasonRow


@dataclass(frozen=True)
class ChannelsPage:
    """The channels' rules, and the form that sets one."""

    rules: tuple[ChannelRuleRow, ...]
    names: tuple[str, ...]  # channels that are known
    form: BaseForm
    may_write: bool
    demand: tuple["ChannelDemandLine", ...]
    demand_form: BaseForm
    may_tell: bool  # what counts as demand


@dataclass(frozen=True)
class ChannelDemandLine:
    """Which pieces of a channel count as demand."""

    channel: str
    kind: str
    words: str
    decides: str  # within how many days, where that matters


@dataclass(frozen=True)
class LocationFormRow:
    """A place with its form."""

    id: UUID
    name: str
    form: BaseForm


@dataclass(frozen=True)
class LocationsPage:
    """The places."""

    places: tuple[LocationFormRow, ...]
    added: BaseForm
    may_write: bool
    may_add: bool


@dataclass(frozen=True)
class TermsPage:
    """How an item is counted, followed and watched."""

    variant_id: UUID
    sku: str
    name: str
    form: BaseForm
    places: tuple["PlaceThreshold", ...]
    may_write: bool


@dataclass(frozen=True)
class PlaceThreshold:
    """From which quantity on the item is low at a place."""

    location_id: UUID
    location: str
    low_stock: str  # as a number field wants it, "" where the place is not watched


@dataclass(frozen=True)
class ReasonLine:
    """A reason, and what it does in words."""

    row: ReasonRow
    kind_words: str


@dataclass(frozen=True)
class ReasonsPage:
    """Why stock is set right, and the form for one more."""

    lines: tuple[ReasonLine, ...]
    form: BaseForm
    error: str  # why a reason could not be renamed
    may_write: bool


@dataclass(frozen=True)
class CountSettingsPage:
    """How a company counts."""

    form: BaseForm
    may_write: bool
