"""The pages of counts, filled."""

from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from stockwright.accounts.models import Company
from stockwright.insights.queries.cycle import DueCount, due_counts
from stockwright.inventory.queries.count_lines import CountLineRow, Lines, count_lines_page
from stockwright.inventory.queries.counts import CountRow, CountView, count_view, counts_page
from stockwright.inventory.rules.counts import REASONS, RUNNING, CountState, Scope
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.fill.count_words import (
    TONES,
    note_words,
    reason_words,
    recount_words,
    state_words,
    way_words,
    what_words,
)
from stockwright.web.shown.counts import CountDue, CountListed, CountPage, CountsPage, CountTab, ReviewLine
from stockwright.web.shown.frame import Choice

LINES = 50


def counts_list(actor: Actor, company: Company, cursor: str) -> CountsPage:
    """The counts, and what is next to be counted."""
    found = counts_page(actor, cursor=cursor or None, limit=LINES)
    due = due_counts(actor, today=clock.today(company.time_zone))
    next_url = f"{reverse('counts')}?{urlencode({'cursor': found.next_cursor})}" if found.next_cursor else ""
    may_write = actor.may("inventory.write")
    rows = tuple(_listed(row, may_write=may_write) for row in found.items)
    return CountsPage(rows, next_url, tuple(_due(row) for row in due), may_write)


def count_page(actor: Actor, count_id: UUID, *, which: str, cursor: str) -> CountPage:
    """A count on the desk, with one part of its lines."""
    count = count_view(actor, count_id)
    part = Lines(which) if which in set(Lines) else (Lines.DIFFERENT if count.shows_expected else Lines.ALL)
    if part == Lines.DIFFERENT and not count.shows_expected:
        part = Lines.ALL
    found = count_lines_page(actor, count_id, which=part, cursor=cursor or None, limit=LINES)
    more = {"which": part.value, "cursor": found.next_cursor or ""}
    may_write, running = actor.may("inventory.write"), count.state in RUNNING
    decides = may_write and count.state == CountState.REVIEW
    return CountPage(
        id=count.id,
        name=count.name,
        location=count.location,
        what=what_words(count),
        state=count.state,
        state_words=state_words(count.state),
        tone=TONES.get(CountState(count.state), ""),
        way=way_words(count),
        progress=round(100 * count.counted / max(count.lines, 1)),
        lines=count.lines,
        counted=count.counted,
        recounts=count.recounts or 0,
        different=count.different,
        shortage_value=count.shortage_value,
        surplus_value=count.surplus_value,
        is_hidden=not count.shows_expected,
        started_at=count.started_at,
        by=count.by,
        tabs=_tabs(count, part),
        rows=tuple(_line(row) for row in found.items),
        next_url=f"?{urlencode(more)}" if found.next_cursor else "",
        which=part.value,
        reasons=tuple(Choice(reason, reason_words(reason), is_chosen=False) for reason in REASONS),
        can_enter=may_write and running,
        can_review=may_write and running,
        can_decide=decides,
        can_finish=decides and count.shows_expected,
        can_cancel=may_write and running,
        can_undo=may_write and count.state == CountState.FINALISED,
    )


def _listed(row: CountRow, *, may_write: bool) -> CountListed:
    running = row.state in RUNNING
    value = None
    if row.surplus_value is not None and row.shortage_value is not None and row.state != CountState.OPEN:
        value = row.surplus_value - row.shortage_value
    return CountListed(
        url=reverse("count", args=[row.id]),
        sheet_url=reverse("count_sheet", args=[row.id]) if running and may_write else "",
        name=row.name,
        location=row.location,
        what=what_words(row),
        state=row.state,
        state_words=state_words(row.state),
        tone=TONES.get(CountState(row.state), ""),
        blind=row.blind,
        lines=row.lines,
        counted=row.counted,
        value=value,
        started_at=row.started_at,
        by=row.by,
    )


def _due(row: DueCount) -> CountDue:
    words = ngettext("every day", "every %(days)s days", row.every_days) % {"days": row.every_days}
    if row.never:
        never = ngettext("%(n)s never counted", "%(n)s never counted", row.never) % {"n": row.never}
        words = f"{words}, {never}"
    wanted = {"location": str(row.location_id), "scope": Scope.CYCLE.value, "abc_class": row.abc_class}
    url = f"{reverse('count_new')}?{urlencode(wanted)}"
    return CountDue(row.location, row.abc_class, row.due, row.items, words, url)


def _tabs(count: CountView, part: Lines) -> tuple[CountTab, ...]:
    told: list[tuple[Lines, str, int | None]] = [
        (Lines.RECOUNT, gettext("To count again"), count.recounts or 0),
        (Lines.UNCOUNTED, gettext("Not counted"), None),
        (Lines.ALL, gettext("All"), count.lines),
    ]
    if count.shows_expected:
        told.insert(0, (Lines.DIFFERENT, gettext("Differences"), count.different))
    return tuple(CountTab(label, f"?which={name.value}", number, name == part) for name, label, number in told)


def _line(row: CountLineRow) -> ReviewLine:
    return ReviewLine(
        variant_id=row.variant_id,
        item_url=reverse("item", args=[row.variant_id]),
        sku=row.sku,
        name=row.name,
        expected=row.expected,
        counted=row.counted,
        difference=row.difference,
        value=row.value,
        recount_words=recount_words(row.recount),
        notes=note_words(row),
        reason=row.reason,
        reason_words=reason_words(row.reason) if row.difference else "",
    )
