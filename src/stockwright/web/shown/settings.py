"""What the settings pages show; the company's own form is a Django form."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.forms import BaseForm

from stockwright.web.shown.frame import Choice


@dataclass(frozen=True)
class CompanySettingsPage:
    """The company's settings.

    Fields of `form`, in this order of sections: name, time_zone, currency, locale, holidays_of; policy,
    service_level, review_days; lead_days, safety_days, threshold_days; spike_factor, confidence_floor,
    confidence_within, extra_cover_days. Absent fields are left out.
    """

    form: BaseForm
    may_write: bool


@dataclass(frozen=True)
class TokenRow:
    """An API token; its secret is shown once, when it is made."""

    id: UUID
    name: str
    role: str  # translated
    hint: str  # the last characters
    created_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class TokensPage:
    """API tokens of the company."""

    tokens: tuple[TokenRow, ...]
    roles: tuple[Choice, ...]
    new_secret: str  # "" except right after making one
    error: str
    docs_url: str
    may_write: bool


@dataclass(frozen=True)
class PersonRow:
    """Somebody of the company."""

    membership_id: UUID
    name: str
    email: str
    roles: tuple[Choice, ...]
    role: str  # translated
    since: datetime
    is_self: bool


@dataclass(frozen=True)
class PeoplePage:
    """The people of the company; `form` adds one: email, name, role, password."""

    people: tuple[PersonRow, ...]
    form: BaseForm
    may_write: bool
