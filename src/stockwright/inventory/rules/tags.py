"""Tags: single pieces with a code of their own, what may become of them, and where they should be."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from stockwright.kit.problems import Conflict, Invalid

CODE_LENGTH = 100
MOST_TAGS = 5000
BEST_SCORE = 100
_TAKEN_WORDS = frozenset({"seen"})


class TagStatus(StrEnum):
    """What a piece is at the moment."""

    IN_STOCK = "in_stock"
    RESERVED = "reserved"
    SOLD = "sold"
    IN_TRANSIT = "in_transit"
    IN_SERVICE = "in_service"
    LOST = "lost"
    SCRAPPED = "scrapped"
    RETURNED = "returned"


HERE = (TagStatus.IN_STOCK, TagStatus.RESERVED, TagStatus.IN_SERVICE, TagStatus.RETURNED)
"""A piece of one of these is at a place and counts as on hand there."""

WITHHELD = (TagStatus.IN_SERVICE, TagStatus.RETURNED)
"""These are on hand and not for sale."""


class TagDeed(StrEnum):
    """What happened to a piece, as its history tells it."""

    REGISTERED = "registered"
    LABELLED = "labelled"
    RESERVED = "reserved"
    RELEASED = "released"
    SOLD = "sold"
    RETURNED = "returned"
    SENT = "sent"
    ARRIVED = "arrived"
    MOVED = "moved"
    SERVICED = "serviced"
    READY = "ready"
    SCRAPPED = "scrapped"
    LOST = "lost"
    FOUND = "found"
    CORRECTED = "corrected"
    UNDONE = "undone"
    SCORED = "scored"
    SEEN = "seen"


_AT_REST = frozenset({TagStatus.IN_STOCK, TagStatus.RETURNED, TagStatus.IN_SERVICE})

MAY_BE: Mapping[TagDeed, Collection[TagStatus]] = {
    TagDeed.RESERVED: {TagStatus.IN_STOCK},
    TagDeed.RELEASED: {TagStatus.RESERVED},
    TagDeed.SOLD: {TagStatus.IN_STOCK, TagStatus.RESERVED},
    TagDeed.RETURNED: {TagStatus.SOLD},
    TagDeed.SENT: _AT_REST,
    TagDeed.ARRIVED: {TagStatus.IN_TRANSIT},
    TagDeed.MOVED: _AT_REST,
    TagDeed.SERVICED: {TagStatus.IN_STOCK, TagStatus.RETURNED},
    TagDeed.READY: {TagStatus.RETURNED, TagStatus.IN_SERVICE},
    TagDeed.SCRAPPED: _AT_REST,
    TagDeed.LOST: _AT_REST,
    TagDeed.FOUND: {TagStatus.LOST},
    TagDeed.CORRECTED: _AT_REST,
}
"""What a piece has to be for a deed; any status does where a deed is not listed."""


class InvalidTag(Invalid):
    """A code or a score cannot be used."""

    message = "{detail}"


class UnknownTag(Invalid):
    """No piece has this code."""

    message = "There is no piece with the code “{code}”. Scan it again, or register it first."


class TagTaken(Conflict):
    """A code names one piece of a company."""

    message = "The code “{code}” belongs to a piece of “{sku}” already. Each piece has a code of its own."


class TagNotFit(Conflict):
    """What the piece is does not fit what is to be done."""

    message = "“{code}” cannot be {deed}: it is {status}."


class TagElsewhere(Conflict):
    """The piece is not at the place it is taken from."""

    message = "“{code}” is not at this location by the books. Look it up before you go on."


class TagOfAnotherItem(Conflict):
    """The piece is of another item than the line."""

    message = "“{code}” is a piece of “{sku}”, not of the item wanted here."


class NotTrackedBySerial(Conflict):
    """Only items that are followed by piece have tags."""

    message = "“{sku}” is not followed by piece. Change that on the item first."


class TagsNeeded(Invalid):
    """The item is followed by piece, so the pieces have to be named."""

    message = "“{sku}” is followed by piece: name the codes of exactly {wanted}, you named {named}."


class NoSuchDifference(Conflict):
    """A correction may only make tags and quantity agree."""

    message = "The codes and the stock of “{sku}” differ by {difference} here, and you named {named}."


class TagState(NamedTuple):
    """A piece as it is before a deed."""

    tag_id: UUID
    code: str
    variant_id: UUID
    sku: str
    lot_id: UUID | None
    location_id: UUID | None
    status: TagStatus


class Sighting(NamedTuple):
    """What reads at a place say: codes nobody knows, pieces that should be elsewhere, and missing ones."""

    unknown: tuple[str, ...]
    misplaced: tuple[str, ...]
    unseen: tuple[str, ...]


def clean_codes(codes: Sequence[str]) -> list[str]:
    """The codes without blanks around them, each once and in order, or InvalidTag."""
    found = list(dict.fromkeys(code.strip() for code in codes))
    if not found or len(found) > MOST_TAGS:
        raise InvalidTag(detail=f"Name 1 to {MOST_TAGS} codes.")
    for code in found:
        if not 0 < len(code) <= CODE_LENGTH or not code.isprintable() or set(code) & set(" /?#%\\"):
            raise InvalidTag(
                detail=f"“{code[:30]}” cannot be a code: it needs 1 to {CODE_LENGTH} characters without blanks, "
                "slashes and the signs ? # %."
            )
        if code in _TAKEN_WORDS:
            raise InvalidTag(detail=f"“{code}” cannot be a code.")
    return found


def check_score(score: int) -> int:
    """The score, or InvalidTag."""
    if not 0 <= score <= BEST_SCORE:
        raise InvalidTag(detail=f"A quality score is 0 to {BEST_SCORE}.")
    return score


def check_fit(
    tag: TagState, deed: TagDeed, *, variant_id: UUID | None = None, location_id: UUID | None = None
) -> None:
    """Pass silently, or say why a piece cannot take part in a deed: its item, its status, its place."""
    if variant_id is not None and tag.variant_id != variant_id:
        raise TagOfAnotherItem(code=tag.code, sku=tag.sku)
    if deed in MAY_BE and tag.status not in MAY_BE[deed]:
        raise TagNotFit(code=tag.code, deed=deed.value, status=tag.status.replace("_", " "))
    if location_id is not None and tag.location_id != location_id:
        raise TagElsewhere(code=tag.code)


def compare(seen: Collection[str], known: Mapping[str, TagState], expected: Collection[str], at: UUID) -> Sighting:
    """Hold the codes read at a place against what should be there."""
    read = set(seen)
    return Sighting(
        unknown=tuple(sorted(read - set(known))),
        misplaced=tuple(sorted(code for code in read & set(known) if known[code].location_id != at)),
        unseen=tuple(sorted(set(expected) - read)),
    )
