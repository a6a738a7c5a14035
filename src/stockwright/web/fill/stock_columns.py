"""The columns of the stock list: what each is called, is sorted by and shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from stockwright.insights.queries.stock_list import StockRow
from stockwright.web.components.moments import since
from stockwright.web.components.numbers import DASH, money, quantity, quantity_or_dash
from stockwright.web.components.packs import in_packs
from stockwright.web.fill.files import Cell as Written
from stockwright.web.shown.stock import Cell


@dataclass(frozen=True)
class Reader:
    """Who looks: the company's money and day."""

    currency: str
    now: datetime
    today: date


@dataclass(frozen=True)
class Column:
    """A column: its title, the exact value for a file, and how it is written on the page."""

    title: str
    value: Callable[[StockRow, Reader], Written]
    told: Callable[[StockRow, Reader], str]
    sort: str = ""
    is_number: bool = True
    summed: str = ""  # the total below it: "pieces" or "value"


def _text(name: str, title: str) -> Column:
    return Column(
        title, lambda row, _: getattr(row, name), lambda row, _: getattr(row, name), name, is_number=False
    )


def _pieces(name: str, title: str, *, dash: bool = True, summed: str = "") -> Column:
    write = quantity_or_dash if dash else quantity
    return Column(
        title, lambda row, _: getattr(row, name), lambda row, _: write(getattr(row, name)), name, summed=summed
    )


def _money(name: str, title: str, *, summed: str = "") -> Column:
    return Column(
        title,
        lambda row, _: getattr(row, name),
        lambda row, reader: money(getattr(row, name), reader.currency),
        name,
        summed=summed,
    )


def _moment(name: str, title: str, sort: str) -> Column:
    def told(row: StockRow, reader: Reader) -> str:
        at = getattr(row, name)
        return since(at, reader.now) if at else DASH

    return Column(title, lambda row, _: getattr(row, name), told, sort)


def _idle(row: StockRow, reader: Reader) -> int | None:
    """Days without a sale."""
    return (reader.today - row.sold_on).days if row.sold_on else None


COLUMNS: dict[str, Column] = {
    "sku": _text("sku", gettext_noop("SKU")),
    "barcode": _text("barcode", gettext_noop("Barcode")),
    "category": _text("category", gettext_noop("Category")),
    "supplier": _text("supplier", gettext_noop("Supplier")),
    "location": _text("location", gettext_noop("Location")),
    "on_hand": _pieces("on_hand", gettext_noop("On hand"), dash=False, summed="pieces"),
    "reserved": _pieces("reserved", gettext_noop("Reserved")),
    "free": _pieces("free", gettext_noop("Free"), dash=False),
    "inbound": _pieces("inbound", gettext_noop("Inbound")),
    "outbound": _pieces("outbound", gettext_noop("Outbound")),
    "value": _money("value", gettext_noop("Value"), summed="value"),
    "cost": _money("cost", gettext_noop("Cost")),
    "low_stock": _pieces("low_stock", gettext_noop("Low at"), dash=False),
    "moved": _moment("moved_at", gettext_noop("Last movement"), ""),
    "changed": _moment("changed_at", gettext_noop("Last change"), "changed"),
    "idle": Column(gettext_noop("Days since sale"), _idle, lambda row, reader: quantity(_idle(row, reader))),
}
"""Every column that can be shown, in the order of the table."""

USUAL = ("location", "on_hand", "reserved", "free", "inbound", "value", "moved", "idle")
"""What is shown to somebody who never chose."""


def shown_cells(row: StockRow, names: tuple[str, ...], reader: Reader) -> tuple[Cell, ...]:
    """The facts of a row under the columns."""
    return tuple(_cell(COLUMNS[name], name, row, reader) for name in names)


def _cell(column: Column, name: str, row: StockRow, reader: Reader) -> Cell:
    packs = in_packs(row.on_hand, row.units_per_pack, row.unit) if name == "on_hand" and row.on_hand else ""
    return Cell(gettext(column.title), column.told(row, reader), column.is_number, packs)


def written(row: StockRow, names: tuple[str, ...], reader: Reader) -> tuple[Written, ...]:
    """The same facts, exact, for a file."""
    return tuple(_exact(COLUMNS[name].value(row, reader)) for name in names)


def _exact(value: Written) -> Written:
    return timezone.localtime(value).replace(microsecond=0) if isinstance(value, datetime) else value
