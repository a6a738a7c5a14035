"""The pages of reservations, filled."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from stockwright.inventory.queries.reservations import (
    HoldRow,
    ReservationRow,
    reservation_channels,
    reservation_of,
    reservations_page,
)
from stockwright.inventory.rules.reservations import ReservationState
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.web.fill.asked import choices
from stockwright.web.shown.frame import Chip, Choice
from stockwright.web.shown.reservations import HoldLine, ReservationLine, ReservationPage, ReservationsPage

LINES = 50
HOLD_MINUTES = 60
"""What the form for a longer hold begins with."""


@dataclass(frozen=True)
class AskedReservations:
    """The parameters of the list."""

    state: str = "held"
    channel: str = ""
    q: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; without a state those that are open, and with a search those of any state."""
        told = {name: query.get(name, "").strip()[:120] for name in cls.__dataclass_fields__ if name != "cursor"}
        if told["state"] not in {*ReservationState, "all"}:
            told["state"] = "all" if told["q"] else "held"
        return cls(**told, cursor=query.get("cursor", "")[:2000])

    @property
    def wanted_state(self) -> str:
        """The state as the query understands it."""
        return "" if self.state == "all" else self.state

    def without(self, name: str) -> str:
        """The address with one filter taken off."""
        return f"{reverse('reservations')}?{urlencode(vars(replace(self, cursor='', **{name: ''})))}"


def reservations_list(actor: Actor, asked: AskedReservations, *, now: datetime) -> ReservationsPage:
    """The list, with the same few queries for any number of reservations."""
    found = reservations_page(
        actor,
        state=asked.wanted_state,
        channel=asked.channel,
        search=asked.q,
        cursor=asked.cursor,
        limit=LINES,
    )
    told = (("channel", gettext("Channel"), asked.channel), ("q", gettext("Holds"), asked.q))
    return ReservationsPage(
        state=asked.state,
        query=asked.q,
        states=_states(asked.state),
        channels=choices(set(reservation_channels(actor)), asked.channel),
        chips=tuple(Chip(label, value, asked.without(name)) for name, label, value in told if value),
        rows=tuple(_row(row, now) for row in found.items),
        next=found.next_cursor,
        is_first=not asked.cursor,
        is_narrowed=bool(asked.channel or asked.q or asked.state != ReservationState.HELD),
    )


def reservation_page(actor: Actor, reservation_id: UUID, *, now: datetime) -> ReservationPage:
    """One reservation; NotFound for another company's."""
    row = _row(reservation_of(actor, reservation_id), now)
    return ReservationPage(row, is_open=row.state == ReservationState.HELD, hold_minutes=HOLD_MINUTES)


def state_words(state: str) -> str:
    """A state as people call it."""
    return {
        "held": gettext("Open"),
        "committed": gettext("Gone out"),
        "released": gettext("Released"),
        "expired": gettext("Expired"),
        "all": gettext("All"),
    }[state]


def _states(chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(state, state_words(state), state == chosen) for state in (*ReservationState, "all"))


def _row(row: ReservationRow, now: datetime) -> ReservationLine:
    return ReservationLine(
        id=row.id,
        url=reverse("reservation", args=[row.id]),
        title=row.ref_id or row.source,
        source=row.source,
        channel=row.channel,
        state=row.state,
        state_words=state_words(row.state),
        expires_at=row.expires_at,
        expires_words=time_left(row.expires_at - now) if row.expires_at else gettext("no end"),
        is_overdue=row.expires_at is not None and row.expires_at <= now,
        created_at=row.created_at,
        closed_at=row.closed_at,
        by=row.by,
        reason=row.reason,
        held=sum((line.held for line in row.lines), ZERO),
        asked=sum((line.asked for line in row.lines), ZERO),
        lines=tuple(_line(line) for line in row.lines),
    )


def time_left(left: timedelta) -> str:
    """How long a promise still holds, in its largest unit."""
    minutes = int(left.total_seconds() // 60)
    if minutes < 0:
        return gettext("run out")
    if minutes < 60:
        return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", left.days) % {"n": left.days}


def _line(line: HoldRow) -> HoldLine:
    url = f"{reverse('stock_item', args=[line.variant_id])}?location={line.location_id}"
    return HoldLine(
        url=url,
        name=line.name,
        sku=line.sku,
        location=line.location,
        asked=line.asked,
        held=line.held,
        committed=line.committed,
        released=line.released,
        backordered=line.backordered,
    )
