"""What kits are put together from, and how many there could be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.catalog.queries import item_of
from stockwright.inventory.models import KitBuild, KitComponent
from stockwright.inventory.rules.kits import buildable
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask

_FREE = """
    select l.variant_id, l.location_id, p.name, l.on_hand - l.reserved - l.outbound
    from inventory_level l join inventory_location p on p.company_id = l.company_id and p.id = l.location_id
    where l.company_id = %(company)s and l.variant_id = any(%(variants)s) order by p.name
"""

_KITS = """
    select v.id, v.sku, p.name, count(*), coalesce((
        select sum(l.on_hand) from inventory_level l where l.company_id = %(company)s and l.variant_id = v.id
    ), 0)
    from inventory_kitcomponent k
    join catalog_variant v on v.company_id = k.company_id and v.id = k.kit_id
    join catalog_product p on p.company_id = v.company_id and p.id = v.product_id
    where k.company_id = %(company)s and v.sku > %(after)s
    group by v.id, v.sku, p.name order by v.sku limit %(limit)s
"""


@dataclass(frozen=True)
class ComponentRow:
    """A component, and how many of it one kit takes."""

    variant_id: UUID
    sku: str
    name: str
    unit: str
    quantity: Decimal


@dataclass(frozen=True)
class KitAtPlace:
    """Kits at a place: free ones, and those that could be built of the components there."""

    location_id: UUID
    location: str
    free: Decimal
    buildable: Decimal
    short_of: str

    @property
    def available(self) -> Decimal:
        """What could be promised: free ones, and those that could be built."""
        return max(self.free, ZERO) + self.buildable


@dataclass(frozen=True)
class KitView:
    """A kit with its components, and where how many of it could be."""

    kit_id: UUID
    sku: str
    name: str
    components: tuple[ComponentRow, ...]
    places: tuple[KitAtPlace, ...]

    @property
    def available(self) -> Decimal:
        """What could be promised over all places."""
        return sum((place.available for place in self.places), ZERO)


@dataclass(frozen=True)
class KitRow:
    """A kit as lists show it; `buildable` counts every place for itself."""

    kit_id: UUID
    sku: str
    name: str
    components: int
    on_hand: Decimal
    buildable: Decimal


@dataclass(frozen=True)
class BuildRow:
    """Kits that were assembled (above zero) or taken apart (below)."""

    id: UUID
    kit_id: UUID
    sku: str
    location: str
    quantity: Decimal
    reason: str
    built_at: datetime
    by: str
    posting_id: UUID
    undone_at: datetime | None


def kit_of(actor: Actor, kit_id: UUID) -> KitView:
    """An item with its components (none: it is no kit); NotFound for another company's."""
    item = item_of(actor, kit_id)
    parts = (
        KitComponent.objects.of(actor)
        .filter(kit_id=kit_id)
        .select_related("component__product")
        .order_by("component__sku")
    )
    components = tuple(
        ComponentRow(
            part.component_id,
            part.component.sku,
            part.component.product.name,
            part.component.unit,
            part.quantity,
        )
        for part in parts
    )
    places = _places(actor, kit_id, components) if components else ()
    return KitView(kit_id, item.sku, item.name, components, places)


def kits_page(actor: Actor, *, cursor: str = "", limit: int = 50) -> Page[KitRow]:
    """Every item with components, by SKU."""
    after = decode_cursor(cursor, 1)[0] if cursor else ""
    rows = ask(_KITS, {"company": actor.company_id, "after": after, "limit": limit + 1})
    could = could_build(actor, [row[0] for row in rows])
    kits = [
        KitRow(kit_id, sku, name, components, on_hand, could[kit_id])
        for kit_id, sku, name, components, on_hand in rows
    ]
    return page_of(kits, limit, key=lambda kit: (kit.sku,))


def could_build(actor: Actor, kit_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """How many of each kit could be built of free components, each place by itself, over all places."""
    parts: dict[UUID, dict[UUID, Decimal]] = {kit_id: {} for kit_id in kit_ids}
    for kit_id, component_id, takes in (
        KitComponent.objects.of(actor)
        .filter(kit_id__in=list(kit_ids))
        .values_list("kit_id", "component_id", "quantity")
    ):
        parts[kit_id][component_id] = takes
    free = _free(actor, {component for needed in parts.values() for component in needed})
    return {
        kit_id: sum(
            (
                buildable([(takes, at.get(component, ZERO)) for component, takes in needed.items()])
                for at in free.values()
            ),
            ZERO,
        )
        for kit_id, needed in parts.items()
    }


def builds_page(actor: Actor, *, kit_id: UUID | None = None, cursor: str = "", limit: int = 50) -> Page[BuildRow]:
    """What was assembled and taken apart, the newest first."""
    builds = KitBuild.objects.of(actor).select_related("kit", "location").order_by("-pk")
    if kit_id:
        builds = builds.filter(kit_id=kit_id)
    if cursor:
        builds = builds.filter(pk__lt=decode_cursor(cursor, 1)[0])
    rows = [_build(build) for build in builds[: limit + 1]]
    return page_of(rows, limit, key=lambda row: (row.id,))


def build_of(actor: Actor, build_id: UUID) -> BuildRow:
    """One of them; NotFound where there is none, or another company's."""
    build = KitBuild.objects.of(actor).select_related("kit", "location").filter(pk=build_id).first()
    if build is None:
        raise NotFound(what="assembly")
    return _build(build)


def _build(build: KitBuild) -> BuildRow:
    return BuildRow(
        build.pk,
        build.kit_id,
        build.kit.sku,
        build.location.name,
        build.quantity,
        build.reason,
        build.built_at,
        build.by,
        build.posting_id,
        build.undone_at,
    )


def _places(actor: Actor, kit_id: UUID, components: tuple[ComponentRow, ...]) -> tuple[KitAtPlace, ...]:
    found = ask(
        _FREE, {"company": actor.company_id, "variants": [kit_id, *(part.variant_id for part in components)]}
    )
    names = {place: name for _, place, name, _ in found}
    free = {(variant, place): pieces for variant, place, _, pieces in found}
    places = []
    for place, name in names.items():
        has = {part.variant_id: free.get((part.variant_id, place), ZERO) for part in components}
        scarce = min(components, key=lambda part: has[part.variant_id] / part.quantity)
        built = buildable([(part.quantity, has[part.variant_id]) for part in components])
        places.append(KitAtPlace(place, name, free.get((kit_id, place), ZERO), built, scarce.sku))
    return tuple(places)


def _free(actor: Actor, variants: Collection[UUID]) -> dict[UUID, dict[UUID, Decimal]]:
    """What is free of the items, by place."""
    found: dict[UUID, dict[UUID, Decimal]] = {}
    for variant, place, _, pieces in ask(_FREE, {"company": actor.company_id, "variants": list(variants)}):
        found.setdefault(place, {})[variant] = pieces
    return found
