"""What the pages of the webhooks show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.forms import BaseForm

from stockwright.web.shown.frame import Chip, Choice, Paging


@dataclass(frozen=True)
class Standing:
    """A state in words, with the tone it is shown in."""

    words: str
    tone: str  # "good", "warn", "bad" or ""
    icon: str


@dataclass(frozen=True)
class WaitingLine:
    """How much waits to be told; 0 when all was told."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class WebhookRow:
    """A webhook as the list shows it."""

    id: UUID
    url: str
    description: str
    events: str
    standing: Standing
    waiting: int
    delivered_at: datetime | None


@dataclass(frozen=True)
class WebhooksPage:
    """Every webhook, and the form that adds one."""

    webhooks: tuple[WebhookRow, ...]
    waiting: WaitingLine
    form: BaseForm
    may_write: bool
    is_mailed: bool  # whether a mail server tells the owners when one is switched off


@dataclass(frozen=True)
class WebhookPage:
    """One webhook: its settings, and what can be done with it."""

    id: UUID
    url: str
    standing: Standing
    is_active: bool
    disabled_at: datetime | None
    disabled_reason: str
    failing_since: datetime | None
    rest_until: datetime | None
    waiting: WaitingLine
    delivered_at: datetime | None
    old_secret_until: datetime | None
    new_secret: str  # "" except right after making one
    form: BaseForm
    replay: BaseForm
    latest: "tuple[DeliveryLine, ...]"
    may_write: bool


@dataclass(frozen=True)
class DeliveryLine:
    """A delivery as the log shows it."""

    id: UUID
    event: str
    subject: str
    sequence: int | None
    host: str
    standing: Standing
    kind: str  # translated; "" for one that just happened
    attempts: int
    told: str  # what went wrong last
    due_at: datetime | None  # the next try
    at: datetime


@dataclass(frozen=True)
class DeliveriesPage:
    """The delivery log."""

    lines: tuple[DeliveryLine, ...]
    waiting: WaitingLine
    webhooks: tuple[Choice, ...]
    states: tuple[Choice, ...]
    event: str
    chips: tuple[Chip, ...]
    paging: Paging
    is_any: bool


@dataclass(frozen=True)
class TryRow:
    """One try."""

    at: datetime
    status: int | None
    milliseconds: int
    error: str
    answer: str


@dataclass(frozen=True)
class DeliveryPage:
    """One delivery with its tries and what is sent."""

    line: DeliveryLine
    webhook_id: UUID
    url: str
    event_id: UUID
    tries: tuple[TryRow, ...]
    body: str  # indented JSON
    poll_url: str  # "" once it was tried
    may_write: bool


@dataclass(frozen=True)
class KnownEventRow:
    """An event of the catalogue."""

    name: str
    means: str
    example: str  # indented JSON


@dataclass(frozen=True)
class EventsPage:
    """The catalogue."""

    events: tuple[KnownEventRow, ...]
