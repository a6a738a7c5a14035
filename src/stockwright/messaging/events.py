"""What every event is."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class Happening:
    """Base of all events: a past fact with a dotted name and plain values."""

    name: ClassVar[str] = ""

    @property
    def subject(self) -> str:
        """What it happened to, such as `transfer:<id>`: the events of one subject are numbered, without gaps."""
        return ""

    @property
    def sequence(self) -> int | None:
        """The number among the events of the subject, where the subject counts itself."""
        return None


@dataclass(frozen=True)
class StepFinished(Happening):
    """A step of the night ended well."""

    name: ClassVar[str] = "night.step_finished"
    step: str
    due_on: str


@dataclass(frozen=True)
class StepFailed(Happening):
    """A step of the night ended badly."""

    name: ClassVar[str] = "night.step_failed"
    step: str
    due_on: str
    reason: str


@dataclass(frozen=True)
class OfWebhook:
    """What every event of a webhook tells."""

    endpoint_id: UUID
    url: str

    @property
    def subject(self) -> str:
        """The webhook."""
        return f"webhook:{self.endpoint_id}"


@dataclass(frozen=True)
class WebhookAdded(OfWebhook, Happening):
    """A webhook was added."""

    name: ClassVar[str] = "webhook.added"
    wants: list[str]


@dataclass(frozen=True)
class WebhookChanged(OfWebhook, Happening):
    """A webhook's settings changed: before and after by field."""

    name: ClassVar[str] = "webhook.changed"
    before: dict[str, str]
    after: dict[str, str]


@dataclass(frozen=True)
class WebhookSecretRotated(OfWebhook, Happening):
    """A webhook got a new secret; the old one signs along for a day."""

    name: ClassVar[str] = "webhook.secret_rotated"


@dataclass(frozen=True)
class WebhookReplayed(OfWebhook, Happening):
    """Somebody had events sent to a webhook again."""

    name: ClassVar[str] = "webhook.replayed"
    deliveries: int


@dataclass(frozen=True)
class WebhookDisabled(OfWebhook, Happening):
    """A webhook was switched off because nothing could be delivered to it."""

    name: ClassVar[str] = "webhook.disabled"
    reason: str


@dataclass(frozen=True)
class WebhookRemoved(OfWebhook, Happening):
    """A webhook was removed, and what it was still to be told with it."""

    name: ClassVar[str] = "webhook.removed"


@dataclass(frozen=True)
class WebhookTested(OfWebhook, Happening):
    """Somebody tried a webhook; only the webhook that is tried is told."""

    name: ClassVar[str] = "webhook.test"
    message: str
