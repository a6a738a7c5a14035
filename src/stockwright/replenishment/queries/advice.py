"""The morning's lists: what stands on them and what each line rests on."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid, NotFound
from stockwright.replenishment.models import Advice, PlanRun
from stockwright.replenishment.rules import ActionList

SORTS = {
    "priority": ("priority", True),
    "money": ("money_at_stake", True),
    "runway": ("runway_days", False),
    "stockout": ("stockout_on", False),
    "quantity": ("recommended_quantity", True),
    "value": ("order_value", True),
    "stock": ("current_stock", False),
    "confidence": ("confidence", False),
    "sku": ("sku", False),
    "name": ("name", False),
}
"""What a list can be sorted by, with its column and whether the greatest come first."""


_MAY_LACK = frozenset({"runway_days", "stockout_on", "order_value", "current_stock"})


@dataclass(frozen=True)
class AdviceFilter:
    """Which lines are wanted, in which order."""

    shown_in: ActionList | None = ActionList.ORDER_TODAY
    search: str = ""
    supplier: str = ""
    category: str = ""
    location: str = ""
    reason: str = ""
    sort: str = "priority"
    backwards: bool = False


def latest_plan(actor: Actor) -> PlanRun | None:
    """The newest plan that ended well."""
    return PlanRun.objects.of(actor).filter(state="done").order_by("-finished_at").first()


def forecasts_in_use(actor: Actor) -> set[UUID]:
    """The forecast runs of the plan that is shown and of plans that are being made."""
    running = PlanRun.objects.of(actor).filter(state="running").values_list("forecast_run_id", flat=True)
    shown = latest_plan(actor)
    return {*running, *([shown.forecast_run_id] if shown else [])}


def last_attempt(actor: Actor) -> PlanRun | None:
    """The newest plan, however it went."""
    return PlanRun.objects.of(actor).order_by("-started_at").first()


def advice_rows(actor: Actor, run: PlanRun, wanted: AdviceFilter) -> QuerySet[Advice]:
    """The lines of a plan that pass the filter, sorted; without their terms, which lists do not show."""
    if wanted.sort not in SORTS:
        raise Invalid(f"Sort by one of: {', '.join(SORTS)}.")
    rows = Advice.objects.of(actor).filter(run=run).filter(_passes(wanted))
    return rows.order_by(*_order(wanted)).defer("terms")


def advice_of(actor: Actor, advice_id: UUID) -> Advice:
    """One line with all its terms; also of an earlier plan, a year later."""
    found = Advice.objects.of(actor).filter(pk=advice_id).first()
    if found is None:
        raise NotFound(what="advice")
    return found


def current_advice(actor: Actor, *, variant_id: UUID, location_id: UUID | None = None) -> list[Advice]:
    """What the newest plan says of a variant, at each of its locations or at one."""
    run = latest_plan(actor)
    if run is None:
        return []
    rows = Advice.objects.of(actor).filter(run=run, variant_id=variant_id)
    if location_id is not None:
        rows = rows.filter(location_id=location_id)
    return list(rows.order_by("location_name"))


def _passes(wanted: AdviceFilter) -> Q:
    passes = Q()
    if wanted.shown_in is not None:
        passes &= Q(shown_in=wanted.shown_in)
    if wanted.search:
        passes &= Q(sku__icontains=wanted.search) | Q(name__icontains=wanted.search)
    if wanted.reason:
        passes &= Q(reasons__contains=[wanted.reason])
    for column, value in (
        ("supplier", wanted.supplier),
        ("category", wanted.category),
        ("location_name", wanted.location),
    ):
        if value:
            passes &= Q(**{column: value})
    return passes


def _order(wanted: AdviceFilter) -> tuple[OrderBy, ...]:
    column, greatest_first = SORTS[wanted.sort]
    descending = greatest_first != wanted.backwards
    # Only where there can be nulls are they spoken of: otherwise the index would not be used.
    last = True if column in _MAY_LACK else None
    by = F(column).desc(nulls_last=last) if descending else F(column).asc(nulls_last=last)
    return by, F("id").asc()
