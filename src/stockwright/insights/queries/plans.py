"""The newest plan's lines in pages, and what it comes to by supplier."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.replenishment.models import Advice, PlanRun
from stockwright.replenishment.queries.advice import AdviceFilter, advice_rows, latest_plan
from stockwright.replenishment.rules import ActionList


@dataclass(frozen=True)
class SupplierTotal:
    """What is to be ordered today from one supplier (empty: items without one)."""

    supplier: str
    items: int
    pieces: Decimal
    order_value: Decimal
    money_at_stake: Decimal


def advice_page(actor: Actor, wanted: AdviceFilter, *, cursor: str | None, limit: int) -> Page[Advice]:
    """The lines that pass the filter with all their terms, the most urgent first, all of one plan."""
    run, after = _place_in(actor, cursor)
    if run is None:
        return Page([], None)
    rows = advice_rows(actor, run, wanted).filter(after).order_by("-priority", "id").defer(None)
    return page_of(list(rows[: limit + 1]), limit, key=lambda row: (row.run_id, repr(row.priority), row.pk))


def orders_by_supplier(actor: Actor, run: PlanRun) -> list[SupplierTotal]:
    """What a plan orders today by supplier, the most money at stake first."""
    rows = advice_rows(actor, run, AdviceFilter(shown_in=ActionList.ORDER_TODAY)).order_by()
    totals = rows.values("supplier").annotate(
        lines=Count("id"),
        pieces=Sum("recommended_quantity"),
        cost=Sum("order_value"),
        stake=Sum("money_at_stake"),
    )
    return [
        SupplierTotal(row["supplier"], row["lines"], row["pieces"], row["cost"] or ZERO, row["stake"])
        for row in totals.order_by("-stake", "supplier")
    ]


def _place_in(actor: Actor, cursor: str | None) -> tuple[PlanRun | None, Q]:
    """The plan that a list is of, and what comes after the cursor; a list is told to its end from one plan."""
    if not cursor:
        return latest_plan(actor), Q()
    run, priority, advice = decode_cursor(cursor, 3)
    try:
        after = Q(priority__lt=float(priority)) | Q(priority=float(priority), id__gt=UUID(advice))
        return PlanRun.objects.of(actor).filter(pk=UUID(run)).first(), after
    except ValueError as error:
        raise InvalidCursor from error
