"""Lots: made known, corrected, blocked, and given the pieces that are in none."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from stockwright.catalog.models import Variant
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.ledger import Entry, lock_levels, write
from stockwright.inventory.events.lots import LotAdded, LotAssigned, LotChanged
from stockwright.inventory.models import Location, Lot, LotLevel
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.inventory.rules.lots import (
    InvalidLot,
    NotEnoughInLot,
    NotEnoughUnassigned,
    NotTrackedByLot,
    check_lot_code,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.locking import locked_one
from stockwright.kit.money import ZERO, plain
from stockwright.kit.problems import NotFound
from stockwright.messaging.actions.events import emit, emit_all


class LotName(NamedTuple):
    """What a label says of a lot."""

    variant_id: UUID
    code: str
    expires_on: date | None = None


@deed("inventory.write")
def ensure_lot(actor: Actor, *, variant_id: UUID, code: str, expires_on: date | None = None) -> Lot:
    """The item's lot with this code, made when it is new.

    A known lot keeps its last day; one that has none yet takes on what is told. InvalidLot for another day.
    """
    variant = Variant.objects.of(actor).filter(pk=variant_id).first()
    if variant is None:
        raise NotFound(what="item")
    [lot_id] = ensured_lots(actor, [LotName(variant_id, code, expires_on)]).values()
    return Lot.objects.of(actor).get(pk=lot_id)


def ensured_lots(actor: Actor, names: Sequence[LotName]) -> dict[tuple[UUID, str], UUID]:
    """The ids of many lots by item and code, within the caller's transaction and under its permission."""
    wanted = {(name.variant_id, check_lot_code(name.code)): name.expires_on for name in names}
    _refuse_untracked(actor, {variant_id for variant_id, _ in wanted})
    fresh = [
        Lot(company_id=actor.company_id, variant_id=variant_id, code=code, expires_on=expires_on)
        for (variant_id, code), expires_on in sorted(wanted.items(), key=lambda one: one[0])
    ]
    Lot.objects.bulk_create(fresh, ignore_conflicts=True)
    known = _named(actor, wanted)
    late = []
    for key, lot in known.items():
        told = wanted[key]
        if told and lot.expires_on and told != lot.expires_on:
            raise InvalidLot(
                detail=f"Lot “{lot.code}” expires on {lot.expires_on}, not on {told}. Correct the lot first."
            )
        if told and lot.expires_on is None:
            lot.expires_on = told
            late.append(lot)
    Lot.objects.bulk_update(late, ["expires_on"])
    made = {lot.pk for lot in fresh}
    added = [
        LotAdded(lot.pk, lot.code, lot.variant_id, lot.expires_on.isoformat() if lot.expires_on else None)
        for lot in known.values()
        if lot.pk in made
    ]
    never: dict[str, str | None] = {"expires_on": None}
    dated = [LotChanged(lot.pk, lot.code, never, {"expires_on": str(lot.expires_on)}) for lot in late]
    emit_all(actor, [*added, *dated])
    return {key: lot.pk for key, lot in known.items()}


@deed("inventory.write")
def change_lot(actor: Actor, *, lot_id: UUID, **changes: Any) -> Lot:
    """Correct a lot's code or its last day (`code`, `expires_on`); stock of it stays where it is."""
    if unknown := sorted(set(changes) - {"code", "expires_on"}):
        raise InvalidLot(detail=f"A lot has no field “{unknown[0]}”.")
    lot = _locked_lot(actor, lot_id)
    if "code" in changes:
        changes["code"] = check_lot_code(changes["code"] or "")
        if (
            Lot.objects.of(actor)
            .filter(variant_id=lot.variant_id, code=changes["code"])
            .exclude(pk=lot.pk)
            .exists()
        ):
            raise InvalidLot(detail=f"The item has a lot “{changes['code']}” already.")
    _lock_shelves(actor, lot)
    return _saved(actor, lot, changes)


@deed("inventory.write")
def block_lot(actor: Actor, *, lot_id: UUID, now: datetime, reason: str) -> Lot:
    """Keep a lot from being sold; its pieces stay on hand. A blocked lot stays as it is."""
    if not reason.strip():
        raise InvalidLot(detail="Say why the lot is blocked.")
    lot = _locked_lot(actor, lot_id)
    if lot.blocked_at:
        return lot
    _lock_shelves(actor, lot)
    return _saved(actor, lot, {"blocked_at": now, "blocked_reason": reason.strip()[:200]})


@deed("inventory.write")
def release_lot(actor: Actor, *, lot_id: UUID) -> Lot:
    """Let a blocked lot be sold again."""
    lot = _locked_lot(actor, lot_id)
    return _saved(actor, lot, {"blocked_at": None, "blocked_reason": ""}) if lot.blocked_at else lot


