"""The morning page, filled from the newest plan and what people decided since."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.forecasting.models import ForecastRun, RunState
from stockwright.forecasting.queries import runs as forecasting
from stockwright.forecasting.queries.scores import newest_scored_day, open_spell
from stockwright.insights.queries.nights import is_working, last_failure, next_plan_at
from stockwright.insights.queries.performance import calibration_of
from stockwright.insights.queries.proof import red_proof
from stockwright.insights.queries.tomorrow import due_next
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, exact
from stockwright.replenishment.models import PlanRun
from stockwright.replenishment.queries.advice import latest_plan
from stockwright.replenishment.queries.pages import (
    LISTED,
    ListSums,
    Totals,
    page_of_advice,
    sums_by_list,
    sums_of,
)
from stockwright.replenishment.rules import ActionList
from stockwright.sales.queries.days import last_sale_on
from stockwright.web.fill.asked import Asked, choices
from stockwright.web.fill.lines import lines_of
from stockwright.web.fill.performance import spell_of
from stockwright.web.shown.frame import Paging, Progress
from stockwright.web.shown.performance import Spell
from stockwright.web.shown.today import (
    Calibration,
    FailedRun,
    Header,
    Line,
    LineGroup,
    RedProof,
    Summary,
    Tab,
    TodayPage,
    Tomorrow,
)

LINES = 50


def today_page(actor: Actor, company: Company, asked: Asked) -> TodayPage:
    """The page in the state it is in."""
    run = latest_plan(actor)
    if run is None:
        return _before_the_first_plan(actor, company, asked)
    return _ready(actor, company, run, asked)


def header_of(actor: Actor, run: PlanRun, asked: Asked) -> Header:
    """The summary and the tabs."""
    return _header(actor, run, asked, sums_by_list(actor, run))


def _header(actor: Actor, run: PlanRun, asked: Asked, sums: dict[ActionList, ListSums]) -> Header:
    tabs = tuple(_tab(name, sums[name].total, asked) for name in LISTED)
    return Header(_summary(actor, run, sums, asked), tabs)


def first_progress(actor: Actor) -> Progress:
    """How far the first plan is."""
    forecast = forecasting.last_attempt(actor)
    if forecast is None:
        step = gettext("Waiting for its turn")
    elif forecast.state == RunState.DONE:
        step = gettext("Working out what to order")
    else:
        step = gettext("Forecasting every item")
    working = is_working(actor) or (forecast is not None and forecast.state == RunState.RUNNING)
    poll = reverse("today_progress") if working else ""
    return Progress(gettext("Making your first plan"), step, 0, 0, poll)


def _before_the_first_plan(actor: Actor, company: Company, asked: Asked) -> TodayPage:
    has_sales = last_sale_on(actor) is not None
    return TodayPage(
        state="first_plan" if has_sales else "no_data",
        today=clock.today(company.time_zone),
        header=None,
        progress=first_progress(actor) if has_sales else None,
        failed=_failed(actor, None) if has_sales else None,
        spell=None,
        red_proof=_red_proof(actor),
        tomorrow=None,
        tab=asked.list,
        query="",
        sort=asked.sort,
        group="",
        chips=(),
        suppliers=(),
        groups=(),
        total_cost=ZERO,
        total_at_stake=ZERO,
        paging=None,
    )


def _ready(actor: Actor, company: Company, run: PlanRun, asked: Asked) -> TodayPage:
    found = page_of_advice(
        actor, run, asked.filter, by_supplier=bool(asked.group), cursor=asked.cursor, limit=LINES
    )
    by_list = sums_by_list(actor, run)
    whole = by_list[ActionList(asked.list)]
    sums = sums_of(actor, run, asked.filter) if asked.is_narrowed else whole
    is_done = not whole.total.lines and asked.list == ActionList.ORDER_TODAY
    return TodayPage(
        state="ready",
        today=clock.today(company.time_zone),
        header=_header(actor, run, asked, by_list),
        progress=None,
        failed=_failed(actor, run),
        spell=_spell(actor),
        red_proof=_red_proof(actor),
        tomorrow=_tomorrow(actor, company, run) if is_done else None,
        tab=asked.list,
        query=asked.q,
        sort=asked.sort,
        group=asked.group,
        chips=asked.chips(reverse("today")),
        suppliers=choices(whole.suppliers, asked.supplier),
        groups=_groups(asked, sums, lines_of(actor, company, run, found.items)),
        total_cost=sums.total.order_value,
        total_at_stake=sums.total.money_at_stake,
        paging=Paging(len(found.items), sums.total.lines, found.next_cursor, is_first=not asked.cursor),
    )


def _groups(asked: Asked, sums: ListSums, lines: tuple[Line, ...]) -> tuple[LineGroup, ...]:
    if not asked.group:
        return (LineGroup("", len(lines), ZERO, ZERO, lines),) if lines else ()
    return tuple(
        _group(name, sums.by_supplier[name], tuple(members))
        for name, members in groupby(lines, key=lambda line: line.supplier)
    )


def _group(supplier: str, totals: Totals, lines: tuple[Line, ...]) -> LineGroup:
    title = supplier or gettext("Without a supplier")
    return LineGroup(title, totals.lines, totals.order_value, totals.money_at_stake, lines)


def _tab(name: ActionList, sums: Totals, asked: Asked) -> Tab:
    money = sums.order_value if name == ActionList.ORDER_TODAY else sums.money_at_stake
    return Tab(name.value, sums.lines, money, asked.url(reverse("today"), list=name.value), asked.list == name)


def _summary(actor: Actor, run: PlanRun, sums: dict[ActionList, ListSums], asked: Asked) -> Summary:
    order, look = sums[ActionList.ORDER_TODAY].total, sums[ActionList.ATTENTION].total
    forecast = ForecastRun.objects.of(actor).filter(pk=run.forecast_run_id).first()
    wape = forecast.accuracy.get("wape") if forecast else None
    return Summary(
        items=run.summary["items"],
        to_order=order.lines,
        suppliers=len(sums[ActionList.ORDER_TODAY].suppliers),
        order_cost=order.order_value,
        at_risk=order.at_risk + look.at_risk,
        at_stake=order.money_at_stake,
        stock_unknown=run.summary["stock_unknown"],
        accuracy=None if wape is None else max(ZERO, 1 - exact(wape)),
        calibration=_calibration(actor, forecast),
        planned_at=run.finished_at or run.started_at,
        url_items=reverse("items"),
        url_at_risk=f"{reverse('items')}?risk=1",
        url_at_stake=asked.url(reverse("today"), list=ActionList.ORDER_TODAY, sort="money"),
        url_accuracy=reverse("accuracy"),
    )


def _calibration(actor: Actor, run: ForecastRun | None) -> Calibration | None:
    found = calibration_of(actor, run, newest_scored_day(actor))
    return Calibration(exact(found.at_90.level), exact(found.at_90.held), found.at_90.judged) if found else None


def _spell(actor: Actor) -> Spell | None:
    found = open_spell(actor)
    return spell_of(found) if found else None


def _failed(actor: Actor, run: PlanRun | None) -> FailedRun | None:
    failure = last_failure(actor, run)
    if failure is None:
        return None
    names = {
        "forecast": gettext("forecast"),
        "plan": gettext("plan"),
        "sync": gettext("closing of the day"),
        "scores": gettext("scoring of past forecasts"),
    }
    return FailedRun(
        what=names.get(failure.step, failure.step),
        reason=failure.reason,
        at=failure.at,
        lists_from=run.finished_at if run else None,
        is_retrying=is_working(actor),
    )


def _red_proof(actor: Actor) -> RedProof | None:
    proof = red_proof(actor)
    return RedProof(proof.differences, proof.at) if proof else None


def _tomorrow(actor: Actor, company: Company, run: PlanRun) -> Tomorrow:
    coming = due_next(actor, run)
    return Tomorrow(coming.items, exact(coming.exposed), next_plan_at(clock.now(), company.time_zone))
