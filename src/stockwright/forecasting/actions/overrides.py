"""Saying otherwise than the forecast, for some days and with a reason."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

import polars as pl

from stockwright.catalog.queries import item_of
from stockwright.forecasting.events.overrides import OverrideEnded, OverrideMade
from stockwright.forecasting.models import Override
from stockwright.forecasting.rules.overrides import OverrideOver, OverrideTold, checked_override
from stockwright.inventory.queries.locations import check_location
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import stage_frames
from stockwright.kit.locking import locked_one
from stockwright.kit.statements import one_at_a_time, run
from stockwright.messaging.actions.events import emit

_STAGED = {
    "override_id": "uuid",
    "variant_id": "uuid",
    "location_id": "uuid",
    "day": "date",
    "base": "real",
    "told": "real",
}
_KEEP = """
    insert into forecasting_overrideday
        (company_id, override_id, variant_id, location_id, day, base, told, run_id)
    select %(company)s, override_id, variant_id, location_id, day, base, told, %(run)s from told_days
    on conflict do nothing
"""


@deed("forecast.write")
def make_override(actor: Actor, *, told: OverrideTold, now: datetime, today: date, source: str) -> Override:
    """Say otherwise than the forecast; asking again for the same source returns what was said."""
    fine = checked_override(told, today=today)
    one_at_a_time(actor.company_id, "overrides")
    if known := Override.objects.of(actor).filter(source=source).first():
        return known
    sku = item_of(actor, fine.variant_id).sku
    check_location(actor, fine.location_id)
    row = Override.objects.create(
        company_id=actor.company_id, **asdict(fine), source=source, made_at=now, made_by=actor.label
    )
    span = str(row.starts_on), str(row.expires_on)
    emit(actor, OverrideMade(row.pk, row.variant_id, sku, row.way, row.amount, *span, row.note))
    return row


@deed("forecast.write")
def end_override(actor: Actor, *, override_id: UUID, now: datetime, today: date) -> Override:
    """Let the forecast stand again from today on; OverrideOver where it does already."""
    row = locked_one(Override.objects.of(actor).filter(pk=override_id), what="override")
    if row.ended_on is not None or today > row.expires_on:
        raise OverrideOver
    row.ended_on, row.ended_at, row.ended_by = today, now, actor.label
    row.save(update_fields=["ended_on", "ended_at", "ended_by"])
    emit(actor, OverrideEnded(row.pk, row.variant_id, item_of(actor, row.variant_id).sku, str(today)))
    return row


@deed("plan.run")
def keep_override_days(actor: Actor, *, run_id: UUID, days: pl.DataFrame) -> None:
    """Keep what the overrides came to in a run; a day that an earlier run told of stays as it was."""
    if days.is_empty():
        return
    stage_frames([days], "told_days", _STAGED)
    run(_KEEP, {"company": actor.company_id, "run": run_id})
