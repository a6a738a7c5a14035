"""The one way in which pieces change: locked, checked, written with a row of history each.

The functions here run inside another action's transaction and under its permission. Whoever changes stock
locks the levels first and the pieces afterwards, in the order of their ids.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from stockwright.inventory.rules.tags import (
    HERE,
    TagDeed,
    TagElsewhere,
    TagNotFit,
    TagState,
    TagStatus,
    UnknownTag,
    check_fit,
    clean_codes,
)
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask_prepared, run_prepared

_STATE = """
    select g.id, g.code, g.variant_id, v.sku, g.lot_id, g.location_id, g.status
    from inventory_tag g join catalog_variant v on v.company_id = g.company_id and v.id = g.variant_id
    where g.company_id = %(company)s and {which} order by g.id
"""
_BY_CODE = _STATE.format(which="g.code = any(%(codes)s::text[])")
_LOCK_BY_CODE = _BY_CODE + " for update of g"
_LOCK_HELD = (
    _STATE.format(which="g.ref_type = %(ref_type)s and g.ref_id = %(ref_id)s and g.status = 'reserved'")
    + " for update of g"
)

_WRITE = """
    with told as materialized (
        select * from jsonb_to_recordset(%(rows)s) as r (tag_id uuid, from_location_id uuid, from_status text,
            to_location_id uuid, to_status text)
    ), changed as (
        update inventory_tag g set status = t.to_status, location_id = t.to_location_id, ref_type = %(ref_type)s,
            ref_id = %(ref_id)s, changed_at = %(now)s, quality_score = coalesce(%(score)s::int, g.quality_score)
        from told t where g.company_id = %(company)s and g.id = t.tag_id
    )
    insert into inventory_tagevent (company_id, tag_id, kind, at, from_location_id, to_location_id, from_status,
        to_status, posting_id, ref_type, ref_id, by, score, note)
    select %(company)s, tag_id, %(kind)s, %(now)s, from_location_id, to_location_id, from_status, to_status,
        %(posting)s, %(ref_type)s, %(ref_id)s, %(by)s, %(score)s::int, %(note)s
    from told order by tag_id
"""


class TagMove(NamedTuple):
    """A piece as it was, and what it is from now on."""

    tag: TagState
    status: TagStatus
    location_id: UUID | None


class About(NamedTuple):
    """What a deed says of all its pieces."""

    kind: TagDeed
    now: datetime
    posting_id: UUID | None = None
    ref_type: str = ""
    ref_id: str = ""
    score: int | None = None
    note: str = ""


def known_tags(actor: Actor, codes: Sequence[str]) -> dict[str, TagState]:
    """The pieces with these codes as they are; codes nobody knows are absent."""
    return _by_code(ask_prepared(_BY_CODE, {"company": actor.company_id, "codes": list(codes)}))


def locked_tags(actor: Actor, codes: Sequence[str], *, known_only: bool = False) -> list[TagState]:
    """The pieces with these codes, locked in the order of their ids; UnknownTag for a code nobody knows.

    With `known_only` unknown codes are left out instead.
    """
    wanted = clean_codes(codes)
    found = _by_code(ask_prepared(_LOCK_BY_CODE, {"company": actor.company_id, "codes": wanted}))
    for code in wanted:
        if code not in found and not known_only:
            raise UnknownTag(code=code)
    return [found[code] for code in wanted if code in found]


def tags_held_for(actor: Actor, *, ref_type: str, ref_id: str) -> list[TagState]:
    """The pieces that are reserved for a document, locked."""
    rows = ask_prepared(_LOCK_HELD, {"company": actor.company_id, "ref_type": ref_type, "ref_id": ref_id})
    return list(_by_code(rows).values())


def write_tags(actor: Actor, moves: Sequence[TagMove], about: About) -> None:
    """Change pieces whose locks the caller holds, and add a row to the history of each."""
    rows = [
        {
            "tag_id": move.tag.tag_id,
            "from_location_id": move.tag.location_id,
            "from_status": move.tag.status,
            "to_location_id": move.location_id,
            "to_status": move.status,
        }
        for move in moves
    ]
    run_prepared(
        _WRITE,
        {
            "company": actor.company_id,
            "rows": json.dumps(rows, cls=DjangoJSONEncoder),
            "kind": about.kind.value,
            "now": about.now,
            "posting": about.posting_id,
            "ref_type": about.ref_type,
            "ref_id": about.ref_id,
            "by": actor.label,
            "score": about.score,
            "note": about.note,
        },
    )


def move_tags(
    actor: Actor,
    codes: Sequence[str],
    *,
    posting_id: UUID | None,
    kind: TagDeed,
    to_location_id: UUID | None,
    to_status: TagStatus,
    now: datetime,
    ref_type: str = "",
    ref_id: str = "",
    variant_id: UUID | None = None,
    from_location_id: UUID | None = None,
) -> list[TagState]:
    """Move pieces together with the stock that a posting moved, and what they were before.

    Call it after the levels are locked. Each piece has to be fit for the deed and, where given, of the item
    and at the place; else UnknownTag, TagNotFit, TagElsewhere or TagOfAnotherItem names its code.
    """
    if (to_status in HERE) != (to_location_id is not None):
        raise ValueError("A piece is at a place exactly while it is on hand.")
    tags = locked_tags(actor, codes)
    for tag in tags:
        check_fit(tag, kind, variant_id=variant_id, location_id=from_location_id)
    about = About(kind, now, posting_id, ref_type, ref_id)
    write_tags(actor, [TagMove(tag, to_status, to_location_id) for tag in tags], about)
    return tags


def check_places(tags: Sequence[TagState], wanted: Mapping[UUID, int]) -> None:
    """Pass silently, or TagElsewhere for the first piece that is at a place from which no more are wanted."""
    left = dict(wanted)
    for tag in tags:
        if tag.location_id is None or left.get(tag.location_id, 0) == 0:
            raise TagElsewhere(code=tag.code)
        left[tag.location_id] -= 1


def check_held_for(tag: TagState, held: Mapping[str, TagState]) -> None:
    """Pass silently, or TagNotFit for a piece that is reserved for something else."""
    if tag.status == TagStatus.RESERVED and tag.code not in held:
        raise TagNotFit(code=tag.code, deed="taken", status="reserved for something else")


def _by_code(rows: Sequence[tuple[object, ...]]) -> dict[str, TagState]:
    tags = [TagState._make(row) for row in rows]
    return {tag.code: tag._replace(status=TagStatus(tag.status)) for tag in tags}
