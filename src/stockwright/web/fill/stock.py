"""The stock list, filled."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.catalog.models import Category, Supplier
from stockwright.insights.queries.stock_list import (
    STATUSES,
    StockRow,
    StockTotals,
    stock_page,
    stock_rows,
    stock_totals,
)
from stockwright.inventory.models import Level
from stockwright.inventory.queries.locations import LocationRow, locations_of
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.web.components.numbers import money, quantity
from stockwright.web.fill.asked import choices, filter_words
from stockwright.web.fill.files import Cell as Written
from stockwright.web.fill.stock_asked import AskedStock, status_words
from stockwright.web.fill.stock_columns import COLUMNS, Reader, shown_cells, written
from stockwright.web.kept import kept
from stockwright.web.shown.frame import Choice, Paging
from stockwright.web.shown.stock import Cell, ColumnChoice, Heading, StockLine, StockPage

LINES = 50


def stock_list(actor: Actor, company: Company, asked: AskedStock, columns: tuple[str, ...]) -> StockPage:
    """The page, with the same few queries for any number of rows."""
    found = stock_page(actor, wanted=asked.filter, cursor=asked.cursor, limit=LINES)
    totals = kept(actor, f"stock-totals:{asked.filter}", lambda: stock_totals(actor, wanted=asked.filter))
    locations = _locations(locations_of(actor), asked.location)
    reader, names = _reader(company), tuple(name for name in columns if _fits(name, asked))
    return StockPage(
        query=asked.q,
        sort=asked.sort,
        by_item=asked.view == "items",
        chips=asked.chips(locations),
        locations=locations,
        statuses=tuple(Choice(name, status_words(name), name == asked.status) for name in STATUSES),
        categories=_names(actor, Category, asked.category),
        suppliers=_names(actor, Supplier, asked.supplier),
        columns=tuple(ColumnChoice(name, gettext(one.title), name in columns) for name, one in COLUMNS.items()),
        headings=tuple(_heading(name) for name in names),
        rows=tuple(_line(row, names, reader) for row in found.items),
        totals=tuple(_total(name, totals, company) for name in names),
        pieces=totals.pieces,
        value=totals.value,
        paging=Paging(len(found.items), totals.rows, found.next_cursor, is_first=not asked.cursor),
        is_any=bool(totals.rows) or (asked.is_narrowed and Level.objects.of(actor).exists()),
    )


def stock_file(
    actor: Actor, company: Company, asked: AskedStock, columns: tuple[str, ...], *, now: datetime
) -> Iterator[tuple[Written, ...]]:
    """The rows exactly as filtered, sorted and with the columns that are shown, and their totals."""
    reader, names = _reader(company), tuple(name for name in columns if _fits(name, asked))
    yield (gettext("Name"), gettext("Status"), *(gettext(COLUMNS[name].title) for name in names))
    for row in stock_rows(actor, wanted=asked.filter):
        yield (row.name, status_words(row.status), *written(row, names, reader))
    totals = stock_totals(actor, wanted=asked.filter)
    yield ()
    locations = _locations(locations_of(actor), asked.location)
    yield gettext("Filter"), filter_words(asked.q, asked.chips(locations))
    yield gettext("Written"), now
    yield gettext("Lines"), totals.rows
    yield gettext("Total pieces"), totals.pieces
    yield gettext("Total value"), totals.value, company.currency


def _reader(company: Company) -> Reader:
    return Reader(company.currency, clock.now(), clock.today(company.time_zone))


def _fits(name: str, asked: AskedStock) -> bool:
    """Whether a column says anything in this view: over all places there is no place."""
    return name != "location" or asked.view != "items"


def _locations(places: list[LocationRow], chosen: str) -> tuple[Choice, ...]:
    wanted = UUID(chosen) if chosen else None
    return tuple(Choice(str(place.id), place.name, place.id == wanted) for place in places)


def _names(actor: Actor, table: type[Supplier] | type[Category], chosen: str) -> tuple[Choice, ...]:
    return choices(set(table.objects.of(actor).values_list("name", flat=True)), chosen)


def _heading(name: str) -> Heading:
    column = COLUMNS[name]
    return Heading(name, gettext(column.title), column.is_number, column.sort)


def _line(row: StockRow, names: tuple[str, ...], reader: Reader) -> StockLine:
    url = reverse("stock_item", args=[row.variant_id])
    return StockLine(
        variant_id=row.variant_id,
        url=f"{url}?location={row.location_id}" if row.location_id else url,
        name=row.name,
        sku=row.sku,
        status=row.status,
        status_words=status_words(row.status),
        cells=shown_cells(row, names, reader),
    )


def _total(name: str, totals: StockTotals, company: Company) -> Cell:
    column = COLUMNS[name]
    texts = {"pieces": quantity(totals.pieces), "value": money(totals.value, company.currency), "": ""}
    return Cell(gettext(column.title), texts[column.summed], column.is_number)
