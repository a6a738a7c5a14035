"""Asking the API as a program does: over HTTP, with a token."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from stockwright.accounts.actions.tokens import make_token
from stockwright.kit.actor import Actor

ROOT = "/api/v1"


@dataclass(frozen=True)
class Told:
    """An answer: its status, its JSON and its headers."""

    status: int
    body: Any
    headers: dict[str, str]


def token_of(actor: Actor, role: str = "owner") -> str:
    """A fresh token of the actor's company."""
    return make_token(actor, name="test", role=role)[1]


def call(
    token: str | None,
    method: str,
    path: str,
    body: object = None,
    *,
    key: str | None = None,
    raw: bytes | None = None,
) -> Told:
    """Send one request, and read its answer."""
    headers = {"Host": "localhost"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if key is not None:
        headers["Idempotency-Key"] = key
    content = raw if raw is not None else b"" if body is None else json.dumps(body, default=str).encode()
    answer = Client().generic(method, f"{ROOT}{path}", content, "application/json", headers=headers)
    if answer.streaming:
        return Told(answer.status_code, {}, dict(answer.headers))
    text = answer.content.decode()
    return Told(answer.status_code, json.loads(text) if text else None, dict(answer.headers))
