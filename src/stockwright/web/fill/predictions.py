"""Predictions with what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.catalog.queries import find_by_code
from stockwright.forecasting.models import ForecastRun
from stockwright.forecasting.queries.prediction_days import PredictionFilter
from stockwright.forecasting.queries.predictions import Prediction, predictions_page
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.money import exact
from stockwright.kit.paging import Page
from stockwright.kit.problems import Problem
from stockwright.web.components.numbers import rate
from stockwright.web.fill.demand_words import family_name
from stockwright.web.fill.locations import location_choices
from stockwright.web.fill.readings import day_in, id_in
from stockwright.web.fill.wording import day_in_words
from stockwright.web.shown.predictions import PredictionLine, PredictionsPage

LINES = 50


@dataclass(frozen=True)
class AskedPredictions:
    """What the address asks for."""

    code: str = ""
    location: UUID | None = None
    run: UUID | None = None
    since: date | None = None
    until: date | None = None
    every: bool = False
    cursor: str = ""

    @staticmethod
    def of(told: Mapping[str, str]) -> "AskedPredictions":
        """Read an address; what cannot be read is left out."""
        return AskedPredictions(
            code=told.get("q", "").strip()[:100],
            location=id_in(told.get("location", "")),
            run=id_in(told.get("run", "")),
            since=day_in(told.get("since", "")),
            until=day_in(told.get("until", "")),
            every=told.get("every") == "1",
            cursor=told.get("cursor", ""),
        )

    @property
    def filter(self) -> PredictionFilter:
        """The same for the query, without the item."""
        return PredictionFilter(
            location_id=self.location,
            run_id=self.run,
            since=self.since,
            until=self.until,
            current=not (self.every or self.run),
        )


def shown_predictions(actor: Actor, company: Company, asked: AskedPredictions) -> PredictionsPage:
    """A page of them; what cannot be asked for is said in words."""
    refusal, found = "", Page[Prediction]((), None)
    try:
        found = _found(actor, company, asked)
    except Problem as problem:
        refusal = problem.text
    run = ForecastRun.objects.of(actor).filter(pk=asked.run).first() if asked.run else None
    return PredictionsPage(
        code=asked.code,
        since=asked.since.isoformat() if asked.since else "",
        until=asked.until.isoformat() if asked.until else "",
        run=str(run.pk) if run else "",
        run_words=gettext("run from sales up to %(day)s") % {"day": day_in_words(run.as_of)} if run else "",
        locations=location_choices(actor, str(asked.location or "")),
        is_current=asked.filter.current,
        lines=tuple(_line(one) for one in found.items),
        interval=exact(found.items[0].interval) if found.items else None,
        next_cursor=found.next_cursor,
        is_first=not asked.cursor,
        refusal=refusal,
        is_narrowed=asked != AskedPredictions(),
    )


def _found(actor: Actor, company: Company, asked: AskedPredictions) -> Page[Prediction]:
    wanted = asked.filter
    if asked.code:
        items = find_by_code(actor, asked.code)
        if not items:
            return Page((), None)
        wanted = replace(wanted, variant_id=items[0].variant_id)
    today = clock.today(company.time_zone)
    return predictions_page(actor, wanted, today=today, cursor=asked.cursor or None, limit=LINES)


def _line(one: Prediction) -> PredictionLine:
    came = one.actual_value
    features = one.input_features
    made_from = gettext("%(rate)s a day over 30 days, %(method)s") % {
        "rate": rate(exact(features.velocity_30)),
        "method": family_name(features.method),
    }
    return PredictionLine(
        item_url=f"{reverse('item', args=[one.variant_id])}?location={one.location_id}",
        name=one.name,
        sku=one.sku,
        location=one.location,
        day=one.day,
        days_ahead=one.days_ahead,
        value=exact(one.value),
        lower=exact(one.lower),
        upper=exact(one.upper),
        confidence=exact(one.confidence),
        actual=came,
        is_floor=one.in_stock_all_day is False,
        is_inside=None if one.accuracy_score is None or came is None else one.lower <= float(came) <= one.upper,
        accuracy=None if one.accuracy_score is None else exact(one.accuracy_score),
        version=one.model_version,
        made_from=made_from,
    )
