"""Saying what a kit is put together from; putting it together and taking it apart.

Both are one posting: what goes out carries its value over to what comes in, to the last digit.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.catalog.models import Variant
from stockwright.inventory.actions.kit_posting import Build, assembled, taken_apart
from stockwright.inventory.actions.ledger import Posted
from stockwright.inventory.actions.undo import reverse_posting
from stockwright.inventory.events.kits import KitBuildUndone, KitChanged, KitPart, KitsAssembled, KitsTakenApart
from stockwright.inventory.models import KitBuild, KitComponent, Location
from stockwright.inventory.rules.kits import (
    BuildOfAnother,
    BuildUndone,
    Component,
    InvalidKit,
    KitInItself,
    NotAKit,
    check_components,
    circle_through,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.money import ZERO
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit, emit_all


@deed("inventory.write")
def set_components(actor: Actor, *, kit_id: UUID, components: Sequence[Component]) -> None:
    """Let a kit be put together from these items from now on; none makes it a plain item again."""
    one_at_a_time(actor.company_id, "kits")
    _alone(actor, kit_id)
    check_components(kit_id, components)
    wanted = {kit_id, *(variant for variant, _ in components)}
    skus = dict(Variant.objects.of(actor).filter(pk__in=wanted).values_list("pk", "sku"))
    if len(skus) < len(wanted):
        raise NotFound(what="item")
    parts: dict[UUID, list[UUID]] = {}
    for kit, component in KitComponent.objects.of(actor).values_list("kit_id", "component_id"):
        parts.setdefault(kit, []).append(component)
    if circle_through(kit_id, {**parts, kit_id: [variant for variant, _ in components]}):
        raise KitInItself(sku=skus[kit_id])
    before = _parts(actor, kit_id)
    after = {KitPart(variant, quantity) for variant, quantity in components}
    if set(before) == after:
        return
    KitComponent.objects.of(actor).filter(kit_id=kit_id).delete()
    KitComponent.objects.bulk_create(
        KitComponent(company_id=actor.company_id, kit_id=kit_id, component_id=variant, quantity=quantity)
        for variant, quantity in components
    )
    emit(actor, KitChanged(kit_id, _parts(actor, kit_id), before))


@deed("inventory.write")
def assemble_kits(
    actor: Actor,
    *,
    kit_id: UUID,
    location_id: UUID,
    quantity: Decimal,
    now: datetime,
    source: str = "",
    reason: str = "",
) -> KitBuild:
    """Make kits of free components at a place: all of them, or none. The same source again changes nothing."""
    build = _build(actor, kit_id, location_id, quantity, now, source, reason)
    return _done(actor, build, assembled, KitsAssembled) if isinstance(build, Build) else build


@deed("inventory.write")
def take_apart_kits(
    actor: Actor,
    *,
    kit_id: UUID,
    location_id: UUID,
    quantity: Decimal,
    now: datetime,
    source: str = "",
    reason: str = "",
) -> KitBuild:
    """Make components of free kits at a place: all of them, or none. The same source again changes nothing.

    The kits' value goes to the components in proportion to what these cost now.
    """
    build = _build(actor, kit_id, location_id, -quantity, now, source, reason)
    return _done(actor, build, taken_apart, KitsTakenApart) if isinstance(build, Build) else build


@deed("inventory.write")
def undo_kit_build(actor: Actor, *, build_id: UUID, now: datetime, reason: str = "") -> Posted:
    """Take back that kits were assembled or taken apart; BuildUndone the second time."""
    build = locked_one(KitBuild.objects.of(actor).filter(pk=build_id), what="assembly")
    if build.undone_at:
        raise BuildUndone
    _alone(actor, build.kit_id)
    posted = reverse_posting(actor, posting_id=build.posting_id, now=now, reason=reason)
    build.undone_at, build.undone_by = now, actor.label
    build.save(update_fields=["undone_at", "undone_by"])
    emit(actor, KitBuildUndone(build.kit_id, _parts(actor, build.kit_id), build.pk, reason))
    return posted


@deed("inventory.write")
def undo_kit_posting(actor: Actor, *, posting_id: UUID, now: datetime, reason: str = "") -> Posted:
    """The same by the posting that it made."""
    build = KitBuild.objects.of(actor).filter(posting_id=posting_id).first()
    if build is None:
        raise BuildUndone
    return undo_kit_build(actor, build_id=build.pk, now=now, reason=reason)


def _build(
    actor: Actor,
    kit_id: UUID,
    location_id: UUID,
    quantity: Decimal,
    now: datetime,
    source: str,
    reason: str,
) -> Build | KitBuild:
    """What is to be done, or what the source did before."""
    if source:
        one_at_a_time(actor.company_id, f"kit:{source}")
        if made := KitBuild.objects.of(actor).filter(source=source).first():
            if (made.kit_id, made.location_id, made.quantity) != (kit_id, location_id, quantity):
                raise BuildOfAnother(source=source)
            return made
    _alone(actor, kit_id)
    kit = Variant.objects.of(actor).filter(pk=kit_id).first()
    if kit is None:
        raise NotFound(what="item")
    parts = _parts(actor, kit_id)
    if not parts:
        raise NotAKit(sku=kit.sku)
    place = Location.objects.of(actor).filter(pk=location_id).first()
    if place is None:
        raise NotFound(what="location")
    row = KitBuild(
        company_id=actor.company_id,
        kit=kit,
        location=place,
        quantity=quantity,
        source=source,
        reason=reason,
        built_at=now,
        by=actor.label,
    )
    return Build(actor, row, {part.variant_id: part.quantity for part in parts}, company_of(actor).allow_backorders)


def _done(
    actor: Actor,
    build: Build,
    post: Callable[[Build], Posted],
    told: type[KitsAssembled] | type[KitsTakenApart],
) -> KitBuild:
    row, sign = build.row, 1 if told is KitsAssembled else -1
    if row.quantity * sign <= ZERO:
        raise InvalidKit(detail="Give a quantity of kits above zero.")
    posted = post(build)
    row.posting_id = posted.posting_id
    row.save(force_insert=True)
    pieces = abs(row.quantity)
    parts = [KitPart(variant, takes * pieces) for variant, takes in build.parts.items()]
    emit_all(actor, [told(row.kit_id, parts, row.pk, row.location_id, pieces), *posted.changes])
    return row


def _alone(actor: Actor, kit_id: UUID) -> None:
    """Keep others from the kit until the commit, since its events are numbered; called before levels are locked."""
    one_at_a_time(actor.company_id, f"kit events:{kit_id}")


def _parts(actor: Actor, kit_id: UUID) -> list[KitPart]:
    rows = KitComponent.objects.of(actor).filter(kit_id=kit_id).order_by("component_id")
    return [KitPart(row.component_id, row.quantity) for row in rows]
