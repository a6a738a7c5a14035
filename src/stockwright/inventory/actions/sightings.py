"""What readers see: hundreds of codes at once, held against what should be there."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from stockwright.inventory.actions.tag_history import About, TagMove, locked_tags, write_tags
from stockwright.inventory.events.tags import TagsSeen
from stockwright.inventory.models import Location, SightingBatch, Tag
from stockwright.inventory.queries.tags import codes_expected
from stockwright.inventory.rules.tags import InvalidTag, TagDeed, TagState, clean_codes, compare
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.problems import Conflict, NotFound
from stockwright.kit.statements import ask_prepared
from stockwright.messaging.actions.events import emit

_CLAIM = """
    insert into inventory_sightingbatch (company_id, key, location_id, at, codes, answer)
    values (%(company)s, %(key)s, %(location)s, %(at)s, %(codes)s, '{}')
    on conflict (company_id, key) do nothing returning 1
"""


class BatchUsedOtherwise(Conflict):
    """One key cannot stand for reads of two places or moments."""

    message = "The key “{key}” was used for other reads. Give every batch of reads a key of its own."


@dataclass(frozen=True)
class Seen:
    """What came of a batch of reads.

    `unknown` codes belong to no piece, `misplaced` pieces should be elsewhere, `unseen` ones should be here.
    """

    codes: int
    expected: int
    unknown: list[str]
    misplaced: list[str]
    unseen: list[str]


@deed("inventory.write")
def see_tags(
    actor: Actor,
    *,
    key: str,
    location_id: UUID,
    codes: Sequence[str],
    now: datetime,
    at: datetime | None = None,
    whole: bool = True,
) -> Seen:
    """Record that codes were read at a place; the same key again answers the same.

    With `whole` the reads are taken for all that is there, so that what should be there and was not read is
    told. No stock moves: a person decides what to believe. A piece seen where it should not be gets a line in
    its history.
    """
    if not 0 < len(key.strip()) <= 120:
        raise InvalidTag(detail="Give the batch of reads a key of 1 to 120 characters.")
    place = Location.objects.of(actor).filter(pk=location_id).values_list("name", flat=True).first()
    if place is None:
        raise NotFound(what="location")
    wanted, told_at, at = clean_codes(codes), at, at or now
    claim = {"company": actor.company_id, "key": key, "location": location_id, "at": at, "codes": len(wanted)}
    if not ask_prepared(_CLAIM, claim):
        return _known(actor, key, location_id, told_at, len(wanted))
    known = {tag.code: tag for tag in locked_tags(actor, wanted, known_only=True)}
    expected = codes_expected(actor, location_id)
    told = compare(wanted, known, expected, location_id)
    news = _newly_strayed(actor, [known[code] for code in told.misplaced], location_id)
    rows = Tag.objects.of(actor).filter(pk__in=[tag.tag_id for tag in known.values()])
    rows.exclude(seen_at__gt=at).update(seen_at=at, seen_location_id=location_id)
    if news:
        moves = [TagMove(tag, tag.status, tag.location_id) for tag in news]
        write_tags(actor, moves, About(TagDeed.SEEN, at, ref_type="reads", ref_id=key[:100], note=place))
    seen = Seen(
        codes=len(wanted),
        expected=len(expected),
        unknown=list(told.unknown),
        misplaced=list(told.misplaced),
        unseen=list(told.unseen) if whole else [],
    )
    SightingBatch.objects.of(actor).filter(key=key).update(answer=asdict(seen))
    counts = (len(seen.unknown), len(seen.misplaced), len(seen.unseen))
    emit(actor, TagsSeen(key, location_id, at, seen.codes, *counts))
    return seen


def _newly_strayed(actor: Actor, strayed: Sequence[TagState], location_id: UUID) -> list[TagState]:
    """Those that were not seen at this wrong place before."""
    rows = Tag.objects.of(actor).filter(pk__in=[tag.tag_id for tag in strayed])
    news = set(rows.exclude(seen_location_id=location_id).values_list("pk", flat=True))
    return [tag for tag in strayed if tag.tag_id in news]


def _known(actor: Actor, key: str, location_id: UUID, at: datetime | None, codes: int) -> Seen:
    batch = SightingBatch.objects.of(actor).get(key=key)
    if (batch.location_id, batch.at, batch.codes) != (location_id, at or batch.at, codes):
        raise BatchUsedOtherwise(key=key)
    return Seen(**batch.answer)
