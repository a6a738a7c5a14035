"""Telling the forecast of promotions."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from stockwright.catalog.models import Category, Variant
from stockwright.forecasting.events.promotions import PromotionChanged, PromotionDropped, PromotionPlanned
from stockwright.forecasting.models import Promotion, PromotionItem
from stockwright.forecasting.rules.promotions import (
    PromotionCancelled,
    PromotionTold,
    check_amount,
    checked_promotion,
)
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import one_at_a_time
from stockwright.messaging.actions.events import emit

_FIELDS = tuple(field.name for field in fields(PromotionTold) if field.name != "variant_ids")


@deed("forecast.write")
def plan_promotions(actor: Actor, *, told: Sequence[PromotionTold], now: datetime, source: str) -> list[Promotion]:
    """Tell of promotions, all or none; asking again for the same source returns those that were told."""
    check_amount(told)
    fine = [checked_promotion(one) for one in told]
    one_at_a_time(actor.company_id, "promotions")
    sources = [f"{source}:{number}" for number in range(len(fine))]
    known = Promotion.objects.of(actor).filter(source__in=sources)
    if known or not fine:
        return sorted(known, key=lambda row: sources.index(row.source))
    _refuse_unknown(actor, fine)
    rows = [
        Promotion(
            company_id=actor.company_id,
            **{name: getattr(one, name) for name in _FIELDS},
            source=cause,
            told_at=now,
            told_by=actor.label,
        )
        for one, cause in zip(fine, sources, strict=True)
    ]
    Promotion.objects.bulk_create(rows)
    PromotionItem.objects.bulk_create(
        [item for row, one in zip(rows, fine, strict=True) for item in _items(actor, row, one)]
    )
    emit(actor, PromotionPlanned([row.pk for row in rows], rows[0].name, len(rows)))
    return rows


@deed("forecast.write")
def change_promotion(actor: Actor, *, promotion_id: UUID, told: PromotionTold, now: datetime) -> Promotion:
    """Tell a promotion anew; where nothing differs, nothing happens."""
    fine = checked_promotion(told)
    row = _locked(actor, promotion_id)
    _refuse_unknown(actor, [fine])
    own = PromotionItem.objects.of(actor).filter(promotion_id=row.pk)
    items_before = set(own.values_list("variant_id", flat=True))
    before = {name: getattr(row, name) for name in _FIELDS}
    differs = [name for name in _FIELDS if before[name] != getattr(fine, name)]
    moved = items_before != set(fine.variant_ids)
    if not differs and not moved:
        return row
    if moved:
        own.delete()
        PromotionItem.objects.bulk_create(_items(actor, row, fine))
    for name in differs:
        setattr(row, name, getattr(fine, name))
    row.changed_at, row.changed_by = now, actor.label
    row.save(update_fields=[*differs, "changed_at", "changed_by"])
    told_before = {name: str(before[name]) for name in differs}
    told_after = {name: str(getattr(fine, name)) for name in differs}
    if moved:
        told_before["items"], told_after["items"] = str(len(items_before)), str(len(fine.variant_ids))
    emit(actor, PromotionChanged(row.pk, row.name, told_before, told_after))
    return row


@deed("forecast.write")
def cancel_promotion(actor: Actor, *, promotion_id: UUID, now: datetime, reason: str = "") -> Promotion:
    """Say that a promotion does not take place (or did not): the forecast knows it no more."""
    row = _locked(actor, promotion_id)
    row.cancelled_at, row.cancelled_by, row.reason = now, actor.label, reason
    row.save(update_fields=["cancelled_at", "cancelled_by", "reason"])
    emit(actor, PromotionDropped(row.pk, row.name, reason))
    return row


def _items(actor: Actor, row: Promotion, told: PromotionTold) -> list[PromotionItem]:
    return [
        PromotionItem(company_id=actor.company_id, promotion_id=row.pk, variant_id=variant_id)
        for variant_id in told.variant_ids
    ]


def _locked(actor: Actor, promotion_id: UUID) -> Promotion:
    row = locked_one(Promotion.objects.of(actor).filter(pk=promotion_id), what="promotion")
    if row.cancelled_at is not None:
        raise PromotionCancelled
    return row


def _refuse_unknown(actor: Actor, told: Sequence[PromotionTold]) -> None:
    items = {variant_id for one in told for variant_id in one.variant_ids}
    groups = {one.category_id for one in told if one.category_id}
    if items and Variant.objects.of(actor).filter(pk__in=items).count() < len(items):
        raise NotFound(what="item")
    if groups and Category.objects.of(actor).filter(pk__in=groups).count() < len(groups):
        raise NotFound(what="category")
