"""Taking back what a posting did, by a posting that reverses it: nothing is changed, nothing deleted.

The reversing rows carry the moment of what they reverse, so that stock as it is known now is right for every
moment since; where the books of that day are closed, they carry today's.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.module_loading import import_string

from stockwright.accounts.queries import company_of
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.ledger import Entry, Key, LockedLevel, Posted, closed_through, lock_levels, write
from stockwright.inventory.actions.tag_undo import undo_tags
from stockwright.inventory.events.ledger import PostingReversed
from stockwright.inventory.models import Layer, LayerUse, Location, Movement
from stockwright.inventory.rules.ledger import MovementKind, NotEnoughStock
from stockwright.inventory.rules.undo import AlreadyUndone, NotUndoable
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.money import ZERO, plain
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import run
from stockwright.messaging.actions.events import emit_all

_PUT_BACK = """
    update inventory_layer y set quantity_left = y.quantity_left + u.quantity,
        value_left = y.value_left + u.value
    from inventory_layeruse u
    where u.company_id = %(company)s and u.posting_id = %(posting)s and y.company_id = %(company)s
        and y.id = u.layer_id and (y.variant_id, y.location_id) in (
            select * from unnest(%(variants)s::uuid[], %(locations)s::uuid[])
        )
"""

_EMPTY = """
    update inventory_layer set quantity_left = 0, value_left = 0
    where company_id = %(company)s and posting_id = %(posting)s and (variant_id, location_id) in (
        select * from unnest(%(variants)s::uuid[], %(locations)s::uuid[])
    )
