"""Changes in demand, as pages tell them."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext

from stockwright.engine.demand.notices import NoticeKind
from stockwright.forecasting.queries.notices import NoticeRow, notice_counts, notices_page
from stockwright.forecasting.rules.notices import stated_days
from stockwright.insights.queries.stock import has_several_places
from stockwright.kit.actor import Actor
from stockwright.web.components.numbers import signed_percent
from stockwright.web.shown.demand import HowSoon, NoticeKindLink, NoticeLine, NoticesPage

LEAST_BEFORE = 1e-3
PIECES = (0.3, 1.0, 3.0, 10.0)
TONES = {
    NoticeKind.SURGE: ("info", "trending-up"),
    NoticeKind.UP: ("good", "trending-up"),
    NoticeKind.NEW: ("info", "package"),
    NoticeKind.TAKING_OFF: ("good", "trending-up"),
    NoticeKind.AWAKE: ("info", "sunrise"),
    NoticeKind.PROMOTED: ("good", "percent"),
    NoticeKind.DOWN: ("warn", "chevron-down"),
    NoticeKind.DYING: ("bad", "triangle-alert"),
}


@dataclass(frozen=True)
class AskedNotices:
    """Which changes a person wants to see."""

    kind: str
    with_closed: bool
    cursor: str

    @staticmethod
    def of(told: QueryDict) -> "AskedNotices":
        """What the address says."""
        kind = told.get("kind", "")
        return AskedNotices(kind if kind in set(NoticeKind) else "", "closed" in told, told.get("cursor", ""))


def notices_shown(actor: Actor, asked: AskedNotices) -> NoticesPage:
    """A page of changes, those noticed last first."""
    found = notices_page(actor, kind=asked.kind, with_closed=asked.with_closed, cursor=asked.cursor)
    counts = notice_counts(actor)
    return NoticesPage(
        lines=tuple(notice_line(row) for row in found.items),
        kinds=tuple(NoticeKindLink(kind, notice_words(NoticeKind(kind)), counts[kind]) for kind in counts),
        kind=asked.kind,
        with_closed=asked.with_closed,
        next_cursor=found.next_cursor,
        is_first=not asked.cursor,
        several_places=has_several_places(actor),
        how_soon=tuple(_how_soon(pieces) for pieces in PIECES),
    )


def _how_soon(pieces: float) -> HowSoon:
    return HowSoon(pieces, *(stated_days(change, pieces) for change in ("doubled", "halved", "dying", "stopped")))


def notices_of_item(actor: Actor, variant_id: UUID) -> tuple[NoticeLine, ...]:
    """The open changes of one item."""
    return tuple(notice_line(row) for row in notices_page(actor, variant_id=variant_id).items)


def notice_line(row: NoticeRow) -> NoticeLine:
    """A change in words."""
    tone, icon = TONES[row.kind]
    return NoticeLine(
        variant_id=row.variant_id,
        sku=row.sku,
        name=row.name,
        location=row.location,
        kind=row.kind,
        words=notice_words(row.kind),
        tone=tone,
        icon=icon,
        since=row.since,
        before=row.before,
        now=row.now,
        change=signed_percent(row.now / row.before - 1.0) if row.before > LEAST_BEFORE else "",
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )


def notice_words(kind: NoticeKind) -> str:
    """A kind of change as people call it."""
    return {
        NoticeKind.SURGE: gettext("Sells more just now"),
        NoticeKind.UP: gettext("Sells more for weeks"),
        NoticeKind.DOWN: gettext("Sells less"),
        NoticeKind.DYING: gettext("Hardly sells any more"),
        NoticeKind.NEW: gettext("New item"),
        NoticeKind.TAKING_OFF: gettext("New and taking off"),
        NoticeKind.AWAKE: gettext("Sells again"),
        NoticeKind.PROMOTED: gettext("Sells more in its promotion"),
    }[kind]
