"""The stock at a moment, filled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.inventory.queries.locations import locations_of
from stockwright.inventory.queries.stock_then import Moments, ThenRow, stock_then
from stockwright.kit.actor import Actor
from stockwright.web.fill.files import Cell
from stockwright.web.fill.moments import moment_asked
from stockwright.web.fill.readings import id_in
from stockwright.web.shown.frame import Choice, Paging
from stockwright.web.shown.stock_at import StockAtPage, ThenLine

LINES = 50


@dataclass(frozen=True)
class AskedMoment:
    """The parameters of the page."""

    moment: str = ""
    known: str = ""
    location: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address."""
        return cls(**{name: query.get(name, "").strip()[:300] for name in cls.__dataclass_fields__})

    def moments(self, now: datetime) -> Moments:
        """The same as the query understands it; what is left empty is now."""
        return Moments(moment_asked(self.moment, now), moment_asked(self.known, now), id_in(self.location))


def stock_at_page(actor: Actor, asked: AskedMoment, *, now: datetime) -> StockAtPage:
    """The page, with the same few queries for any number of rows."""
    wanted = asked.moments(now)
    found, totals = stock_then(actor, wanted=wanted, cursor=asked.cursor, limit=LINES)
    return StockAtPage(
        moment=wanted.moment,
        known_at=wanted.known_at,
        asked_moment=asked.moment,
        asked_known=asked.known,
        locations=tuple(
            Choice(str(place.id), place.name, place.id == wanted.location_id) for place in locations_of(actor)
        ),
        rows=tuple(_line(row) for row in found.items),
        pieces=totals.pieces,
        value=totals.value,
        paging=Paging(len(found.items), totals.rows, found.next_cursor, is_first=not asked.cursor),
    )


def stock_at_file(actor: Actor, company: Company, asked: AskedMoment, *, now: datetime) -> Iterator[Sequence[Cell]]:
    """All rows, their totals, and the two moments."""
    wanted = asked.moments(now)
    found, totals = stock_then(actor, wanted=wanted, limit=None)
    yield ("SKU", gettext("Name"), gettext("Location"), gettext("Quantity"), gettext("Unit"), gettext("Value"))
    for row in found.items:
        yield (row.sku, row.name, row.location, row.quantity, row.unit, row.value)
    yield ()
    yield gettext("Stock at"), timezone.localtime(wanted.moment)
    yield gettext("As known at"), timezone.localtime(wanted.known_at)
    yield gettext("Lines"), totals.rows
    yield gettext("Total pieces"), totals.pieces
    yield gettext("Total value"), totals.value, company.currency


def _line(row: ThenRow) -> ThenLine:
    url = f"{reverse('stock_item', args=[row.variant_id])}?location={row.location_id}"
    return ThenLine(url, row.name, row.sku, row.location, row.unit, row.quantity, row.value)
