"""Pieces go back to what they were before a posting that is taken back.

It runs inside the undoing's transaction, which holds the levels' locks.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from stockwright.inventory.actions.tag_history import About, TagMove, locked_tags, write_tags
from stockwright.inventory.rules.tags import HERE, TagDeed, TagNotFit, TagStatus
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask_prepared

# What a posting did to each piece, and whether anything that matters happened to it since.
_DONE = """
    select t.code, e.from_status, e.from_location_id, exists (
        select from inventory_tagevent later
        where later.company_id = e.company_id and later.tag_id = e.tag_id and later.id > e.id
            and later.kind not in ('scored', 'seen')
    )
    from inventory_tagevent e join inventory_tag t on t.company_id = e.company_id and t.id = e.tag_id
    where e.company_id = %(company)s and e.posting_id = %(posting)s order by t.id
"""


class _Done(NamedTuple):
    """What a posting did to a piece."""

    code: str
    from_status: str
    from_location_id: UUID | None
    is_passed: bool


def undo_tags(actor: Actor, posting_id: UUID, *, undone_by: UUID, now: datetime, reason: str = "") -> int:
    """Let the pieces that a posting moved be what they were; how many there are.

    Pieces that came with it are taken for scrapped, so that their codes stay known. TagNotFit names a piece to
    which something else happened since.
    """
    done = {
        row[0]: _Done(*row) for row in ask_prepared(_DONE, {"company": actor.company_id, "posting": posting_id})
    }
    if not done:
        return 0
    tags = locked_tags(actor, list(done))
    for tag in tags:
        if done[tag.code].is_passed:
            raise TagNotFit(code=tag.code, deed="taken back", status="changed since by something else")
    moves = [TagMove(tag, *_before(done[tag.code])) for tag in tags]
    write_tags(actor, moves, About(TagDeed.UNDONE, now, undone_by, note=reason[:500]))
    return len(moves)


def _before(done: _Done) -> tuple[TagStatus, UUID | None]:
    """What a piece was; the reservation it may have been held for is over."""
    status = TagStatus(done.from_status or TagStatus.SCRAPPED)
    status = TagStatus.IN_STOCK if status == TagStatus.RESERVED else status
    return status, done.from_location_id if status in HERE else None
