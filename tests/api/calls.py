"""Asking the API as a program does: over HTTP, with a token."""

import io
import json
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

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
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/event-stream"):
        return Told(answer.status_code, {}, dict(answer.headers))
    content = b"".join(answer) if answer.streaming else answer.content
    return Told(answer.status_code, _read(content, kind), dict(answer.headers))


def _read(content: bytes, kind: str) -> Any:
    """JSON as it is meant, an archive as the texts of its files, any other file as text."""
    if kind == "application/zip":
        archive = ZipFile(io.BytesIO(content))
        return {"files": {name: archive.read(name).decode() for name in archive.namelist()}}
    if "json" in kind and kind != "application/x-ndjson":
        return json.loads(content) if content else None
    return content.decode() if content else None
