"""The stock history of one item, filled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.catalog.queries import item_of
from stockwright.inventory.models import Level
from stockwright.inventory.queries.history import stock_as_of_all
from stockwright.inventory.queries.movements import MovementFilter, MovementRow, count_movements, movements_of
from stockwright.inventory.queries.reservations import ReservationRow, reservations_page
from stockwright.inventory.rules.ledger import PROMISES, MovementKind
from stockwright.inventory.rules.reservations import ReservationState
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.web.fill.moments import moment_asked
from stockwright.web.fill.movement_words import KINDS, kind_words, reference_of
from stockwright.web.fill.readings import id_in
from stockwright.web.shown.frame import Choice, Paging
from stockwright.web.shown.stock_item import HeldLine, MovementLine, PlaceNow, StockItemPage, Then

LINES = 50
HELD = 20
LATE = timedelta(minutes=1)
_PROMISES = "promises"


@dataclass(frozen=True)
class AskedHistory:
    """The parameters of an item's history."""

    location: str = ""
    kind: str = ""
    moment: str = ""
    known: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; what is not known is left at its default."""
        told = {name: query.get(name, "").strip()[:300] for name in cls.__dataclass_fields__}
        if told["kind"] not in {*KINDS, _PROMISES}:
            told["kind"] = ""
        return cls(**told)

    @property
    def filter(self) -> MovementFilter:
        """The same as the query understands it."""
        place = id_in(self.location)
        if self.kind == _PROMISES:
            return MovementFilter(place, PROMISES)
        if self.kind:
            return MovementFilter(place, frozenset({MovementKind(self.kind)}))
        return MovementFilter(place)


def stock_item_page(
    actor: Actor, company: Company, variant_id: UUID, asked: AskedHistory, *, now: datetime
) -> StockItemPage:
    """The page, with the same few queries for any number of movements."""
    item, wanted = item_of(actor, variant_id), asked.filter
    found = movements_of(actor, variant_id, wanted=wanted, cursor=asked.cursor, limit=LINES)
    own = Level.objects.of(actor).filter(variant_id=variant_id).select_related("location", "variant")
    levels = list(own.order_by("location__name"))
    here = [level for level in levels if wanted.location_id in (None, level.location_id)]
    held = reservations_page(actor, state=ReservationState.HELD, variant_id=variant_id, limit=HELD)
    return StockItemPage(
        variant_id=variant_id,
        name=item.name,
        sku=item.sku,
        unit=item.unit,
        units_per_pack=item.units_per_pack,
        on_hand=sum((level.on_hand for level in here), ZERO),
        reserved=sum((level.reserved for level in here), ZERO),
        free=sum((level.free for level in here), ZERO),
        inbound=sum((level.inbound for level in here), ZERO),
        value=sum((_value(level, company) for level in here), ZERO),
        several_places=len(levels) > 1,
        places=tuple(_place(level, company) for level in levels),
        held=tuple(line for one in held.items for line in _held(one, variant_id)),
        locations=tuple(
            Choice(str(level.location_id), level.location.name, level.location_id == wanted.location_id)
            for level in levels
        ),
        kinds=_kinds(asked.kind),
        movements=tuple(_line(row) for row in found.items),
        is_narrowed=bool(asked.kind or asked.location),
        then=_then(actor, company, variant_id, asked, levels, now=now),
        asked_moment=asked.moment,
        asked_known=asked.known,
        paging=Paging(
            len(found.items),
            count_movements(actor, variant_id, wanted=wanted),
            found.next_cursor,
            is_first=not asked.cursor,
        ),
    )


def _value(level: Level, company: Company) -> Decimal:
    return level.fifo_value if company.valuation == "fifo" else level.average_value


def _place(level: Level, company: Company) -> PlaceNow:
    return PlaceNow(level.location.name, level.on_hand, _value(level, company), level.reserved, level.free)


def _held(one: ReservationRow, variant_id: UUID) -> list[HeldLine]:
    url = reverse("reservation", args=[one.id])
    return [
        HeldLine(url, one.ref_id or one.source, one.channel, hold.location, hold.held, one.expires_at)
        for hold in one.lines
        if hold.variant_id == variant_id and hold.held
    ]


def _kinds(chosen: str) -> tuple[Choice, ...]:
    moving = [(kind, kind_words(kind)) for kind in KINDS if kind not in PROMISES]
    return tuple(
        Choice(value, words, value == chosen) for value, words in [*moving, (_PROMISES, gettext("Promises"))]
    )


def _line(row: MovementRow) -> MovementLine:
    return MovementLine(
        kind=kind_words(row.kind),
        location=row.location,
        quantity=row.quantity,
        reserved=row.reserved,
        balance=row.balance,
        value=row.value,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        is_late=row.recorded_at - row.happened_at > LATE,
        reference=reference_of(row.ref_type, row.ref_id),
        channel=row.channel,
        reason=row.reason,
        by=row.by,
        reverses=row.reverses is not None,
    )


def _then(
    actor: Actor, company: Company, variant_id: UUID, asked: AskedHistory, levels: Sequence[Level], *, now: datetime
) -> Then | None:
    """The stock at the moment that the address names; None where it names none."""
    if not asked.moment:
        return None
    moment, known_at = moment_asked(asked.moment, now), moment_asked(asked.known, now)
    rows = stock_as_of_all(actor, moment=moment, known_at=known_at, variant_ids=[variant_id])
    names = {level.location_id: level.location.name for level in levels}
    fifo = company.valuation == "fifo"
    places = tuple(
        PlaceNow(names.get(row.location_id, ""), row.quantity, row.fifo_value if fifo else row.average_value)
        for row in rows
    )
    return Then(
        moment,
        known_at,
        tuple(sorted(places, key=lambda place: place.location)),
        sum((row.quantity for row in rows), ZERO),
        sum((place.value for place in places), ZERO),
    )
