"""Forecast runs: when, from what, and what came of them."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from stockwright.forecasting.models import ForecastRun
from stockwright.forecasting.queries.runs import version_of
from stockwright.insights.queries.forecast_runs import RunStory, run_story, runs_page
from stockwright.kit.actor import Actor
from stockwright.kit.money import exact
from stockwright.web.components.moments import exactly
from stockwright.web.components.numbers import quantity
from stockwright.web.fill.accuracy import accuracy_of
from stockwright.web.fill.demand_words import state_words
from stockwright.web.fill.performance import figures_of, groups_of
from stockwright.web.fill.performance_charts import by_lead_chart
from stockwright.web.fill.wording import day_in_words
from stockwright.web.shown.performance import Fact, RunLine, RunPage, RunsPage

LINES = 50


def forecast_runs_page(actor: Actor, cursor: str) -> RunsPage:
    """The runs, the newest first."""
    found = runs_page(actor, cursor=cursor, limit=LINES)
    return RunsPage(tuple(_line(story) for story in found.items), found.next_cursor, is_first=not cursor)


def forecast_run_page(actor: Actor, run_id: UUID) -> RunPage:
    """One run; NotFound for another company's."""
    story = run_story(actor, run_id)
    overall = story.overall
    return RunPage(
        line=_line(story),
        facts=_facts(story.run),
        settings=tuple(Fact(name.replace("_", " "), _value(value)) for name, value in story.run.settings.items()),
        figures=figures_of(overall) if overall else (),
        charts=(by_lead_chart(story.leads),) if story.leads else (),
        groups=groups_of(story.classes, "class"),
        backtest=accuracy_of(story.run),
        predictions_url=f"{reverse('predictions')}?run={run_id}" if story.has_items else "",
    )


def _line(story: RunStory) -> RunLine:
    run, overall = story.run, story.overall
    ours = overall.forecast.wape if overall else None
    naive = overall.last_week.wape if overall else None
    return RunLine(
        id=run.pk,
        as_of=run.as_of,
        started_at=run.started_at,
        state=run.state,
        state_words=state_words(run.state),
        version=version_of(run),
        items=run.series,
        wape=None if ours is None else exact(ours),
        last_week=None if naive is None else exact(naive),
        judged=overall.judged if overall else 0,
        reason=run.reason,
    )


def _facts(run: ForecastRun) -> tuple[Fact, ...]:
    took = round((run.finished_at - run.started_at).total_seconds()) if run.finished_at else None
    levels = ", ".join(f"{quantity(round(level * 100, 1))}%" for level in run.levels)
    return (
        Fact(gettext("Sales up to"), day_in_words(run.as_of)),
        Fact(gettext("Model version"), version_of(run)),
        Fact(gettext("Items at places"), quantity(run.series)),
        Fact(gettext("Began"), exactly(run.started_at)),
        Fact(
            gettext("Took"),
            "" if took is None else _seconds(took),
        ),
        Fact(gettext("Stated levels"), levels),
    )


def _seconds(took: int) -> str:
    return ngettext("%(seconds)s second", "%(seconds)s seconds", took) % {"seconds": quantity(took)}


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_value(one)}" for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(one) for one in value)
    return quantity(exact(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
