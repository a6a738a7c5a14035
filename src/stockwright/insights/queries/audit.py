"""Who did what and when, with what it was before and after."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from stockwright.insights.exports.audit import AUDIT
from stockwright.insights.exports.dataset import Narrowed
from stockwright.insights.rules.audit import KINDS, STOCK_CHANGED
from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.kit.statements import ask

_PAGE = """
    select id, at, by, person_id, name, subject, sequence, payload from ({source}) one
    where {condition} order by at desc, id desc limit %(limit)s
"""


@dataclass(frozen=True)
class AuditFilter:
    """Which deeds; what is empty narrows nothing. Changes of single levels are left out unless asked for."""

    by: str = ""
    kind: str = ""
    name: str = ""
    subject: str = ""
    first_on: date | None = None
    last_on: date | None = None
    search: str = ""
    stock_changes: bool = False


@dataclass(frozen=True)
class AuditRow:
    """One deed."""

    id: UUID
    at: datetime
    by: str
    person_id: UUID | None
    name: str
    subject: str
    sequence: int | None
    payload: dict[str, Any]

    @property
    def before(self) -> Any:
        """What it was, by field; null where the deed changed no fields."""
        return self.payload.get("before")

    @property
    def after(self) -> Any:
        """What it became."""
        return self.payload.get("after")


def audit_page(
    actor: Actor, wanted: AuditFilter, *, time_zone: str, cursor: str = "", limit: int = 50
) -> Page[AuditRow]:
    """The newest deeds first, in one query."""
    narrowed = narrowed_by(wanted, time_zone=time_zone)
    params = {"company": actor.company_id, "limit": limit + 1, **narrowed.params}
    condition = narrowed.condition
    if cursor:
        condition += " and (at, id) < (%(cursor_at)s, %(cursor_id)s)"
        params |= _place(cursor)
    rows = ask(_PAGE.format(source=AUDIT.sql, condition=condition), params)
    told = [AuditRow(*(*row[:-1], json.loads(row[-1]))) for row in rows]
    return page_of(told, limit, key=lambda row: (row.at.isoformat(), row.id))


def narrowed_by(wanted: AuditFilter, *, time_zone: str, words: str = "") -> Narrowed:
    """The filter as a condition on the columns of the data set of the audit trail."""
    found = [(condition, params) for condition, params in _conditions(wanted, ZoneInfo(time_zone)) if condition]
    return Narrowed(
        " and ".join(["true", *(condition for condition, _ in found)]),
        {name: value for _, params in found for name, value in params.items()},
        words,
    )


def _conditions(wanted: AuditFilter, zone: ZoneInfo) -> list[tuple[str, dict[str, Any]]]:
    hidden = not (wanted.stock_changes or wanted.subject or wanted.name == STOCK_CHANGED)
    return [
        (f"name <> '{STOCK_CHANGED}'" if hidden else "", {}),
        ("by = %(by)s" if wanted.by else "", {"by": wanted.by}),
        ("name = %(name)s" if wanted.name else "", {"name": wanted.name}),
        ("split_part(name, '.', 1) = any(%(kind)s)" if wanted.kind else "", {"kind": _parts(wanted.kind)}),
        ("subject = %(subject)s" if wanted.subject else "", {"subject": wanted.subject}),
        ("at >= %(first_at)s" if wanted.first_on else "", {"first_at": _midnight(wanted.first_on, zone)}),
        ("at < %(last_at)s" if wanted.last_on else "", {"last_at": _midnight(wanted.last_on, zone, days=1)}),
        (
            "(payload ilike %(search)s or by ilike %(search)s or subject ilike %(search)s)"
            if wanted.search
            else "",
            {"search": f"%{_literal(wanted.search)}%"},
        ),
    ]


def _parts(kind: str) -> list[str]:
    return list(KINDS.get(kind, (kind,)))


def _midnight(day: date | None, zone: ZoneInfo, *, days: int = 0) -> datetime | None:
    """When a day begins at the company's place, or so many days later."""
    return datetime.combine(day + timedelta(days=days), time(), zone) if day else None


def _literal(words: str) -> str:
    """The words with nothing in them that a pattern would take for a sign of its own."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _place(cursor: str) -> dict[str, Any]:
    at, event_id = decode_cursor(cursor, 2)
    try:
        return {"cursor_at": datetime.fromisoformat(at), "cursor_id": UUID(event_id)}
    except ValueError as error:
        raise InvalidCursor from error
