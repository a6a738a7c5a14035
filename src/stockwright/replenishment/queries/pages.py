"""One page of a list and what the list adds up to, however long it is."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.replenishment.models import Advice, PlanRun
from stockwright.replenishment.queries.advice import SORTS, AdviceFilter, advice_rows
from stockwright.replenishment.rules import ActionList

LISTED = (ActionList.ORDER_TODAY, ActionList.ALREADY_ORDERED, ActionList.ATTENTION)

_NONE = ""


class Totals(NamedTuple):
    """What some lines add up to."""

    lines: int = 0
    order_value: Decimal = ZERO
    money_at_stake: Decimal = ZERO
    at_risk: int = 0

    def plus(self, other: "Totals") -> "Totals":
        """Both together."""
        return Totals(
            self.lines + other.lines,
            self.order_value + other.order_value,
            self.money_at_stake + other.money_at_stake,
            self.at_risk + other.at_risk,
        )


@dataclass(frozen=True)
class ListSums:
    """What a list adds up to, by supplier; lines without one are under the empty name."""

    by_supplier: dict[str, Totals] = field(default_factory=dict)

    @cached_property
    def total(self) -> Totals:
        """The whole list."""
        return reduce(Totals.plus, self.by_supplier.values(), Totals())

    @property
    def suppliers(self) -> frozenset[str]:
        """The names of the suppliers."""
        return frozenset(self.by_supplier) - {""}


# Named unlike the columns, which the filters speak of.
_SUMS: dict[str, Any] = {
    "all_lines": Count("id"),
    "all_value": Coalesce(Sum("order_value"), ZERO),
    "all_at_stake": Coalesce(Sum("money_at_stake"), ZERO),
    "all_at_risk": Count("id", filter=Q(money_at_stake__gt=0)),
}


def page_of_advice(
    actor: Actor, run: PlanRun, wanted: AdviceFilter, *, by_supplier: bool, cursor: str, limit: int
) -> Page[Advice]:
    """Lines after `cursor` in the filter's order, with their terms; by supplier first when asked for."""
    column, _ = SORTS[wanted.sort]
    rows = advice_rows(actor, run, wanted).defer(None)
    if by_supplier:
        rows = rows.order_by("supplier", *rows.query.order_by)
    if cursor:
        rows = rows.filter(_after(wanted, decode_cursor(cursor, 3), by_supplier=by_supplier))
    return page_of(list(rows[: limit + 1]), limit, lambda row: _key(row, column))


def sums_by_list(actor: Actor, run: PlanRun) -> dict[ActionList, ListSums]:
    """What each of the three lists adds up to now, after what people decided; one pass over their lines."""
    listed = Advice.objects.of(actor).filter(run=run, shown_in__in=LISTED).order_by()
    found = listed.values("shown_in", "supplier").annotate(**_SUMS)
    sums: dict[ActionList, dict[str, Totals]] = {name: {} for name in LISTED}
    for name, supplier, *told in found.values_list("shown_in", "supplier", *_SUMS):
        sums[ActionList(name)][supplier] = Totals(*told)
    return {name: ListSums(by_supplier) for name, by_supplier in sums.items()}


def sums_of(actor: Actor, run: PlanRun, wanted: AdviceFilter) -> ListSums:
    """What the lines that pass the filter add up to."""
    rows = advice_rows(actor, run, wanted).order_by().values("supplier").annotate(**_SUMS)
    return ListSums({supplier: Totals(*told) for supplier, *told in rows.values_list("supplier", *_SUMS)})


def _key(row: Advice, column: str) -> tuple[str, str, str]:
    value = getattr(row, column)
    text = _NONE if value is None else value.isoformat() if isinstance(value, date) else _text(value)
    return row.supplier, text, str(row.pk)


def _text(value: object) -> str:
    """A value of a sort column as text that compares equal when read back."""
    return repr(value) if isinstance(value, float) else str(value)


def _after(wanted: AdviceFilter, key: list[str], *, by_supplier: bool) -> Q:
    """Lines that come after the key in the order of `advice_rows`: value (nulls last), then id."""
    supplier, value, pk = key
    column, greatest_first = SORTS[wanted.sort]
    if not value and column not in {"sku", "name"}:
        later = Q(**{f"{column}__isnull": True, "id__gt": pk})
    else:
        beyond = "lt" if greatest_first != wanted.backwards else "gt"
        later = Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, "id__gt": pk})
        later |= Q(**{f"{column}__isnull": True})
    if not by_supplier:
        return later
    return Q(supplier__gt=supplier) | (Q(supplier=supplier) & later)
