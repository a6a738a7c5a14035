"""What the address of the stock list asks for, and the columns that somebody chose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from stockwright.insights.queries.stock_list import SORTS, STATUSES, StockFilter
from stockwright.web.fill.readings import id_in
from stockwright.web.fill.stock_columns import COLUMNS, USUAL
from stockwright.web.shown.frame import Chip, Choice


@dataclass(frozen=True)
class AskedStock:
    """The parameters of the stock list."""

    sort: str = "name"
    q: str = ""
    location: str = ""
    status: str = ""
    category: str = ""
    supplier: str = ""
    view: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; what is not known is left at its default."""
        told = {name: query.get(name, "").strip()[:300] for name in cls.__dataclass_fields__}
        if told["sort"].removeprefix("-") not in SORTS:
            told["sort"] = cls.sort
        if told["status"] not in STATUSES:
            told["status"] = ""
        if id_in(told["location"]) is None:
            told["location"] = ""
        told["view"] = "items" if told["view"] == "items" else ""
        return cls(**told)

    @property
    def filter(self) -> StockFilter:
        """The same as the query understands it."""
        return StockFilter(
            search=self.q,
            location_id=id_in(self.location),
            status=self.status,
            category=self.category,
            supplier=self.supplier,
            by_item=self.view == "items",
            sort=self.sort.removeprefix("-"),
            backwards=self.sort.startswith("-"),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether less than all stock is wanted."""
        return any((self.q, self.location, self.status, self.category, self.supplier))

    def without(self, name: str) -> str:
        """The address with one filter taken off."""
        plain, wanted = type(self)(), replace(self, cursor="", **{name: ""})
        told = {k: v for k, v in vars(wanted).items() if v != getattr(plain, k)}
        return f"{reverse('stock')}?{urlencode(told)}"

    def chips(self, locations: Sequence[Choice]) -> tuple[Chip, ...]:
        """The filters that are on, each with the way to take it off."""
        place = next((one.label for one in locations if one.is_chosen), "")
        told = (
            ("location", gettext("Location"), place or (self.location and gettext("unknown place"))),
            ("status", gettext("Status"), status_words(self.status) if self.status else ""),
            ("category", gettext("Category"), self.category),
            ("supplier", gettext("Supplier"), self.supplier),
        )
        return tuple(Chip(label, value, self.without(name)) for name, label, value in told if value)


def chosen_columns(query: QueryDict, kept: Sequence[str] | None) -> tuple[str, ...]:
    """The columns to show: those the address names, else those kept from the last choice, else the usual."""
    wanted = query.getlist("column") or kept or USUAL
    return tuple(name for name in COLUMNS if name in wanted) or USUAL


def status_words(status: str) -> str:
    """A status as people call it."""
    return {
        "in_stock": gettext("In stock"),
        "low": gettext("Low"),
        "out": gettext("Out of stock"),
        "negative": gettext("Below zero"),
        "unknown": gettext("Unknown"),
    }[status]
