"""What makes days of an item special: events, public holidays and promotions."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from stockwright.catalog.models import Variant
from stockwright.forecasting.models import Promotion, PromotionItem
from stockwright.forecasting.queries.calendar import occurrences_between
from stockwright.forecasting.queries.holidays import holidays_between
from stockwright.forecasting.rules.calendar import Span
from stockwright.kit.actor import Actor


class DayMark(NamedTuple):
    """Something that days have; `tone` is event, holiday or promotion."""

    name: str
    tone: str
    first: date
    last: date


def marks_of(actor: Actor, variant_id: UUID, within: Span) -> list[DayMark]:
    """Everything that touches a span, by its first day; what does not count or was cancelled is left out."""
    events = [DayMark(one.name, "event", one.first, one.last) for one in occurrences_between(actor, within)]
    days = [DayMark(one.name, "holiday", one.day, one.day) for one in holidays_between(actor, within) if one.counts]
    return sorted([*events, *days, *item_promotions(actor, variant_id, within)], key=lambda mark: mark.first)


def item_promotions(actor: Actor, variant_id: UUID, within: Span) -> list[DayMark]:
    """The promotions of an item that touch a span: its own, and those of its category."""
    own = PromotionItem.objects.of(actor).filter(variant_id=variant_id).values("promotion_id")
    category = Variant.objects.of(actor).filter(pk=variant_id).values("product__category_id")
    rows = Promotion.objects.of(actor).filter(Q(pk__in=own) | Q(category_id__in=category), cancelled_at=None)
    touching = rows.filter(starts_on__lte=within.last, ends_on__gte=within.first).order_by("starts_on", "id")
    return [DayMark(row.name, "promotion", row.starts_on, row.ends_on) for row in touching]
