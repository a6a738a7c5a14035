"""One page of a list and what the list adds up to, however long it is."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
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
    suppliers: int = 0
    at_risk: int = 0


# Named unlike the columns, which the filters speak of.
_SUMS: dict[str, Any] = {
    "all_lines": Count("id"),
    "all_value": Coalesce(Sum("order_value"), ZERO),
    "all_at_stake": Coalesce(Sum("money_at_stake"), ZERO),
    "all_suppliers": Count("supplier", distinct=True, filter=~Q(supplier="")),
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


def totals_by_list(actor: Actor, run: PlanRun) -> dict[str, Totals]:
    """What each of the three lists adds up to now, after what people decided."""
    listed = Advice.objects.of(actor).filter(run=run, shown_in__in=LISTED)
    found = listed.order_by().values("shown_in").annotate(**_SUMS).values_list("shown_in", *_SUMS)
    sums = {name: Totals(*told) for name, *told in found}
    return {name: sums.get(name, Totals()) for name in LISTED}


def totals_of(actor: Actor, run: PlanRun, wanted: AdviceFilter) -> Totals:
    """What the lines that pass the filter add up to."""
    found = advice_rows(actor, run, wanted).order_by().aggregate(**_SUMS)
    return Totals(*(found[name] for name in _SUMS))


def totals_by_supplier(
    actor: Actor, run: PlanRun, wanted: AdviceFilter, suppliers: Sequence[str]
) -> dict[str, Totals]:
    """What the lines that pass the filter add up to, for each of `suppliers`."""
    rows = advice_rows(actor, run, wanted).filter(supplier__in=suppliers)
    found = rows.order_by().values("supplier").annotate(**_SUMS).values_list("supplier", *_SUMS)
    return {supplier: Totals(*told) for supplier, *told in found}


def values_of(actor: Actor, run: PlanRun, shown_in: ActionList) -> list[tuple[str, str, str]]:
    """The suppliers, categories and locations that occur together on a list, for its filters."""
    rows = Advice.objects.of(actor).filter(run=run, shown_in=shown_in)
    return list(rows.order_by().values_list("supplier", "category", "location_name").distinct())


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
