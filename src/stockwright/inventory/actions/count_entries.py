"""What counters enter: once for each key, however often a device sends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from stockwright.catalog.queries import FoundCode, find_by_codes, find_by_ids
from stockwright.inventory.actions.count_pieces import read_pieces, scanned_pieces
from stockwright.inventory.actions.counts import draw_up_lines, locked_count
from stockwright.inventory.models import CountEntry, CountLine, CountSession
from stockwright.inventory.queries.count_entries import counted_by, counters_of, own_tallies
from stockwright.inventory.rules.counts import (
    ENTERING,
    MOST_ENTRIES,
    CountClosed,
    CountState,
    InvalidCount,
    Recount,
    Scope,
    may_recount,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.money import ZERO
from stockwright.kit.statements import work_in_bulk

ONE = Decimal(1)


class Outcome(StrEnum):
    """What became of an entry."""

    COUNTED = "counted"
    TAKEN_BACK = "taken_back"
    KNOWN = "known"
    """The key came before: nothing was added."""
    UNKNOWN_CODE = "unknown_code"
    AMBIGUOUS_CODE = "ambiguous_code"
    """Several items carry this barcode: scan another code or type the SKU."""
    NOT_ASKED = "not_asked"
    """The counting ended, and this item is not to be counted again."""
    COUNTED_BEFORE = "counted_before"
    """This counter counted the item before: somebody else counts it again."""
    SCANNED_BEFORE = "scanned_before"
    """The code of a single piece, which was scanned already: it counts once."""
    NOTHING_THERE = "nothing_there"
    """There is no entry of this counter that could be taken back."""


@dataclass(frozen=True)
class Told:
    """An entry as a device sends it: pieces of an item by its code or id, or the key of an entry to take back.

    The code of a single piece (a serial number or an RFID code) stands for that piece, whatever the quantity.
    """

    key: str
    quantity: Decimal = ZERO
    code: str = ""
    variant_id: UUID | None = None
    counted_at: datetime | None = None
    takes_back: str = ""


@dataclass(frozen=True)
class Entered:
    """What became of an entry; `mine` is what the counter has of the item now."""

    key: str
    outcome: Outcome
    variant_id: UUID | None = None
    sku: str = ""
    name: str = ""
    mine: Decimal | None = None


@deed("inventory.write")
def enter_counts(actor: Actor, *, count_id: UUID, entries: Sequence[Told], now: datetime) -> list[Entered]:
    """Take in what somebody counted, and say of each entry what became of it.

    A key that is known adds nothing, so that a device may send again what it is not sure of. An entry that
    cannot be taken stops no other one. Items that are not on the count's list are added to it.
    """
    check_entries(entries)
    work_in_bulk(len(entries))
    session = locked_count(actor, count_id)
    if session.state not in ENTERING:
        raise CountClosed(state=session.state)
    known = _known(actor, session, entries)
    fresh = [told for told in _first_of_each(entries) if told.key not in known]
    done: dict[str, Entered] = {}
    for takes_back, part in groupby(fresh, key=lambda told: bool(told.takes_back)):
        done |= (_take_back if takes_back else _count)(actor, session, list(part), now)
    _begin(session, done)
    answers = [done.get(told.key) or Entered(told.key, Outcome.KNOWN, known[told.key]) for told in entries]
    return _with_totals(actor, session, answers)


def check_entries(entries: Sequence[Told]) -> None:
    """Pass silently, or say what the entries lack."""
    if not 0 < len(entries) <= MOST_ENTRIES:
        raise InvalidCount(detail=f"Send 1 to {MOST_ENTRIES} entries at once.")
    for entry in entries:
        if not 0 < len(entry.key) <= 64:
            raise InvalidCount(detail="Every entry needs a key of 1 to 64 characters; a fresh UUID is a good one.")
        if entry.quantity < 0:
            raise InvalidCount(detail="A quantity is zero or more. Take a wrong entry back by its key.")
        if sum([bool(entry.code.strip()), entry.variant_id is not None, bool(entry.takes_back)]) != 1:
            raise InvalidCount(detail="An entry has a code, a product, or the key of an entry to take back.")


def _known(actor: Actor, session: CountSession, entries: Sequence[Told]) -> dict[str, UUID]:
    rows = CountEntry.objects.of(actor).filter(session=session, client_key__in=[told.key for told in entries])
    return dict(rows.values_list("client_key", "variant_id"))


def _first_of_each(entries: Sequence[Told]) -> list[Told]:
    return list({told.key: told for told in reversed(entries)}.values())[::-1]


def _count(actor: Actor, session: CountSession, entries: Sequence[Told], now: datetime) -> dict[str, Entered]:
    """Add entries of items; what became of each."""
    if not entries:
        return {}
    answers, wanted, pieces = _matched(actor, entries)
    lines = _lines(actor, session, {match.variant_id for match in wanted.values()})
    refused = _refused(actor, session, lines)
    known = read_pieces(actor, session, pieces)
    rows = []
    for told in (told for told in entries if told.key in wanted):
        match, is_piece = wanted[told.key], told.code.strip() in pieces
        outcome = refused.get(match.variant_id, Outcome.COUNTED)
        if outcome == Outcome.COUNTED:
            counted = replace(told, quantity=ONE) if is_piece else told
            row = _row(actor, session, counted, lines[match.variant_id].round, match, now)
            if is_piece and not known.is_new(row):
                outcome = Outcome.SCANNED_BEFORE
            else:
                rows.append(row)
        answers[told.key] = Entered(told.key, outcome, match.variant_id, match.sku, match.name)
    CountEntry.objects.bulk_create(rows)
    return answers


def _matched(
    actor: Actor, entries: Sequence[Told]
) -> tuple[dict[str, Entered], dict[str, FoundCode], dict[str, list[FoundCode]]]:
    """The answers to entries of no item or of several, the items of the others, and codes that name one piece."""
    items = find_by_ids(actor, [told.variant_id for told in entries if told.variant_id])
    codes = find_by_codes(actor, {told.code for told in entries if told.code})
    pieces = scanned_pieces(actor, {told.code.strip() for told in entries if told.code} - set(codes))
    by_code = codes | pieces
    answers: dict[str, Entered] = {}
    wanted: dict[str, FoundCode] = {}
    for told in entries:
        matches = items.get(told.variant_id, []) if told.variant_id else by_code.get(told.code.strip(), [])
        if len(matches) == 1:
            wanted[told.key] = matches[0]
        else:
            answers[told.key] = Entered(told.key, Outcome.AMBIGUOUS_CODE if matches else Outcome.UNKNOWN_CODE)
    return answers, wanted, pieces


def _row(
    actor: Actor, session: CountSession, told: Told, round_: int, match: FoundCode, now: datetime
) -> CountEntry:
    return CountEntry(
        company_id=actor.company_id,
        session=session,
        variant_id=match.variant_id,
        round=round_,
        quantity=told.quantity * match.pieces,
        client_key=told.key,
        counted_at=min(max(told.counted_at or now, session.started_at), now),
        code=told.code.strip()[:100],
        by=actor.label,
    )


def _lines(actor: Actor, session: CountSession, variant_ids: set[UUID]) -> dict[UUID, CountLine]:
    """The lines of these items; while the counting goes on, those that lack are added."""
    wanted = CountLine.objects.of(actor).filter(session=session, variant_id__in=variant_ids)
    lines = {line.variant_id: line for line in wanted}
    missing = variant_ids - set(lines)
    if not missing or session.state == CountState.REVIEW:
        return lines
    session.lines += draw_up_lines(actor, session, scope=Scope.ITEMS, variant_ids=missing, added=True)
    session.save(update_fields=["lines"])
    return {line.variant_id: line for line in wanted.all()}


def _refused(actor: Actor, session: CountSession, lines: Mapping[UUID, CountLine]) -> dict[UUID, Outcome]:
    """The items that this counter may not count now, and why."""
    again = [line for line in lines.values() if line.recount]
    refused = {}
    if session.state == CountState.REVIEW:
        asked = {line.variant_id for line in again}
        refused = dict.fromkeys(set(lines) - asked, Outcome.NOT_ASKED)
    if again:
        counters = counters_of(actor, session.pk)
        before = counted_by(actor, session.pk, [line.variant_id for line in again])
        for line in again:
            last = line.round if line.recount == Recount.SINGLE else line.round - 1
            earlier = [by for by, round_ in before[line.variant_id] if round_ <= last]
            if not may_recount(actor.label, before=earlier, counters=counters):
                refused[line.variant_id] = Outcome.COUNTED_BEFORE
    return refused


def _take_back(actor: Actor, session: CountSession, entries: Sequence[Told], now: datetime) -> dict[str, Entered]:
    """Take back entries of this counter; what became of each."""
    if not entries:
        return {}
    keys = {told.takes_back for told in entries}
    own = CountEntry.objects.of(actor).filter(session=session, client_key__in=keys, by=actor.label, takes_back=None)
    found = {row.client_key: row for row in own}
    gone = CountEntry.objects.of(actor).filter(takes_back__in=[row.pk for row in found.values()])
    taken = set(gone.values_list("takes_back", flat=True))
    answers, rows = {}, []
    for told in entries:
        row = found.get(told.takes_back)
        if row is None or row.pk in taken:
            answers[told.key] = Entered(told.key, Outcome.NOTHING_THERE, row.variant_id if row else None)
            continue
        taken.add(row.pk)
        answers[told.key] = Entered(told.key, Outcome.TAKEN_BACK, row.variant_id)
        rows.append(
            CountEntry(
                company_id=actor.company_id,
                session=session,
                variant_id=row.variant_id,
                round=row.round,
                quantity=-row.quantity,
                client_key=told.key,
                takes_back=row.pk,
                counted_at=now,
                by=actor.label,
            )
        )
    CountEntry.objects.bulk_create(rows)
    return answers


def _begin(session: CountSession, told: Mapping[str, Entered]) -> None:
    """The first entry begins the counting."""
    if session.state == CountState.OPEN and any(each.outcome == Outcome.COUNTED for each in told.values()):
        session.state = CountState.COUNTING
        session.save(update_fields=["state"])


def _with_totals(actor: Actor, session: CountSession, answers: Sequence[Entered]) -> list[Entered]:
    """The answers with the item's name and what the counter has of it now."""
    touched = {each.variant_id for each in answers if each.variant_id}
    mine = {line.variant_id: line for line in own_tallies(actor, session.pk, touched)}
    names = find_by_ids(actor, touched)
    told = []
    for each in answers:
        match = names.get(each.variant_id, (None,))[0] if each.variant_id else None
        if match is None:
            told.append(each)
            continue
        own = mine.get(match.variant_id)
        told.append(replace(each, sku=match.sku, name=match.name, mine=own.pieces if own else ZERO))
    return told
