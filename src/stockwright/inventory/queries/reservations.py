"""What is promised to whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from stockwright.inventory.models import ChannelRule, Hold, Reservation
from stockwright.inventory.rules.reservations import ReservationState
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask


@dataclass(frozen=True)
class HoldRow:
    """A line (0 is the first) at a place: asked for, and what became of it."""

    line: int
    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    asked: Decimal
    backordered: Decimal
    held: Decimal
    committed: Decimal
    released: Decimal


@dataclass(frozen=True)
class ReservationRow:
    """A reservation with its lines."""

    id: UUID
    source: str
    ref_type: str
    ref_id: str
    channel: str
    state: str
    reason: str
    expires_at: datetime | None
    created_at: datetime
    closed_at: datetime | None
    by: str
    lines: Sequence[HoldRow]


def reservation_of(actor: Actor, reservation_id: UUID) -> ReservationRow:
    """One reservation; NotFound where there is none, or another company's."""
    found = _rows(actor, Reservation.objects.of(actor).filter(pk=reservation_id))
    if not found:
        raise NotFound(what="reservation")
    return found[0]


def companies_with_expired(now: datetime) -> list[UUID]:
    """The companies in which the time of some promise ran out; all that is told of them is their id."""
    return [company for (company,) in ask("select inventory_companies_with_expired(%(now)s)", {"now": now})]


def reservations_page(
    actor: Actor,
    *,
    state: str = "",
    channel: str = "",
    ref_id: str = "",
    search: str = "",
    variant_id: UUID | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[ReservationRow]:
    """Reservations, the newest first; with `variant_id` those that have a line of the item.

    `search` is the whole number of an order, a whole source, or the SKU of an item.
    """
    told = {"state": state, "channel": channel, "ref_id": ref_id}
    found = Reservation.objects.of(actor).filter(**{name: value for name, value in told.items() if value})
    if variant_id:
        of_item = Hold.objects.of(actor).filter(variant_id=variant_id).values("reservation_id")
        found = found.filter(pk__in=of_item)
    if search:
        of_sku = Hold.objects.of(actor).filter(variant__sku__iexact=search).values("reservation_id")
        found = found.filter(Q(ref_id=search) | Q(source=search) | Q(pk__in=of_sku))
    if cursor:
        at, last = decode_cursor(cursor, 2)
        found = found.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=last))
    rows = _rows(actor, found.order_by("-created_at", "-pk")[: limit + 1])
    return page_of(rows, limit, key=lambda row: (row.created_at.isoformat(), row.id))


def reservation_channels(actor: Actor) -> list[str]:
    """The channels that promise stock by a rule of their own or have something promised now, by name."""
    ruled = ChannelRule.objects.of(actor).values_list("channel", flat=True)
    open_now = Reservation.objects.of(actor).filter(state=ReservationState.HELD).values_list("channel", flat=True)
    return sorted({*ruled.distinct(), *open_now.distinct()} - {""})


def _rows(actor: Actor, reservations: Any) -> list[ReservationRow]:
    found = list(reservations)
    holds: dict[UUID, list[HoldRow]] = defaultdict(list)
    own = Hold.objects.of(actor).filter(reservation_id__in=[one.pk for one in found])
    for hold in own.select_related("variant__product", "location").order_by("number"):
        holds[hold.reservation_id].append(_hold(hold))
    return [_row(one, holds[one.pk]) for one in found]


def _hold(hold: Hold) -> HoldRow:
    return HoldRow(
        line=hold.line,
        variant_id=hold.variant_id,
        sku=hold.variant.sku,
        name=hold.variant.product.name,
        location_id=hold.location_id,
        location=hold.location.name,
        asked=hold.asked,
        backordered=hold.backordered,
        held=hold.held,
        committed=hold.committed,
        released=hold.released,
    )


def _row(one: Reservation, lines: Sequence[HoldRow]) -> ReservationRow:
    return ReservationRow(
        id=one.pk,
        source=one.source,
        ref_type=one.ref_type,
        ref_id=one.ref_id,
        channel=one.channel,
        state=one.state,
        reason=one.reason,
        expires_at=one.expires_at,
        created_at=one.created_at,
        closed_at=one.closed_at,
        by=one.by,
        lines=lines,
    )