@deed("inventory.write")
def assign_lot(
    actor: Actor, *, lot_id: UUID, location_id: UUID, quantity: Decimal, now: datetime, cause: str = ""
) -> Lot:
    """Put pieces that are in no lot at a place into this one; below zero take them out of it into none.

    What is on hand stays. With a `cause` it is done once.
    """
    if quantity == 0:
        raise InvalidLot(detail="Say how many pieces belong to the lot.")
    lot = _locked_lot(actor, lot_id)
    _refuse_untracked(actor, {lot.variant_id}, {Tracking.NONE, Tracking.SERIAL})
    if not Location.objects.of(actor).filter(pk=location_id).exists():
        raise NotFound(what="location")
    key = (lot.variant_id, location_id)
    levels = lock_levels(actor, {key})
    held = LotLevel.objects.of(actor).filter(variant_id=lot.variant_id, location_id=location_id)
    by_lot: dict[UUID, Decimal] = dict(held.values_list("lot_id", "on_hand"))
    loose = levels[key].on_hand - sum(by_lot.values(), ZERO)
    if quantity > max(loose, ZERO):
        raise NotEnoughUnassigned(held=plain(max(loose, ZERO)), sku=levels[key].sku, wanted=plain(quantity))
    if -quantity > by_lot.get(lot.pk, ZERO):
        raise NotEnoughInLot(
            lot=lot.code, sku=levels[key].sku, held=plain(by_lot.get(lot.pk, ZERO)), wanted=plain(-quantity)
        )
    posted = write(
        actor, _relabelled(lot, location_id, quantity, now, cause or f"assign:{new_id()}"), levels=levels
    )
    if posted.posted:
        emit_all(actor, [LotAssigned(lot.pk, lot.code, location_id, quantity), *posted.changes])
    return lot


def _relabelled(lot: Lot, location_id: UUID, quantity: Decimal, now: datetime, cause: str) -> list[Entry]:
    """Two movements that leave what is there as it is, and its value too."""

    def entry(suffix: str, pieces: Decimal, lot_id: UUID | None) -> Entry:
        return Entry(
            cause=f"{cause}:{suffix}",
            variant_id=lot.variant_id,
            location_id=location_id,
            kind=MovementKind.RELABEL,
            happened_at=now,
            quantity=pieces,
            ref_type="lot",
            ref_id=str(lot.pk),
            lot_id=lot_id,
            layered=False,
        )

    return [entry("in", quantity, lot.pk), entry("out", -quantity, None)]


def _refuse_untracked(
    actor: Actor, variant_ids: set[UUID], without: Collection[str] = frozenset({Tracking.NONE})
) -> None:
    rows = dict(Variant.objects.of(actor).filter(pk__in=variant_ids).values_list("sku", "tracking"))
    if len(rows) < len(variant_ids):
        raise NotFound(what="item")
    for sku, tracking in rows.items():
        if tracking in without:
            raise NotTrackedByLot(sku=sku)


def _named(actor: Actor, wanted: Mapping[tuple[UUID, str], object]) -> dict[tuple[UUID, str], Lot]:
    lots = Lot.objects.of(actor).filter(
        variant_id__in={variant_id for variant_id, _ in wanted}, code__in={code for _, code in wanted}
    )
    return {(lot.variant_id, lot.code): lot for lot in lots.order_by("pk") if (lot.variant_id, lot.code) in wanted}


def _locked_lot(actor: Actor, lot_id: UUID) -> Lot:
    return locked_one(Lot.objects.of(actor).filter(pk=lot_id), what="lot")


def _lock_shelves(actor: Actor, lot: Lot) -> None:
    """Wait for whoever is promising pieces of the lot just now."""
    places = LotLevel.objects.of(actor).filter(lot=lot, on_hand__gt=0).values_list("location_id", flat=True)
    lock_levels(actor, {(lot.variant_id, location_id) for location_id in places})


def _saved(actor: Actor, lot: Lot, changes: Mapping[str, Any]) -> Lot:
    """The lot with its changes, told with what was before; nothing new is no change."""
    before = {name: _told(getattr(lot, name)) for name in changes}
    after = {name: _told(value) for name, value in changes.items()}
    if before == after:
        return lot
    for name, value in changes.items():
        setattr(lot, name, value)
    lot.save(update_fields=list(changes))
    emit(actor, LotChanged(lot.pk, lot.code, before, after))
    return lot


def _told(value: object) -> str | None:
    return None if value is None else str(value)
