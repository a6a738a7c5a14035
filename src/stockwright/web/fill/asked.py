"""What the address of a list asks for: which list, filtered how, in which order, from where on."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext

from stockwright.insights.words.reasons import reason_label
from stockwright.replenishment.queries.advice import SORTS, AdviceFilter
from stockwright.replenishment.queries.pages import LISTED
from stockwright.replenishment.rules import ActionList
from stockwright.web.shown.frame import Chip, Choice


@dataclass(frozen=True)
class Asked:
    """The parameters of a list of advice; `list` and `sort` always hold a known value."""

    list: str = ActionList.ORDER_TODAY
    sort: str = "priority"
    q: str = ""
    supplier: str = ""
    category: str = ""
    location: str = ""
    reason: str = ""
    group: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; what is not known is left at its default."""
        told = {name: query.get(name, "").strip()[:300] for name in cls.__dataclass_fields__}
        if told["list"] not in set(LISTED):
            told["list"] = cls.list
        if told["sort"].removeprefix("-") not in SORTS:
            told["sort"] = cls.sort
        told["group"] = "supplier" if told["group"] == "supplier" else ""
        return cls(**told)

    @property
    def filter(self) -> AdviceFilter:
        """The same as the plan's queries understand it."""
        return AdviceFilter(
            shown_in=ActionList(self.list),
            search=self.q,
            supplier=self.supplier,
            category=self.category,
            location=self.location,
            reason=self.reason,
            sort=self.sort.removeprefix("-"),
            backwards=self.sort.startswith("-"),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether less than the whole list is wanted."""
        return any((self.q, self.supplier, self.category, self.location, self.reason))

    def url(self, base: str, **changes: str) -> str:
        """The address with some parameters changed, from its first page, without those at their default."""
        wanted, plain = replace(self, cursor="", **changes), type(self)()
        told = {k: v for k, v in vars(wanted).items() if v != getattr(plain, k)}
        return f"{base}?{urlencode(told)}" if told else base

    def chips(self, base: str) -> tuple[Chip, ...]:
        """The filters that are on and have no field of their own, each with the way to take it off."""
        told = (
            ("supplier", gettext("Supplier"), self.supplier),
            ("category", gettext("Category"), self.category),
            ("location", gettext("Location"), self.location),
            ("reason", gettext("Reason"), reason_label(self.reason)),
        )
        return tuple(Chip(label, value, self.url(base, **{name: ""})) for name, label, value in told if value)

    def in_words(self) -> str:
        """The filter as one line of text, for files."""
        return filter_words(self.q, self.chips(""))


def filter_words(search: str, chips: Sequence[Chip]) -> str:
    """A search and the filters beside it as one line of text, for files."""
    told = [gettext("SKU or name contains: %(text)s") % {"text": search}] if search else []
    return "; ".join([*told, *(f"{chip.label}: {chip.value}" for chip in chips)]) or gettext("none")


def choices(values: AbstractSet[str], chosen: str) -> tuple[Choice, ...]:
    """Options of a filter, in order, without the empty one; a chosen one stays although it is gone."""
    told = sorted({value for value in values | {chosen} if value}, key=str.casefold)
    return tuple(Choice(value, value, value == chosen) for value in told)
