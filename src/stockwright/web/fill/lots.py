"""The pages of lots, filled."""

from datetime import date, timedelta
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from stockwright.accounts.models import Company
from stockwright.inventory.queries.lots import LotMove, LotPlace, LotRow, lot_story, lot_totals, lots_page
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.fill.movements import kind_words
from stockwright.web.shown.frame import Choice, Paging
from stockwright.web.shown.lots import LotLine, LotMoved, LotPage, LotShelf, LotsPage

LINES = 50
SOON_DAYS = 30
WITHIN = (0, 7, 30, 90)


def lots_list(actor: Actor, company: Company, query: QueryDict) -> LotsPage:
    """The list of lots that hold something, with what they are worth."""
    today = clock.today(company.time_zone)
    search, cursor = query.get("q", "").strip()[:200], query.get("cursor", "")
    days = _days(query.get("within", ""))
    by = None if days is None else today + timedelta(days=days - (days == 0))
    found = lots_page(actor, search=search, expires_by=by, cursor=cursor, limit=LINES)
    totals = lot_totals(actor, search=search, expires_by=by)
    return LotsPage(
        query=search,
        within=tuple(Choice(str(one), _within_words(one), one == days) for one in WITHIN),
        rows=tuple(lot_line(row, today) for row in found.items),
        total_value=totals.value,
        paging=Paging(len(found.items), totals.lots, found.next_cursor, is_first=not cursor),
        is_any=bool(totals.lots or search or by),
    )


def lot_page(actor: Actor, company: Company, lot_id: UUID) -> LotPage:
    """One lot with its places and its movements."""
    story = lot_story(actor, lot_id)
    return LotPage(
        lot=lot_line(story.lot, clock.today(company.time_zone)),
        blocked_reason=story.lot.blocked_reason if story.lot.blocked_at else "",
        places=tuple(map(_shelf, story.places)),
        loose=tuple(_shelf(place) for place in story.loose if place.quantity > 0),
        moves=tuple(map(_moved, story.moves)),
    )


def lot_line(lot: LotRow, today: date) -> LotLine:
    """A lot as lists tell it."""
    left = lot.days_left(today)
    state = "blocked" if lot.blocked_at else ""
    if left is not None and not state:
        state = "spoilt" if left < 0 else "soon" if left <= SOON_DAYS else ""
    return LotLine(
        id=lot.id,
        url=reverse("lot", args=[lot.id]),
        code=lot.code,
        sku=lot.sku,
        name=lot.name,
        item_url=reverse("item", args=[lot.variant_id]),
        expires_on=lot.expires_on,
        days_left=left,
        state=state,
        state_words=_state_words(state, left),
        on_hand=lot.on_hand,
        value=lot.value,
    )


def _state_words(state: str, left: int | None) -> str:
    if state == "blocked":
        return gettext("Blocked")
    if state == "spoilt":
        return gettext("Past its day")
    if state == "soon" and left is not None:
        return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    return ""


def _within_words(days: int) -> str:
    if days == 0:
        return gettext("Past its day")
    return gettext("Expires within %(n)d days") % {"n": days}


def _days(told: str) -> int | None:
    return int(told) if told.isdecimal() and int(told) in WITHIN else None


def _shelf(place: LotPlace) -> LotShelf:
    return LotShelf(place.location_id, place.location, place.quantity)


def _moved(move: LotMove) -> LotMoved:
    reference = move.reason or (f"{move.ref_id}" if move.ref_type not in ("lot", "") else "")
    return LotMoved(move.at, kind_words(move.kind), move.location, move.quantity, reference, move.by)
