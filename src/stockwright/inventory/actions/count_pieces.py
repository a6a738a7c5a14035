"""Single pieces in a count: a scanned tag counts its one piece, and once however often it is read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from stockwright.catalog.queries import FoundCode, find_by_ids
from stockwright.inventory.models import CountEntry, CountSession, Tag
from stockwright.inventory.rules.counts import Mode
from stockwright.kit.actor import Actor

Read = tuple[UUID, int, str, str]
"""An item, the round of its line, the code of a piece, and who read it (nobody where one is enough)."""


@dataclass(frozen=True)
class ReadPieces:
    """The pieces that were read in a count; where two have to agree, each of them reads every piece."""

    mode: str
    known: set[Read]

    def is_new(self, entry: CountEntry) -> bool:
        """Whether nobody read the piece of this entry yet; it is known from now on."""
        read = self._read(entry)
        if read in self.known:
            return False
        self.known.add(read)
        return True

    def _read(self, entry: CountEntry) -> Read:
        return entry.variant_id, entry.round, entry.code, entry.by if self.mode == Mode.DOUBLE else ""


def scanned_pieces(actor: Actor, codes: Collection[str]) -> dict[str, list[FoundCode]]:
    """The items of the pieces with these codes; codes that name no piece are absent."""
    if not codes:
        return {}
    tags = dict(Tag.objects.of(actor).filter(code__in=codes).values_list("code", "variant_id"))
    items = find_by_ids(actor, set(tags.values()))
    return {code: items[variant_id] for code, variant_id in tags.items() if variant_id in items}


def read_pieces(actor: Actor, session: CountSession, pieces: Mapping[str, Sequence[FoundCode]]) -> ReadPieces:
    """Which of these pieces were read already, by entries that stand; the caller holds the count's lock."""
    found = ReadPieces(session.mode, set())
    if pieces:
        items = {match.variant_id for matches in pieces.values() for match in matches}
        told = CountEntry.objects.of(actor).filter(session=session, variant_id__in=items, takes_back=None)
        rows = list(told.filter(code__in=pieces))
        gone = CountEntry.objects.of(actor).filter(takes_back__in=[row.pk for row in rows])
        taken_back = set(gone.values_list("takes_back", flat=True))
        for row in rows:
            if row.pk not in taken_back:
                found.is_new(row)
    return found
