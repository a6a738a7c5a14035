"""The movements of assembling and taking apart: the value that goes out comes in again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from django.db.models import Min

from stockwright.accounts.queries import company_of
from stockwright.catalog.models import Variant
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.ledger import Entry, Key, LockedLevel, Posted, lock_levels, write
from stockwright.inventory.actions.lots import LotName, block_lot, ensured_lots
from stockwright.inventory.models import KitBuild, Level, Lot, Movement
from stockwright.inventory.queries.withheld import withheld
from stockwright.inventory.rules.kits import split_value
from stockwright.inventory.rules.ledger import MovementKind, NotEnoughStock
from stockwright.inventory.rules.lots import business_day
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, plain


@dataclass(frozen=True)
class Build:
    """Kits that are being assembled or taken apart."""

    actor: Actor
    row: KitBuild
    parts: Mapping[UUID, Decimal]
    allow_backorders: bool

    def entry(
        self,
        variant_id: UUID,
        quantity: Decimal,
        value: tuple[Decimal, Decimal] | None = None,
        lot_id: UUID | None = None,
    ) -> Entry:
        """A movement of an item."""
        return Entry(
            cause=f"kit:{self.row.pk}:{variant_id}",
            variant_id=variant_id,
            location_id=self.row.location_id,
            kind=MovementKind.CONVERSION,
            happened_at=self.row.built_at,
            quantity=quantity,
            value=value,
            ref_type="kit",
            ref_id=str(self.row.pk),
            reason=self.row.reason,
            lot_id=lot_id,
        )

    def locked(self) -> dict[Key, LockedLevel]:
        """The levels of the kit and its components, locked."""
        return lock_levels(self.actor, {(one, self.row.location_id) for one in (self.row.kit_id, *self.parts)})

    def refuse_missing(
        self,
        levels: Mapping[Key, LockedLevel],
        wanted: Mapping[UUID, Decimal],
        kept: Mapping[Key, Decimal] = MappingProxyType({}),
    ) -> None:
        """Pass silently, or NotEnoughStock where more is wanted than is free and not `kept` from sale."""
        for variant_id, pieces in wanted.items():
            level = levels[(variant_id, self.row.location_id)]
            free = level.free - kept.get((variant_id, self.row.location_id), ZERO)
            if pieces > free and not self.allow_backorders:
                raise NotEnoughStock(
                    sku=level.sku,
                    location=self.row.location.name,
                    free=plain(max(free, ZERO)),
                    wanted=plain(pieces),
                )

    def kept(self, levels: Mapping[Key, LockedLevel]) -> dict[Key, Decimal]:
        """What of the components is spoilt, blocked or in service, and goes into no kit."""
        followed = [key for key, level in levels.items() if level.tracking != Tracking.NONE]
        if not followed:
            return {}
        today = business_day(self.row.built_at, company_of(self.actor).time_zone)
        return dict(withheld(self.actor, followed, today=today))

    def is_by_lot(self, variant_id: UUID, levels: Mapping[Key, LockedLevel]) -> bool:
        """Whether an item is followed by lot."""
        return levels[(variant_id, self.row.location_id)].tracking == Tracking.LOT

    def own_lot(self, variant_id: UUID, posting_id: UUID) -> UUID:
        """A lot of its own for what comes in: it spoils, and is blocked, with the first of what went out."""
        moved = Movement.objects.of(self.actor).filter(posting_id=posting_id).values("lot_id")
        used = Lot.objects.of(self.actor).filter(pk__in=moved)
        expires_on = used.aggregate(first=Min("expires_on"))["first"]
        name = LotName(variant_id, f"K-{self.row.built_at:%Y%m%d}-{self.row.pk.hex[-6:]}", expires_on)
        [lot_id] = ensured_lots(self.actor, [name]).values()
        if blocked := used.exclude(blocked_at=None).order_by("blocked_at").first():
            block_lot(self.actor, lot_id=lot_id, now=self.row.built_at, reason=blocked.blocked_reason)
        return lot_id


def assembled(build: Build) -> Posted:
    """Let the components go out, first expired first, and the kits come in, worth what the components were."""
    quantity = build.row.quantity
    wanted = {variant: takes * quantity for variant, takes in build.parts.items()}
    levels = build.locked()
    build.refuse_missing(levels, wanted, build.kept(levels))
    out = write(build.actor, [build.entry(variant, -pieces) for variant, pieces in wanted.items()], levels=levels)
    kit_id, value = build.row.kit_id, _gone(build.actor, out.posting_id)
    lot_id = build.own_lot(kit_id, out.posting_id) if build.is_by_lot(kit_id, levels) else None
    came = write(build.actor, [build.entry(kit_id, quantity, value, lot_id)], posting_id=out.posting_id)
    return _both(out, came)


def taken_apart(build: Build) -> Posted:
    """Let the kits go out and the components come in, which share the kits' value by what they cost now.

    Components keep no longer than the kit, where both are followed by lot.
    """
    quantity = -build.row.quantity
    levels = build.locked()
    build.refuse_missing(levels, {build.row.kit_id: quantity})
    out = write(build.actor, [build.entry(build.row.kit_id, -quantity)], levels=levels)
    average, fifo = _gone(build.actor, out.posting_id)
    pieces = {variant: takes * quantity for variant, takes in build.parts.items()}
    costs = _costs(build.actor, list(pieces), build.row.location_id)
    weights = [max(costs[variant], ZERO) * number for variant, number in pieces.items()]
    shares = zip(pieces.items(), split_value(average, weights), split_value(fifo, weights), strict=True)
    by_lot = {variant for variant in (build.row.kit_id, *pieces) if build.is_by_lot(variant, levels)}
    entries = []
    for (variant, number), mean, first in shares:
        lot_id = build.own_lot(variant, out.posting_id) if {variant, build.row.kit_id} <= by_lot else None
        entries.append(build.entry(variant, number, (mean, first), lot_id))
    return _both(out, write(build.actor, entries, posting_id=out.posting_id))


def _both(out: Posted, came: Posted) -> Posted:
    return Posted(out.posting_id, out.posted + came.posted, 0, [*out.changes, *came.changes])


def _gone(actor: Actor, posting_id: UUID) -> tuple[Decimal, Decimal]:
    """What a posting took out, by both methods."""
    rows = Movement.objects.of(actor).filter(posting_id=posting_id).values_list("average_value", "fifo_value")
    values = list(rows)
    return -sum((average for average, _ in values), ZERO), -sum((fifo for _, fifo in values), ZERO)


def _costs(actor: Actor, variants: Sequence[UUID], location_id: UUID) -> dict[UUID, Decimal]:
    """What a piece of each item costs now: what stock there is worth, or else what it was bought for last."""
    costs = dict.fromkeys(variants, ZERO)
    for variant, cost in Variant.objects.of(actor).filter(pk__in=variants).values_list("pk", "cost"):
        costs[variant] = cost or ZERO
    for level in Level.objects.of(actor).filter(variant_id__in=variants, location_id=location_id):
        if level.on_hand and level.average_value:
            costs[level.variant_id] = level.average_value / level.on_hand
        elif level.last_cost is not None:
            costs[level.variant_id] = level.last_cost
    return costs
