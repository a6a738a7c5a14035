"""Pieces get their codes: with the stock that comes in, or later, for stock that is there without."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from stockwright.catalog.models import Variant
from stockwright.catalog.rules import Tracking
from stockwright.inventory.actions.ledger import Entry, lock_levels, write
from stockwright.inventory.actions.tag_history import About, TagMove, known_tags, locked_tags, write_tags
from stockwright.inventory.events.tags import TagsMoved
from stockwright.inventory.models import Location, Lot
from stockwright.inventory.queries.tag_counts import tags_here
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.inventory.rules.tags import (
    NoSuchDifference,
    NotTrackedBySerial,
    TagDeed,
    TagStatus,
    TagTaken,
    check_fit,
    clean_codes,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.money import plain
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask_prepared
from stockwright.messaging.actions.events import emit, emit_all

_ADD = """
    with told as materialized (
        select * from jsonb_to_recordset(%(rows)s) as r (id uuid, code text, variant_id uuid, location_id uuid,
            lot_id uuid)
    ), made as (
        insert into inventory_tag (company_id, id, code, variant_id, lot_id, location_id, status, ref_type, ref_id,
            note, first_seen_at, changed_at)
        select %(company)s, id, code, variant_id, lot_id, location_id, 'in_stock', %(ref_type)s, %(ref_id)s, '',
            %(now)s, %(now)s
        from told order by code
        on conflict (company_id, code) do nothing
        returning id
    ), noted as (
        insert into inventory_tagevent (company_id, tag_id, kind, at, to_location_id, from_status, to_status,
            posting_id, ref_type, ref_id, by, note)
        select %(company)s, t.id, %(kind)s, %(now)s, t.location_id, '', 'in_stock', %(posting)s, %(ref_type)s,
            %(ref_id)s, %(by)s, ''
        from told t join made m on m.id = t.id order by t.code
    )
    select t.code from told t where not exists (select from made m where m.id = t.id) order by t.code limit 1
"""


@dataclass(frozen=True, slots=True)
class NewTags:
    """Pieces of an item that get these codes at a place."""

    variant_id: UUID
    location_id: UUID
    codes: Sequence[str]
    lot_id: UUID | None = None


def add_tags(actor: Actor, arrived: Sequence[NewTags], about: About) -> list[str]:
    """Give pieces their codes within the caller's transaction; TagTaken for a code that a piece has already.

    Call it after the levels are locked. One statement for any number of pieces.
    """
    codes = clean_codes([code for batch in arrived for code in batch.codes])
    if len(codes) < sum(len(batch.codes) for batch in arrived):
        raise _taken(actor, next(code for code in codes if _times(arrived, code) > 1))
    rows = [
        {
            "id": new_id(),
            "code": code.strip(),
            "variant_id": batch.variant_id,
            "location_id": batch.location_id,
            "lot_id": batch.lot_id,
        }
        for batch in arrived
        for code in batch.codes
    ]
    taken = ask_prepared(
        _ADD,
        {
            "company": actor.company_id,
            "rows": json.dumps(rows, cls=DjangoJSONEncoder),
            "kind": about.kind.value,
            "now": about.now,
            "posting": about.posting_id,
            "ref_type": about.ref_type,
            "ref_id": about.ref_id,
            "by": actor.label,
        },
    )
    if taken:
        raise _taken(actor, taken[0][0])
    return codes


@deed("inventory.write")
def register_tags(
    actor: Actor,
    *,
    variant_id: UUID,
    location_id: UUID,
    codes: Sequence[str],
    now: datetime,
    unit_cost: Decimal | None = None,
    lot_id: UUID | None = None,
    ref_type: str = "",
    ref_id: str = "",
) -> UUID:
    """Take in pieces with their codes, as many as there are codes; the id of the posting."""
    wanted, posting_id = clean_codes(codes), new_id()
    _check_item(actor, variant_id, location_id, lot_id)
    levels = lock_levels(actor, {(variant_id, location_id)})
    entry = Entry(
        cause=f"tags-registered:{posting_id}",
        variant_id=variant_id,
        location_id=location_id,
        kind=MovementKind.RECEIPT,
        happened_at=now,
        quantity=Decimal(len(wanted)),
        unit_cost=unit_cost,
        ref_type=ref_type,
        ref_id=ref_id,
    )
    about = About(TagDeed.REGISTERED, now, posting_id, ref_type, ref_id)
    posted = write(actor, [entry], posting_id=posting_id, levels=levels)
    add_tags(actor, [NewTags(variant_id, location_id, wanted, lot_id)], about)
    told = TagsMoved(
        about.kind, wanted, TagStatus.IN_STOCK, location_id, posting_id, ref_type=ref_type, ref_id=ref_id
    )
    emit_all(actor, [told, *posted.changes])
    return posting_id


@deed("inventory.write")
def reconcile_tags(
    actor: Actor,
    *,
    variant_id: UUID,
    location_id: UUID,
    now: datetime,
    codes: Sequence[str],
) -> int:
    """Make codes and stock of an item at a place agree, without moving stock; the difference that is left.

    Where there are more pieces than codes, `codes` are given to pieces without one; where there are fewer, the
    pieces with these codes are taken for lost. NoSuchDifference for more codes than the difference has.
    """
    wanted = clean_codes(codes)
    sku = _check_item(actor, variant_id, location_id, None)
    level = lock_levels(actor, {(variant_id, location_id)})[variant_id, location_id]
    difference = level.on_hand - tags_here(actor, variant_id, location_id)
    if len(wanted) > abs(difference):
        raise NoSuchDifference(sku=sku, difference=plain(difference), named=len(wanted))
    if difference > 0:
        kind, status, place = TagDeed.LABELLED, TagStatus.IN_STOCK, location_id
        add_tags(actor, [NewTags(variant_id, location_id, wanted)], About(kind, now))
    else:
        kind, status, place = TagDeed.CORRECTED, TagStatus.LOST, None
        tags = locked_tags(actor, wanted)
        for tag in tags:
            check_fit(tag, kind, variant_id=variant_id, location_id=location_id)
        write_tags(actor, [TagMove(tag, status, place) for tag in tags], About(kind, now))
    emit(actor, TagsMoved(kind, wanted, status, place, None, ref_type="", ref_id=""))
    left = abs(difference) - len(wanted)
    return int(left if difference > 0 else -left)


def _check_item(actor: Actor, variant_id: UUID, location_id: UUID, lot_id: UUID | None) -> str:
    """The SKU of an item that is followed by piece, or NotTrackedBySerial."""
    variant = Variant.objects.of(actor).filter(pk=variant_id).first()
    if variant is None:
        raise NotFound(what="item")
    if variant.tracking != Tracking.SERIAL:
        raise NotTrackedBySerial(sku=variant.sku)
    if not Location.objects.of(actor).filter(pk=location_id).exists():
        raise NotFound(what="location")
    if lot_id and not Lot.objects.of(actor).filter(pk=lot_id, variant=variant).exists():
        raise NotFound(what="lot of this item")
    return variant.sku


def _times(arrived: Sequence[NewTags], code: str) -> int:
    return sum(told.strip() == code for batch in arrived for told in batch.codes)


def _taken(actor: Actor, code: str) -> TagTaken:
    known = known_tags(actor, [code])
    return TagTaken(code=code, sku=known[code].sku if code in known else "…")
