"""The chart of one item: its past, the fan of its forecast and how long its stock lasts."""

from datetime import date, timedelta

from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.engine.demand.forecast import Forecast
from stockwright.insights.queries.history import History
from stockwright.insights.queries.items import ItemStory
from stockwright.insights.rules.projections import projected, runs_out_on
from stockwright.insights.rules.wording import Wording
from stockwright.replenishment.rules import ActionList
from stockwright.web.fill.wording import wording_of
from stockwright.web.shown.item import Arrival, ChartBand, ChartMark, ItemChart

UNIT = "pcs"
_LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


def chart_of(
    company: Company,
    story: ItemStory,
    history: History,
    today: date,
    *,
    marks: tuple[ChartMark, ...] = (),
    estimate: tuple[float | None, ...] = (),
) -> ItemChart:
    """All that the chart draws; stock is projected only where somebody said how much there is."""
    bands = _bands(story.forecast) if story.forecast else ()
    stock, ordered = _projections(story, today)
    first = bands[0].on if bands else today
    out = runs_out_on(stock, first, max(today, first)) if stock else None
    lines = [line for line in story.arriving_here if line.expected_on >= today]
    return ItemChart(
        history_from=history.first,
        sales=history.sold,
        stock_history=history.stock,
        bands=bands,
        stock=stock,
        stock_with_advice=ordered,
        stockout_on=out,
        arrivals=tuple(
            Arrival(line.expected_on, line.missing, line.number, None, line.supplier or "", is_late=False)
            for line in lines
        ),
        summary=_summary(history, estimate, bands, out, wording_of(company)),
        unit=UNIT,
        marks=marks,
        estimate=estimate,
    )


def _bands(told: Forecast) -> tuple[ChartBand, ...]:
    picked = [min(range(len(told.levels)), key=lambda i, level=level: abs(told.levels[i] - level))  # type: ignore[misc]
              for level in _LEVELS]  # fmt: skip
    days = told.quantiles[0][:, picked].tolist()
    return tuple(ChartBand(told.as_of + timedelta(days=i + 1), *day) for i, day in enumerate(days))


def _projections(story: ItemStory, today: date) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Stock by day without the advice and with it; nothing where stock or forecast is unknown."""
    place, told, advice = story.place, story.forecast, story.advice
    if place is None or not place.known or told is None:
        return (), ()
    free, mean = float(place.on_hand - place.reserved), told.mean[0].tolist()
    first, start = told.as_of + timedelta(days=1), min(today, told.as_of + timedelta(days=told.horizon))
    start = max(start, first)
    arrivals: dict[date, float] = {}
    for line in story.arriving_here:
        arrivals[line.expected_on] = arrivals.get(line.expected_on, 0.0) + float(line.missing)
    alone = projected(free, mean, first=first, start=start, arrivals=arrivals)
    wanted = advice is not None and advice.order_id is None and advice.action_list == ActionList.ORDER_TODAY
    if advice is None or not wanted:
        return alone, ()
    arrives = start + timedelta(days=int(advice.terms["lead_days"]))
    followed = {**arrivals, arrives: arrivals.get(arrives, 0.0) + float(advice.recommended_quantity)}
    return alone, projected(free, mean, first=first, start=start, arrivals=followed)


def _summary(
    history: History,
    estimate: tuple[float | None, ...],
    bands: tuple[ChartBand, ...],
    out: date | None,
    wording: Wording,
) -> str:
    sold = sum(pieces or 0.0 for pieces in history.sold[-28:])
    said = [gettext("%(sold)s sold in the last 28 days.") % {"sold": wording.quantity(sold)}]
    recent = zip(estimate[-28:], history.sold[-28:], strict=False)
    if (lost := sum(more - (pieces or 0.0) for more, pieces in recent if more is not None)) >= 1:
        told = {"lost": wording.estimate(lost)}
        said.append(gettext("With stock all day about %(lost)s more would have been sold.") % told)
    if bands:
        middle = sum(band.q50 for band in bands) / len(bands)
        said.append(gettext("The forecast is about %(rate)s a day.") % {"rate": wording.estimate(middle)})
    if out:
        said.append(gettext("The stock runs out on %(day)s.") % {"day": wording.day(out)})
    return " ".join(said)
