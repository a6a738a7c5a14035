"""Kits: items that are put together out of others."""

from datetime import datetime
from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from stockwright.api.door import ApiRequest, needs
from stockwright.api.fields import In, Out, PageIn, PageOut, Pieces, Quantity, UndoIn
from stockwright.inventory.actions.kits import assemble_kits, set_components, take_apart_kits, undo_kit_build
from stockwright.inventory.models import KitBuild
from stockwright.inventory.queries.kits import (
    BuildRow,
    KitRow,
    KitView,
    build_of,
    builds_page,
    kit_of,
    kits_page,
)
from stockwright.kit.clock import now
from stockwright.kit.paging import Page

router = Router(tags=["Kits"])


class ComponentIn(In):
    """An item, and how many of it one kit takes."""

    variant_id: UUID
    quantity: Pieces


class ComponentsIn(In):
    """All components of a kit; none makes it a plain item again."""

    components: list[ComponentIn] = Field(max_length=100)


class BuildIn(In):
    """How many kits, and where."""

    kit_id: UUID
    location_id: UUID
    quantity: Pieces
    reason: str = Field("", max_length=200)
    source: str = Field("", max_length=120, description="Names this deed; the same one again changes nothing.")


class KitRowOut(Out):
    """A kit as lists show it."""

    kit_id: UUID
    sku: str
    name: str
    components: int = Field(description="How many different components it has.")
    on_hand: Quantity
    buildable: Quantity = Field(description="How many could be built, each place by itself.")


class ComponentOut(Out):
    """A component."""

    variant_id: UUID
    sku: str
    name: str
    unit: str
    quantity: Quantity = Field(description="How many of it one kit takes.")


class KitAtPlaceOut(Out):
    """Kits at a place."""

    location_id: UUID
    location: str
    free: Quantity
    buildable: Quantity = Field(description="How many could be built of what is free there.")
    available: Quantity = Field(description="free + buildable: what could be promised.")
    short_of: str = Field(description="The SKU of the component that runs out first.")


class KitOut(Out):
    """A kit with its components, and how many there could be."""

    kit_id: UUID
    sku: str
    name: str
    components: list[ComponentOut]
    places: list[KitAtPlaceOut]
    available: Quantity


class KitBuildOut(Out):
    """Kits that were assembled (above zero) or taken apart (below)."""

    id: UUID
    kit_id: UUID
    sku: str
    location: str
    quantity: Quantity
    reason: str
    built_at: datetime
    by: str
    posting_id: UUID
    undone_at: datetime | None


class KitBuildFilter(PageIn):
    """Which of them."""

    kit_id: UUID | None = Field(None)


@router.get("/inventory/kits", response=PageOut[KitRowOut])
@needs("inventory.read")
def list_kits(request: ApiRequest, wanted: Query[PageIn]) -> Page[KitRow]:
    """Every kit by SKU, and how many could be built."""
    return kits_page(request.auth, cursor=wanted.cursor or "", limit=wanted.limit)


@router.get("/inventory/kits/builds", response=PageOut[KitBuildOut])
@needs("inventory.read")
def list_kit_builds(request: ApiRequest, wanted: Query[KitBuildFilter]) -> Page[BuildRow]:
    """What was assembled and taken apart, the newest first."""
    return builds_page(request.auth, kit_id=wanted.kit_id, cursor=wanted.cursor or "", limit=wanted.limit)


@router.post("/inventory/kits/assemble", response={201: KitBuildOut})
@needs("inventory.write")
def assemble(request: ApiRequest, body: BuildIn) -> Status[BuildRow]:
    """Make kits of components. Fails with `not_found`, `not_a_kit` or `not_enough_stock`."""
    return _built(request, assemble_kits(request.auth, now=now(), **dict(body)))


@router.post("/inventory/kits/take-apart", response={201: KitBuildOut})
@needs("inventory.write")
def take_apart(request: ApiRequest, body: BuildIn) -> Status[BuildRow]:
    """Make components of kits. Fails with `not_found`, `not_a_kit` or `not_enough_stock`."""
    return _built(request, take_apart_kits(request.auth, now=now(), **dict(body)))


@router.post("/inventory/kits/builds/{build_id}/undo", response=KitBuildOut)
@needs("inventory.write")
def undo_build(request: ApiRequest, build_id: UUID, body: UndoIn) -> BuildRow:
    """Take it back. Fails with `not_found`, `build_undone` or `not_enough_stock`."""
    undo_kit_build(request.auth, build_id=build_id, now=now(), reason=body.reason)
    return build_of(request.auth, build_id)


@router.get("/inventory/kits/{kit_id}", response=KitOut)
@needs("inventory.read")
def get_kit(request: ApiRequest, kit_id: UUID) -> KitView:
    """A product with its components, and how many could be built where. Fails with `not_found`."""
    return kit_of(request.auth, kit_id)


@router.put("/inventory/kits/{kit_id}", response=KitOut)
@needs("inventory.write")
def put_kit(request: ApiRequest, kit_id: UUID, body: ComponentsIn) -> KitView:
    """Say what a kit is put together from. Fails with `not_found`, `invalid_kit` or `kit_in_itself`."""
    set_components(
        request.auth, kit_id=kit_id, components=[(one.variant_id, one.quantity) for one in body.components]
    )
    return kit_of(request.auth, kit_id)


def _built(request: ApiRequest, build: KitBuild) -> Status[BuildRow]:
    return Status(201, build_of(request.auth, build.pk))
