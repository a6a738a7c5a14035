"""A browser without scripts: logged in, with the forms' own tokens."""

import re
from html import unescape
from typing import Any
from uuid import UUID

from django.test import Client
from tests.make.people import PASSWORD

from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.replenishment.models import Advice
from stockwright.replenishment.queries.advice import latest_plan

HTMX = {"HX-Request": "true"}


def stranger() -> Client:
    """A browser of nobody."""
    return Client(SERVER_NAME="localhost")


def visitor(actor: Actor) -> Client:
    """A browser in which the actor is logged in."""
    client = stranger()
    answer = client.post("/login", {"email": actor.label, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client


def text_of(html: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)))


def line_ids(html: str) -> list[UUID]:
    """The lines that a list shows, in order."""
    return [UUID(found) for found in re.findall(r'id="line-([0-9a-f-]{36})"', html)]


def bytes_of(answer: Any) -> bytes:
    """A file that is sent piece by piece, whole, as it is."""
    return b"".join(answer.streaming_content)


def streamed(answer: Any) -> str:
    """A file that is sent piece by piece, whole."""
    return b"".join(answer.streaming_content).decode()


def listed(actor: Actor, shown_in: str = "order_today") -> list[Advice]:
    """The lines of a list of the newest plan, the most important first."""
    with scope(actor.company_id):
        rows = Advice.objects.of(actor).filter(run=latest_plan(actor), shown_in=shown_in)
        return list(rows.order_by("-priority", "id"))


def advice(actor: Actor, advice_id: UUID) -> Advice:
    """A line as it is stored now."""
    with scope(actor.company_id):
        return Advice.objects.of(actor).get(pk=advice_id)
