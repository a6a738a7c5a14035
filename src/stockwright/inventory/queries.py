"""What is where."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from stockwright.catalog.queries import item_of
from stockwright.inventory.models import Level, Location
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.statements import ask


@dataclass(frozen=True)
class LevelRow:
    """How much of an item is at a place; `stated_at` is null where nobody ever said."""

    variant_id: UUID
    sku: str
    name: str
    location_id: UUID
    location: str
    on_hand: Decimal
    reserved: Decimal
    stated_at: datetime | None
    changed_at: datetime

    @property
    def known(self) -> bool:
        """Whether somebody ever said how much there is."""
        return self.stated_at is not None


@dataclass(frozen=True)
class LevelDifference:
    """A level that is not the sum of its movements."""

    variant_id: UUID
    location_id: UUID
    ledger: Decimal
    level: Decimal


@dataclass(frozen=True)
class LocationRow:
    """A place that holds stock."""

    id: UUID
    name: str


_COMPARE = """
    with summed as (
        select variant_id, location_id, sum(quantity) as ledger
        from inventory_movement where company_id = %(company)s group by variant_id, location_id
    ), held as (
        select variant_id, location_id, on_hand from inventory_level where company_id = %(company)s
    )
    select variant_id, location_id, coalesce(ledger, 0), coalesce(on_hand, 0)
    from summed full join held using (variant_id, location_id)
    where coalesce(ledger, 0) <> coalesce(on_hand, 0) order by variant_id, location_id
"""


def locations_of(actor: Actor) -> list[LocationRow]:
    """Every place, by name."""
    return [LocationRow(row.pk, row.name) for row in Location.objects.of(actor).order_by("name")]


def stock_of(actor: Actor, variant_id: UUID) -> list[LevelRow]:
    """An item's stock at each place, by the place's name; NotFound for another company's item."""
    item_of(actor, variant_id)
    levels = _levels(actor).filter(variant_id=variant_id).order_by("location__name")
    return [_row(level) for level in levels]


def levels_page(actor: Actor, *, search: str = "", cursor: str = "", limit: int = 50) -> Page[LevelRow]:
    """Levels by SKU and place; `search` is a part of the SKU or the name."""
    levels = _levels(actor).filter(variant__archived_at=None)
    if search:
        levels = levels.filter(Q(variant__sku__icontains=search) | Q(variant__product__name__icontains=search))
    if cursor:
        sku, place = decode_cursor(cursor, 2)
        levels = levels.filter(Q(variant__sku__gt=sku) | Q(variant__sku=sku, location__name__gt=place))
    rows = [_row(level) for level in levels.order_by("variant__sku", "location__name")[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.sku, row.location))


def compare_levels(actor: Actor) -> list[LevelDifference]:
    """Every level that is not the sum of its movements; none in a healthy company."""
    return [LevelDifference(*row) for row in ask(_COMPARE, {"company": actor.company_id})]


def stock_as_of(actor: Actor, variant_id: UUID, *, moment: datetime, known_at: datetime) -> dict[UUID, Decimal]:
    """An item's stock by place at a moment, as far as it was recorded by `known_at`."""
    item_of(actor, variant_id)
    told = ask(
        """
        select location_id, sum(quantity) from inventory_movement
        where company_id = %(company)s and variant_id = %(variant)s and happened_at <= %(moment)s
            and recorded_at <= %(known)s
        group by location_id
        """,
        {"company": actor.company_id, "variant": variant_id, "moment": moment, "known": known_at},
    )
    return dict(told)


def _levels(actor: Actor) -> Any:
    return Level.objects.of(actor).select_related("variant__product", "location")


def _row(level: Level) -> LevelRow:
    return LevelRow(
        variant_id=level.variant_id,
        sku=level.variant.sku,
        name=level.variant.product.name,
        location_id=level.location_id,
        location=level.location.name,
        on_hand=level.on_hand,
        reserved=level.reserved,
        stated_at=level.stated_at,
        changed_at=level.changed_at,
    )
