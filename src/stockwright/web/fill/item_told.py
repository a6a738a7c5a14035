"""What people told the forecast of one item, on its page and in its chart."""

from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from stockwright.accounts.models import Company
from stockwright.forecasting.queries.marks import item_promotions, marks_of
from stockwright.forecasting.rules.calendar import LONGEST_DAYS, Span
from stockwright.kit.actor import Actor
from stockwright.web.fill.notices import notices_of_item
from stockwright.web.fill.overrides import standing_of
from stockwright.web.shown.item import ChartMark, ItemTold


def item_marks(actor: Actor, variant_id: UUID, within: Span) -> tuple[ChartMark, ...]:
    """What makes days of the chart special: events, public holidays that count, promotions, changes in demand."""
    changes = (
        ChartMark(line.words, "change", line.since, line.since) for line in notices_of_item(actor, variant_id)
    )
    begun = (mark for mark in changes if within.first <= mark.first <= within.last)
    return (*(ChartMark(*mark) for mark in marks_of(actor, variant_id, within)), *begun)


def item_told(actor: Actor, company: Company, variant_id: UUID, today: date) -> ItemTold:
    """Overrides that stand, and promotions that run or are planned."""
    ahead = Span(today, today + timedelta(days=LONGEST_DAYS))
    url = f"{reverse('override_new')}?variant={variant_id}" if actor.may("forecast.write") else ""
    promotions = tuple(ChartMark(*mark) for mark in item_promotions(actor, variant_id, ahead))
    return ItemTold(standing_of(actor, company, variant_id), promotions, url)
