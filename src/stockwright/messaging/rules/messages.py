"""What a receiver gets: one shape for every event."""

import json
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


class Told(Protocol):
    """An event row, or anything shaped like one."""

    id: UUID
    company_id: UUID
    name: str
    payload: Any
    at: datetime
    subject: str
    sequence: int | None


def message_of(event: Told) -> dict[str, Any]:
    """The message about an event; `subject` and `sequence` are null for one that has no order."""
    return {
        "type": event.name,
        "timestamp": event.at.isoformat(),
        "data": event.payload,
        "id": str(event.id),
        "company_id": str(event.company_id),
        "subject": event.subject or None,
        "sequence": event.sequence,
    }


def body_of(event: Told) -> bytes:
    """The message as it is sent: the same bytes at every try."""
    return json.dumps(message_of(event), ensure_ascii=False, separators=(",", ":")).encode()