"""


@deed("inventory.write")
def undo_posting(actor: Actor, *, posting_id: UUID, now: datetime, reason: str = "") -> None:
    """Take back a deed by the posting it made, with the document behind it (see UNDOS in the wiring)."""
    first = Movement.objects.of(actor).filter(posting_id=posting_id).order_by("pk").first()
    if first is None:
        raise NotFound(what="posting")
    table: Mapping[str, str] = import_string(settings.UNDOS)
    document = table.get(f"{first.kind}:{first.ref_type}", table.get(first.ref_type))
    if document:
        import_string(document)(actor, posting_id=posting_id, now=now, reason=reason)
    else:
        reverse_posting(actor, posting_id=posting_id, now=now, reason=reason)


@deed("inventory.write")
def reverse_posting(actor: Actor, *, posting_id: UUID, now: datetime, reason: str = "") -> Posted:
    """Post the opposite of every movement of a posting; AlreadyUndone the second time.

    Where nothing else happened to an item since, its stock, value and layers are what they were before, to the
    last digit. Otherwise what comes back has the value at which it left, and what leaves goes at today's.
    """
    movements = list(Movement.objects.of(actor).filter(posting_id=posting_id).order_by("pk"))
    if not movements:
        raise NotFound(what="posting")
    levels = lock_levels(actor, {(row.variant_id, row.location_id) for row in movements})
    if Movement.objects.of(actor).filter(reverses__in=[row.pk for row in movements]).exists():
        raise AlreadyUndone
    if any(row.reverses for row in movements):
        raise NotUndoable(detail="This is an undoing itself. Do the deed again instead.")
    if not company_of(actor).allow_backorders:
        _refuse_missing(actor, movements, levels)
    exact = _exact(actor, posting_id, movements, levels)
    closed = closed_through(actor, min(row.happened_at for row in movements))
    entries = [
        _opposite(
            row,
            moment=now if closed else row.happened_at,
            reason=reason,
            exact=(row.variant_id, row.location_id) in exact or row.kind == MovementKind.RELABEL,
        )
        for row in movements
    ]
    _restore_layers(actor, posting_id, movements, exact)
    posted = write(actor, entries, posting_id=new_id(), levels=levels)
    if any(level.tracking == Tracking.SERIAL for level in levels.values()):
        undo_tags(actor, posting_id, undone_by=posted.posting_id, now=now, reason=reason)
    told = PostingReversed(posting_id, posted.posting_id, reason, len(movements))
    emit_all(actor, [told, *posted.changes])
    return posted


def _opposite(row: Movement, *, moment: datetime, reason: str, exact: bool) -> Entry:
    """The entry that takes a movement back; what comes back has the value at which it left."""
    values = (-row.average_value, -row.fifo_value)
    return Entry(
        cause=f"undo:{row.pk}",
        variant_id=row.variant_id,
        location_id=row.location_id,
        kind=MovementKind(row.kind),
        happened_at=moment,
        quantity=-row.quantity,
        reserved=-row.reserved,
        value=values if exact or row.quantity < 0 else None,
        ref_type=row.ref_type,
        ref_id=row.ref_id,
        channel=row.channel,
        reason=reason or "undone",
        lot_id=row.lot_id,
        reverses=row.pk,
        layered=not exact,
    )


def _exact(
    actor: Actor, posting_id: UUID, movements: Sequence[Movement], levels: Mapping[Key, LockedLevel]
) -> set[Key]:
    """The items whose layers can be put back as they were."""
    came: dict[Key, Decimal] = defaultdict(Decimal)
    went: dict[Key, Decimal] = defaultdict(Decimal)
    newest: dict[Key, int] = {}
    for row in movements:
        key = (row.variant_id, row.location_id)
        newest[key] = row.pk
        (came if row.quantity > 0 else went)[key] += abs(row.quantity)
    whole = _left_of(actor, posting_id)
    used = _used_by(actor, posting_id)
    later = _moved_since(actor, newest)
    evened = _came_to_nothing(movements)
    return {
        key
        for key in newest
        if (not came[key] and used[key] == went[key] and levels[key].on_hand >= 0)
        or (not went[key] and whole[key] == came[key] and key not in later)
        or (key in evened and not (whole[key] or used[key]))
    }


def _came_to_nothing(movements: Sequence[Movement]) -> set[Key]:
    """The items of which as much came as went, at the same value: goods lost on their way."""
    sums: dict[Key, tuple[Decimal, Decimal, Decimal]] = {}
    for row in movements:
        key = (row.variant_id, row.location_id)
        pieces, average, fifo = sums.get(key, (ZERO, ZERO, ZERO))
        sums[key] = (pieces + row.quantity, average + row.average_value, fifo + row.fifo_value)
    return {key for key, moved in sums.items() if not any(moved)}


def _left_of(actor: Actor, posting_id: UUID) -> defaultdict[Key, Decimal]:
    """What is left of the layers that the posting brought."""
    rows = Layer.objects.of(actor).filter(posting_id=posting_id).values_list("variant_id", "location_id")
    found: defaultdict[Key, Decimal] = defaultdict(Decimal)
    for variant_id, location_id, left in rows.annotate(left=Sum("quantity_left")):
        found[(variant_id, location_id)] = left
    return found


def _used_by(actor: Actor, posting_id: UUID) -> defaultdict[Key, Decimal]:
    """What the posting took out of layers."""
    uses = dict(LayerUse.objects.of(actor).filter(posting_id=posting_id).values_list("layer_id", "quantity"))
    found: defaultdict[Key, Decimal] = defaultdict(Decimal)
    for layer in Layer.objects.of(actor).filter(pk__in=uses):
        found[(layer.variant_id, layer.location_id)] += uses[layer.pk]
    return found


def _moved_since(actor: Actor, newest: Mapping[Key, int]) -> set[Key]:
    """The items that moved, or became worth other than before, after the posting."""
    later = Movement.objects.of(actor).filter(
        pk__gt=min(newest.values()), variant_id__in={variant for variant, _ in newest}
    )
    rows = later.exclude(quantity=0, average_value=0, fifo_value=0).values_list("variant_id", "location_id", "pk")
    return {(variant, place) for variant, place, pk in rows if pk > newest.get((variant, place), pk)}


def _refuse_missing(actor: Actor, movements: Sequence[Movement], levels: Mapping[Key, LockedLevel]) -> None:
    """Pass silently, or NotEnoughStock where what came in is not there any more."""
    leaves: dict[Key, Decimal] = defaultdict(Decimal)
    for row in movements:
        leaves[(row.variant_id, row.location_id)] += row.quantity
    for key, pieces in leaves.items():
        level = levels[key]
        if pieces > 0 and level.on_hand - level.reserved < pieces:
            place = Location.objects.of(actor).get(pk=level.location_id).name
            free = plain(max(level.on_hand - level.reserved, ZERO))
            raise NotEnoughStock(sku=level.sku, location=place, free=free, wanted=plain(pieces))


def _restore_layers(actor: Actor, posting_id: UUID, movements: Sequence[Movement], exact: set[Key]) -> None:
    came = {(row.variant_id, row.location_id) for row in movements if row.quantity > 0}
    for statement, keys in ((_EMPTY, exact & came), (_PUT_BACK, exact - came)):
        if keys:
            run(
                statement,
                {
                    "company": actor.company_id,
                    "posting": posting_id,
                    "variants": [variant for variant, _ in keys],
                    "locations": [location for _, location in keys],
                },
            )
