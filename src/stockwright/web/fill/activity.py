"""What happened, in words: filtered, page by page, each deed with its before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.accounts.queries import members_of, tokens_of
from stockwright.insights.queries.audit import AuditFilter, AuditRow, audit_page
from stockwright.insights.rules.audit import KINDS
from stockwright.kit.actor import Actor
from stockwright.web.fill.event_words import NONE, field_words, words_of, written
from stockwright.web.fill.readings import day_in
from stockwright.web.fill.wording import day_in_words
from stockwright.web.shown.activity import ActivityPage, Change, Detail, Happened
from stockwright.web.shown.frame import Chip, Choice

LINES = 50


@dataclass(frozen=True)
class AskedActivity:
    """The parameters of the page."""

    by: str = ""
    kind: str = ""
    name: str = ""
    subject: str = ""
    q: str = ""
    first: str = ""
    last: str = ""
    stock: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; what is not known is left out."""
        told = {name: query.get(name, "").strip()[:300] for name in cls.__dataclass_fields__}
        told |= {name: told[name] if day_in(told[name]) else "" for name in ("first", "last")}
        return cls(**told | {"kind": told["kind"] if told["kind"] in KINDS else ""})

    @property
    def filter(self) -> AuditFilter:
        """The same as the query understands it."""
        return AuditFilter(
            by=self.by,
            kind=self.kind,
            name=self.name,
            subject=self.subject,
            first_on=day_in(self.first),
            last_on=day_in(self.last),
            search=self.q,
            stock_changes=bool(self.stock),
        )

    def url(self, **changed: str) -> str:
        """The address with some parameters changed, from the first page on."""
        told = {name: value for name, value in vars(replace(self, cursor="", **changed)).items() if value}
        return f"{reverse('settings_activity')}?{urlencode(told)}"

    def in_words(self) -> str:
        """What is filtered, in one line."""
        chips = (*_chips(self), Chip(gettext("Contains"), self.q, "")) if self.q else _chips(self)
        return "; ".join(f"{chip.label}: {chip.value}" for chip in chips)


def activity_page(actor: Actor, company: Company, asked: AskedActivity) -> ActivityPage:
    """The page, in the same few queries for any number of deeds."""
    found = audit_page(actor, asked.filter, time_zone=company.time_zone, cursor=asked.cursor, limit=LINES)
    return ActivityPage(
        happened=tuple(_happened(row, asked) for row in found.items),
        query=asked.q,
        first=asked.first,
        last=asked.last,
        with_stock=bool(asked.stock),
        subject=asked.subject,
        people=_people(actor, asked.by),
        kinds=tuple(Choice(kind, words, kind == asked.kind) for kind, words in _kinds().items()),
        chips=_chips(asked),
        next_cursor=found.next_cursor,
        is_first=not asked.cursor,
        is_filtered=asked != AskedActivity(cursor=asked.cursor),
    )


def _happened(row: AuditRow, asked: AskedActivity) -> Happened:
    return Happened(
        words=words_of(row.name, row.payload),
        by=row.by,
        at=row.at,
        name=row.name,
        changes=_changes(row),
        details=tuple(Detail(field_words(name), _plain(value)) for name, value in _others(row.payload)),
        subject=object_words(row.subject) if row.subject else "",
        subject_url=AskedActivity().url(subject=row.subject)
        if row.subject and row.subject != asked.subject
        else "",
    )


def object_words(subject: str) -> str:
    """What kind of object a subject is, as one says it."""
    kind = subject.partition(":")[0]
    known = {
        "item": gettext("item"),
        "order": gettext("order"),
        "person": gettext("person"),
        "token": gettext("token"),
        "advice": gettext("line of the plan"),
        "import": gettext("import"),
        "export": gettext("export"),
        "delta": gettext("delta"),
        "location": gettext("location"),
        "reservation": gettext("reservation"),
        "stock": gettext("stock level"),
        "company": gettext("company"),
        "adjustment": gettext("adjustment"),
        "low_stock": gettext("low stock alert"),
        "transfer": gettext("transfer"),
        "count": gettext("count"),
    }
    return known.get(kind, kind.replace("_", " "))


def _changes(row: AuditRow) -> tuple[Change, ...]:
    before, after = row.before, row.after
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return ()
    fields = dict.fromkeys([*before, *after])
    return tuple(Change(field_words(one), written(before.get(one)), written(after.get(one))) for one in fields)


def _others(payload: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What else the deed tells, ids last; what it does not know is left out."""
    told = [(name, value) for name, value in payload.items() if name not in {"before", "after"}]
    return sorted(
        ((name, value) for name, value in told if value is not None and value != ""),
        key=lambda one: "_id" in one[0],
    )


def _plain(value: object) -> str:
    """A detail as text: lists and groups of fields one after the other."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_plain(inner)}" for key, inner in value.items()) or NONE
    if isinstance(value, list):
        return "; ".join(_plain(inner) for inner in value) or NONE
    return written(value)


def _people(actor: Actor, chosen: str) -> tuple[Choice, ...]:
    """Everybody who may have done something; one who left is there while they are chosen."""
    names = [member.email for member in members_of(actor)]
    names += [f"token {token.name}" for token in tokens_of(actor)]
    known = dict.fromkeys([*names, "system", *([chosen] if chosen else [])])
    return tuple(
        Choice(name, gettext("the program itself") if name == "system" else name, name == chosen) for name in known
    )


def _kinds() -> dict[str, str]:
    return {
        "access": gettext("Company and access"),
        "items": gettext("Items"),
        "stock": gettext("Stock"),
        "orders": gettext("Orders"),
        "sales": gettext("Sales"),
        "plans": gettext("Forecasts and plans"),
        "files": gettext("Imports and exports"),
    }


def _chips(asked: AskedActivity) -> tuple[Chip, ...]:
    """The filters that are on, each with the way to take it off."""
    told = [
        ("by", gettext("By"), asked.by),
        ("kind", gettext("Kind"), _kinds().get(asked.kind, "")),
        ("name", gettext("Event"), asked.name),
        ("subject", gettext("Only this"), object_words(asked.subject)),
        ("first", gettext("From"), _in_words(asked.first)),
        ("last", gettext("Up to"), _in_words(asked.last)),
        ("stock", gettext("With"), gettext("every change of a stock level") if asked.stock else ""),
    ]
    return tuple(Chip(label, value, asked.url(**{name: ""})) for name, label, value in told if value)


def _in_words(day: str) -> str:
    found = day_in(day)
    return day_in_words(found) if found else ""
