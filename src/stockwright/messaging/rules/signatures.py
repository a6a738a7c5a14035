"""Signing by the scheme of Standard Webhooks, so that any of its libraries can verify what is received."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

PREFIX = "whsec_"
OVERLAP = timedelta(hours=24)
"""How long a secret that was replaced signs along."""


def new_secret() -> str:
    """A fresh secret of 32 random bytes, as `whsec_` and base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of id, timestamp and body, joined by dots."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(signing: Sequence[str], *, event_id: UUID, at: datetime, body: bytes) -> dict[str, str]:
    """What proves a message: its id, the moment it is sent, and a signature by each secret."""
    timestamp = int(at.timestamp())
    signed = [signature(secret, str(event_id), timestamp, body) for secret in signing]
    return {
        "webhook-id": str(event_id),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
    }
