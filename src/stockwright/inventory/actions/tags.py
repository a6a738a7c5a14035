"""What becomes of single pieces: sold, returned, moved, in service, lost and found, scrapped, scored."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.inventory.actions.ledger import lock_levels
from stockwright.inventory.actions.tag_history import (
    About,
    TagMove,
    check_held_for,
    known_tags,
    locked_tags,
    write_tags,
)
from stockwright.inventory.actions.tag_stock import WAYS, Way, move_stock, refuse_promised
from stockwright.inventory.events.tags import TagScored, TagsMoved
from stockwright.inventory.models import Location, Tag
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.inventory.rules.tags import (
    HERE,
    InvalidTag,
    TagDeed,
    TagElsewhere,
    TagState,
    TagStatus,
    UnknownTag,
    check_fit,
    check_score,
    clean_codes,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import NotFound
from stockwright.messaging.actions.events import emit, emit_all


@deed("inventory.write")
def sell_tags(
    actor: Actor,
    *,
    codes: Sequence[str],
    now: datetime,
    channel: str = "",
    ref_type: str = "",
    ref_id: str = "",
) -> UUID:
    """Let pieces go out as sold, without a reservation; the id of the posting."""
    return _change(actor, codes, About(TagDeed.SOLD, now, None, ref_type, ref_id), channel=channel)


@deed("inventory.write")
def return_tags(
    actor: Actor,
    *,
    codes: Sequence[str],
    location_id: UUID,
    now: datetime,
    ref_type: str = "",
    ref_id: str = "",
    note: str = "",
) -> UUID:
    """Take sold pieces back; they are not for sale until somebody says that they are ready."""
    about = About(TagDeed.RETURNED, now, None, ref_type, ref_id, note=note)
    return _change(actor, codes, about, to_location_id=location_id)


@deed("inventory.write")
def relocate_tags(
    actor: Actor, *, codes: Sequence[str], to_location_id: UUID, now: datetime, note: str = ""
) -> UUID:
    """Carry pieces to another place at once, with what they are worth."""
    return _change(actor, codes, About(TagDeed.MOVED, now, None, note=note), to_location_id=to_location_id)


@deed("inventory.write")
def set_tag_status(
    actor: Actor,
    *,
    codes: Sequence[str],
    deed: TagDeed,
    now: datetime,
    location_id: UUID | None = None,
    note: str = "",
    ref_type: str = "",
    ref_id: str = "",
) -> UUID:
    """Sell pieces, take them back, put them in service, or say that they are ready, lost, found or scrapped.

    What is returned or found needs the place where it is now.
    """
    if deed not in WAYS or deed == TagDeed.MOVED:
        raise InvalidTag(detail=f"Pieces cannot be {deed.value} in this way.")
    arrives = deed in (TagDeed.RETURNED, TagDeed.FOUND)
    if arrives != (location_id is not None):
        raise InvalidTag(
            detail="Say where the pieces are now." if arrives else "Name a place only for what comes back."
        )
    about = About(deed, now, None, ref_type, ref_id, note=note)
    return _change(actor, codes, about, to_location_id=location_id)


@deed("inventory.write")
def score_tag(actor: Actor, *, code: str, score: int | None, now: datetime, note: str | None = None) -> Tag:
    """Say how good a piece is, 0 to 100 (null: nobody knows), and write a note on it."""
    if score is not None:
        check_score(score)
    found = Tag.objects.of(actor).filter(code=code.strip())
    if not found.exists():
        raise UnknownTag(code=code)
    tag = locked_one(found, what="piece with this code")
    before, noted = tag.quality_score, tag.note if note is None else note.strip()[:500]
    if (before, tag.note) == (score, noted):
        return tag
    tag.quality_score, tag.note, tag.changed_at = score, noted, now
    tag.save(update_fields=["quality_score", "note", "changed_at"])
    [state] = known_tags(actor, [tag.code]).values()
    about = About(TagDeed.SCORED, now, None, tag.ref_type, tag.ref_id, score, noted)
    write_tags(actor, [TagMove(state, state.status, state.location_id)], about)
    emit(actor, TagScored(tag.code, before, score, noted))
    return tag


def _change(
    actor: Actor, codes: Sequence[str], about: About, *, to_location_id: UUID | None = None, channel: str = ""
) -> UUID:
    """Do a deed with pieces and move their stock with them; the id of the posting.

    The pieces are read, then the levels locked, then the pieces; whoever came in between is told.
    """
    wanted, way, posting_id = clean_codes(codes), WAYS[about.kind], new_id()
    about = about._replace(posting_id=posting_id if way.movement else None)
    if to_location_id and not Location.objects.of(actor).filter(pk=to_location_id).exists():
        raise NotFound(what="location")
    known = known_tags(actor, wanted)
    for code in wanted:
        if code not in known:
            raise UnknownTag(code=code)
        check_fit(known[code], about.kind)
    keys = {
        (tag.variant_id, place) for tag in known.values() for place in (tag.location_id, to_location_id) if place
    }
    levels = lock_levels(actor, keys)
    tags = locked_tags(actor, wanted)
    for tag in tags:
        check_fit(tag, about.kind)
        check_held_for(tag, {})
        if tag.location_id != known[tag.code].location_id:
            raise TagElsewhere(code=tag.code)
    if way.asks_for_free and not company_of(actor).allow_backorders:
        refuse_promised(actor, tags, levels, about.now)
    moves = [TagMove(tag, *_after(tag, way, to_location_id)) for tag in tags]
    changes = move_stock(actor, moves, about, way, levels, channel)
    write_tags(actor, moves, about)
    told = TagsMoved(about.kind, wanted, way.status, to_location_id, about.posting_id, about.ref_type, about.ref_id)
    emit_all(actor, [told, *changes])
    return posting_id


def _after(tag: TagState, way: Way, to_location_id: UUID | None) -> tuple[TagStatus, UUID | None]:
    """What a piece is after a deed; one that is moved while not for sale stays so."""
    status = tag.status if way.movement == MovementKind.TRANSFER_OUT else way.status
    return status, (to_location_id or tag.location_id) if status in HERE else None
