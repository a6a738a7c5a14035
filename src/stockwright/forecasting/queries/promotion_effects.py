"""What a promotion is expected to change, and what really came."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from stockwright.forecasting.models import ForecastRun, ItemForecast, Promotion, RunState
from stockwright.forecasting.queries.promotions import PromotedItem, items_of
from stockwright.forecasting.queries.runs import base_mean_of, latest_run, plain_mean_of
from stockwright.forecasting.rules.calendar import Span
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, exact
from stockwright.kit.problems import NotFound
from stockwright.sales.models import DailySales


@dataclass(frozen=True)
class ItemEffect:
    """Pieces of an item expected over the days told of, with the promotion and without it, and what came."""

    item: PromotedItem
    expected: Decimal
    without: Decimal
    came: Decimal | None

    @property
    def effect(self) -> Decimal:
        """What the promotion is expected to add."""
        return self.expected - self.without


@dataclass(frozen=True)
class PromotionEffect:
    """The effect by item, the largest first, over the days that the forecast of `as_of` told of.

    `first` to `last` are those days (None: no forecast knows the promotion yet). `came_to` is the last full
    day of sales among them: up to it `came` counts, and it is None before the first such day.
    """

    as_of: date | None
    first: date | None
    last: date | None
    came_to: date | None
    items: list[ItemEffect]

    @property
    def expected(self) -> Decimal:
        """Pieces expected in all."""
        return sum((one.expected for one in self.items), ZERO)

    @property
    def without(self) -> Decimal:
        """Pieces expected in all, had there been no promotion."""
        return sum((one.without for one in self.items), ZERO)

    @property
    def effect(self) -> Decimal:
        """What it is expected to add in all."""
        return self.expected - self.without

    @property
    def came(self) -> Decimal | None:
        """Pieces that came in all."""
        return None if self.came_to is None else sum((one.came or ZERO for one in self.items), ZERO)


def promotion_effect(actor: Actor, promotion_id: UUID) -> PromotionEffect:
    """What the last forecast from before a promotion began expected of it, beside what came.

    A promotion that was told after it began is read from the first forecast that knew it.
    """
    row = Promotion.objects.of(actor).filter(pk=promotion_id).first()
    if row is None:
        raise NotFound(what="promotion")
    run, items = _run_for(actor, row), {item.variant_id: item for item in items_of(actor, promotion_id)}
    if run is None:
        return PromotionEffect(None, None, None, None, [])
    told, horizon = _told(actor, run, items, Span(row.starts_on, row.ends_on))
    span = Span(
        max(row.starts_on, run.as_of + timedelta(days=1)), min(row.ends_on, run.as_of + timedelta(days=horizon))
    )
    if span.last < span.first:
        return PromotionEffect(run.as_of, None, None, None, [])
    newest = latest_run(actor)
    came_to = min(newest.as_of, span.last) if newest and newest.as_of >= span.first else None
    came = _came(actor, list(items), Span(span.first, came_to)) if came_to else {}
    effects = [
        ItemEffect(items[variant_id], expected, without, came.get(variant_id, ZERO) if came_to else None)
        for variant_id, (expected, without) in told.items()
    ]
    ordered = sorted(effects, key=lambda one: (-one.effect, one.item.sku))
    return PromotionEffect(run.as_of, span.first, span.last, came_to, ordered)


def _run_for(actor: Actor, row: Promotion) -> ForecastRun | None:
    told_at = row.changed_at or row.told_at
    knew = ForecastRun.objects.of(actor).filter(state=RunState.DONE, started_at__gte=told_at, as_of__lt=row.ends_on)
    before = knew.filter(as_of__lt=row.starts_on).order_by("-as_of", "-started_at").first()
    return before or knew.order_by("started_at").first()


def _told(
    actor: Actor, run: ForecastRun, items: dict[UUID, PromotedItem], span: Span
) -> tuple[dict[UUID, tuple[Decimal, Decimal]], int]:
    """Pieces of each item over the days of a span that the run told of, with and without; and its horizon."""
    days = slice(max((span.first - run.as_of).days - 1, 0), max((span.last - run.as_of).days, 0))
    sums: dict[UUID, list[float]] = defaultdict(lambda: [0.0, 0.0])
    horizon = 0
    for row in ItemForecast.objects.of(actor).filter(run=run, variant_id__in=items):
        for at, mean in enumerate((base_mean_of(row), plain_mean_of(row))):
            sums[row.variant_id][at] += sum(mean[days])
            horizon = len(mean)
    return {variant_id: (exact(both[0]), exact(both[1])) for variant_id, both in sums.items()}, horizon


def _came(actor: Actor, variant_ids: list[UUID], span: Span) -> dict[UUID, Decimal]:
    rows = DailySales.objects.of(actor).filter(variant_id__in=variant_ids, sold_on__range=span)
    return dict(rows.values_list("variant_id").annotate(pieces=Sum("ordered")).order_by())
