"""What makes days of an item special: told, decided by people, or left out by the program."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from stockwright.catalog.models import Variant
from stockwright.forecasting.models import CalendarEvent, Outlier, Override, PlannedPrice, Promotion, PromotionItem
from stockwright.forecasting.queries.calendar import occurrences_between
from stockwright.forecasting.queries.holidays import holidays_between
from stockwright.forecasting.rules.basis import Known, LeftOut, Told
from stockwright.forecasting.rules.calendar import Span
from stockwright.forecasting.rules.outliers import Decision
from stockwright.kit.actor import Actor
from stockwright.kit.money import exact


def known_days(
    actor: Actor, item: tuple[UUID, UUID | None], within: Span, *, calendar: Span | None = None
) -> list[Known]:
    """All that touches a span of days of a variant at a location (None: at any), by its first day.

    What was said of several places together counts for each of them. Of the calendar, which is the same for all
    items, only what touches `calendar`, if it is given.
    """
    variant_id, location_id = item
    found = [
        *calendar_days(actor, calendar or within),
        *promotions_within(actor, within, variant_id=variant_id),
        *_prices(actor, variant_id, within),
        *_overrides(actor, variant_id, location_id, within),
        *_sales_days(actor, variant_id, location_id, within),
    ]
    return sorted(found, key=lambda one: one.order)


def calendar_days(actor: Actor, within: Span) -> list[Known]:
    """Events and public holidays that touch a span, also those that do not count.

    They are the same for all items.
    """
    events = [
        Known(Told.EVENT, one.name, one.first, one.last, detail=one.kind)
        for one in occurrences_between(actor, within)
    ]
    days = [
        Known(Told.HOLIDAY if one.counts else LeftOut.HOLIDAY_OFF, one.name, one.day, one.day)
        for one in holidays_between(actor, within)
    ]
    off = CalendarEvent.objects.of(actor).filter(_touching(within)).exclude(cancelled_at=None)
    gone = [Known(LeftOut.CALLED_OFF, row.name, row.starts_on, row.ends_on, detail="event") for row in off]
    return [*events, *days, *gone]


def promotions_within(actor: Actor, within: Span, *, variant_id: UUID | None = None) -> list[Known]:
    """Promotions that touch a span: all, or the item's own and those of its category."""
    rows = Promotion.objects.of(actor).filter(_touching(within))
    if variant_id is not None:
        rows = rows.filter(_of_item(actor, variant_id))
    return [_promotion(row) for row in rows]


def _of_item(actor: Actor, variant_id: UUID) -> Q:
    own = PromotionItem.objects.of(actor).filter(variant_id=variant_id).values("promotion_id")
    category = Variant.objects.of(actor).filter(pk=variant_id).values("product__category_id")
    return Q(pk__in=own) | Q(category_id__in=category)


def _promotion(row: Promotion) -> Known:
    stands = row.cancelled_at is None
    kind, detail = (Told.PROMOTION, "") if stands else (LeftOut.CALLED_OFF, "promotion")
    return Known(kind, row.name, row.starts_on, row.ends_on, amount=row.discount, detail=detail)


def _prices(actor: Actor, variant_id: UUID, within: Span) -> list[Known]:
    rows = PlannedPrice.objects.of(actor).filter(variant_id=variant_id, cancelled_at=None, from_on__range=within)
    return [Known(Told.PRICE, "", row.from_on, amount=row.price) for row in rows]


def _overrides(actor: Actor, variant_id: UUID, location_id: UUID | None, within: Span) -> list[Known]:
    rows = Override.objects.of(actor).filter(variant_id=variant_id).filter(
        starts_on__lte=within.last, expires_on__gte=within.first
    )  # fmt: skip
    if location_id is not None:
        rows = rows.filter(Q(location_id=location_id) | Q(location=None))
    standing = [row for row in rows if row.ended_on is None or row.ended_on > row.starts_on]
    return [
        Known(Told.OVERRIDE, row.note, row.starts_on, _last_day(row), amount=row.amount, detail=row.way)
        for row in standing
    ]


def _last_day(row: Override) -> date:
    return (
        row.expires_on
        if row.ended_on is None
        else min(row.expires_on, date.fromordinal(row.ended_on.toordinal() - 1))
    )


def _sales_days(actor: Actor, variant_id: UUID, location_id: UUID | None, within: Span) -> list[Known]:
    """Days of bulk orders, and those of which a person said something."""
    rows = Outlier.objects.of(actor).filter(variant_id=variant_id, day__range=within)
    rows = rows.exclude(decision="", found=False)
    if location_id is not None:
        rows = rows.filter(location_id=location_id)
    kinds: dict[str, Told | LeftOut] = {Decision.KEEP: Told.KEPT_DAY, Decision.IGNORE: LeftOut.IGNORED_DAY}
    return [
        Known(
            kinds.get(row.decision, LeftOut.BULK_DAY),
            row.note or row.customer,
            row.day,
            row.day,
            amount=_counting(row),
            whole=exact(row.sold),
        )
        for row in rows
    ]


def _counting(row: Outlier) -> Decimal:
    return exact({Decision.KEEP.value: row.sold, Decision.IGNORE.value: 0.0}.get(row.decision, row.believed))


def _touching(within: Span) -> Q:
    return Q(starts_on__lte=within.last, ends_on__gte=within.first)
