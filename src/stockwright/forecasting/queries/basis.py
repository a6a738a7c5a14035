"""What the forecast of an item is made from: who forecasts it, what it was told, what it leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from stockwright.forecasting.models import DemandNotice, ItemForecast, ModelVersion
from stockwright.forecasting.queries.basis_days import known_days
from stockwright.forecasting.queries.runs import latest_run, version_of
from stockwright.forecasting.queries.successions import SuccessionView, successions_about
from stockwright.forecasting.rules.basis import Known, LeftOut, Stage, Told, stage_of
from stockwright.forecasting.rules.calendar import LAST_DAY, Span
from stockwright.forecasting.rules.runs import HORIZON_DAYS
from stockwright.forecasting.rules.versions import shares_of
from stockwright.inventory.models import KitComponent, Snapshot
from stockwright.inventory.queries.locations import check_location
from stockwright.kit.actor import Actor
from stockwright.sales.models import DailySales
from stockwright.sales.queries.channels import channel_demands
from stockwright.sales.rules import DemandKind

PAST_DAYS = 365
FULL_DAY = 1440
NOWHERE = UUID(int=0)


@dataclass(frozen=True)
class Basis:
    """What is behind the newest forecast of an item at a place; `as_of` is None where it has none.

    `shares` are the say of each family of methods among items of the same `demand_class`, the largest first, and
    `losses` what each lost per piece on days it had not seen. `days_out` counts the days of the last year on which
    the item was not in stock all day: they count by the time in stock.
    """

    told: list[Known]
    left_out: list[Known]
    as_of: date | None = None
    version: str = ""
    demand_class: str = ""
    method: str = ""
    stage: Stage | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    losses: Mapping[str, float] = field(default_factory=dict)
    days_out: int = 0


def basis_of(actor: Actor, variant_id: UUID, location_id: UUID | None, *, today: date) -> Basis:
    """Everything behind the forecast of an item at a place.

    Of the calendar only the days that are forecast, of the item all that is still to come. NotFound for another
    company's place.
    """
    check_location(actor, location_id)
    run = latest_run(actor)
    item = variant_id, location_id or NOWHERE
    rows = ItemForecast.objects.of(actor).filter(run=run, variant_id=item[0], location_id=item[1])
    found = rows.values_list("demand_class", "method").first() if run else None
    last = run.as_of if run else today - timedelta(days=1)
    past = Span(last - timedelta(days=PAST_DAYS - 1), last)
    ahead = Span(last + timedelta(days=1), last + timedelta(days=HORIZON_DAYS))
    days = known_days(actor, (variant_id, location_id), Span(past.first, LAST_DAY), calendar=ahead)
    known = [one for one in days if _matters(one, last)]
    links = successions_about(actor, variant_id)
    told = [one for one in known if isinstance(one.kind, Told)] + _standing(actor, variant_id, links)
    left_out = [one for one in known if isinstance(one.kind, LeftOut)]
    stage = _stage(actor, found[0] if found else "", item, links, ahead.first)
    basis = Basis(sorted(told, key=lambda one: one.order), left_out, stage=stage)
    if run is None or found is None:
        return basis
    skill = _skill(actor, run.version_id, found[0])
    return replace(
        basis,
        as_of=run.as_of,
        version=version_of(run),
        demand_class=found[0],
        method=found[1],
        shares=shares_of(skill.get("weights", {})),
        losses=skill.get("losses", {}),
        days_out=_days_out(actor, item, past),
    )


def _matters(one: Known, last: date) -> bool:
    """Whether a dated thing belongs into a list: sales days that are past, and all else that is still to come."""
    if one.kind in (Told.KEPT_DAY, LeftOut.BULK_DAY, LeftOut.IGNORED_DAY):
        return True
    ends = one.last or one.first
    return ends is None or ends > last


def _standing(actor: Actor, variant_id: UUID, links: list[SuccessionView]) -> list[Known]:
    """What holds without days: inherited history, sets, channels on which not every order counts."""
    history = [
        Known(Told.HISTORY, one.predecessor_sku, first=one.from_on, amount=one.share)
        for one in links
        if one.variant_id == variant_id
    ]
    parts = KitComponent.objects.of(actor).filter(component_id=variant_id, kit__supplier=None)
    sets = [Known(Told.SET, one.kit.sku, amount=one.quantity) for one in parts.select_related("kit")]
    kinds = {row.channel: row.kind for row in channel_demands(actor) if row.kind != DemandKind.ORDERED}
    if not kinds:
        return [*history, *sets]
    sold = DailySales.objects.of(actor).filter(variant_id=variant_id, channel__in=kinds)
    names = sold.order_by("channel").values_list("channel", flat=True).distinct()
    return [*history, *sets, *(Known(Told.CHANNEL, name, detail=kinds[name].value) for name in names)]


def _stage(
    actor: Actor, demand_class: str, item: tuple[UUID, UUID], links: list[SuccessionView], now: date
) -> Stage | None:
    """None for an item without a forecast that nothing replaced."""
    gone = any(one.predecessor_id == item[0] and one.replaces and one.from_on <= now for one in links)
    if not demand_class and not gone:
        return None
    notices = DemandNotice.objects.of(actor).filter(variant_id=item[0], location_id=item[1], closed_on=None)
    change = notices.values_list("kind", flat=True).first() or ""
    return stage_of(demand_class, change, is_replaced=gone)


def _skill(actor: Actor, version_id: UUID | None, demand_class: str) -> Mapping[str, Mapping[str, float]]:
    if version_id is None:
        return {}
    known = ModelVersion.objects.of(actor).filter(pk=version_id).values_list("skill", flat=True).first()
    found: Mapping[str, Mapping[str, float]] = (known or {}).get(demand_class, {})
    return found


def _days_out(actor: Actor, item: tuple[UUID, UUID], past: Span) -> int:
    days = Snapshot.objects.of(actor).filter(variant_id=item[0], location_id=item[1], taken_on__range=past)
    return days.filter(in_stock_minutes__lt=FULL_DAY).count()
