"""Worse is noticed once, told from demand that nobody could have foreseen, and over when it is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make.files import TODAY
from tests.make.goods import events_of
from tests.make.people import colleague, owner

from stockwright.engine.demand.scoring import SUMS
from stockwright.forecasting.actions.spells import note_accuracy
from stockwright.forecasting.models import AccuracySpell, ForecastRun, ForecastScore, RunState
from stockwright.forecasting.queries.scores import judgement, open_spell
from stockwright.forecasting.rules.scores import Judgement, Verdict, Week, judge
from stockwright.inventory.actions.locations import add_location
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed
from stockwright.kit.tenancy import scope

USUAL = Week(judged=700, wape=0.5, bias=0.0, naive_wape=0.8, naive_bias=0.0)
PAST = [USUAL._replace(wape=0.5 + 0.01 * (at % 3), bias=0.01 * (at % 3 - 1)) for at in range(8)]


def test_a_usual_week_is_fine() -> None:
    assert judge([USUAL, *PAST]).verdict == Verdict.FINE


def test_an_error_that_rises_alone_is_the_forecasts_fault() -> None:
    found = judge([USUAL._replace(wape=0.65), *PAST])
    assert (found.verdict, found.figure, found.found) == (Verdict.WORSE, "wape", 0.65)
    assert found.usual == pytest.approx(0.51, abs=0.01)


def test_an_error_that_rises_with_the_naive_one_is_the_demands_fault() -> None:
    assert judge([USUAL._replace(wape=0.65, naive_wape=1.04), *PAST]).verdict == Verdict.DEMAND


def test_a_small_rise_is_nobodys_fault() -> None:
    assert judge([USUAL._replace(wape=0.56), *PAST]).verdict == Verdict.FINE


def test_what_happens_in_every_other_week_is_usual() -> None:
    wild = [USUAL._replace(wape=0.3 + 0.3 * (at % 2)) for at in range(10)]
    assert judge([USUAL._replace(wape=0.62), *wild]).verdict == Verdict.FINE


def test_forecasts_that_are_suddenly_too_high_are_noticed_by_their_bias() -> None:
    found = judge([USUAL._replace(bias=0.2), *PAST])
    assert (found.verdict, found.figure) == (Verdict.WORSE, "bias")
    assert judge([USUAL._replace(bias=0.2, naive_bias=0.15), *PAST]).verdict == Verdict.DEMAND


def test_a_bias_that_shrinks_is_good_news() -> None:
    past = [week._replace(bias=0.3) for week in PAST]
    assert judge([USUAL._replace(bias=0.02), *past]).verdict == Verdict.FINE


@pytest.mark.parametrize("weeks", [[], [USUAL], [USUAL, *PAST[:3]], [USUAL._replace(judged=3), *PAST]])
def test_from_too_little_nothing_is_concluded(weeks: list[Week]) -> None:
    assert judge(weeks).verdict == Verdict.UNKNOWN


@given(factor=st.floats(0.05, 20.0), wape=st.floats(0.3, 2.0))
def test_the_verdict_does_not_depend_on_the_size_of_errors(factor: float, wape: float) -> None:
    def scaled(week: Week) -> Week:
        return week._replace(wape=week.wape * factor, naive_wape=week.naive_wape * factor)

    weeks = [USUAL._replace(wape=wape), *PAST]
    assert judge([scaled(week) for week in weeks]).verdict == judge(weeks).verdict


def test_a_spell_ends_near_the_usual_and_not_just_below_the_alarm() -> None:
    bad = Judgement(Verdict.FINE, "wape", 0.56, 0.5)
    assert not bad.is_over
    assert replace(bad, found=0.53).is_over
    assert not replace(bad, verdict=Verdict.UNKNOWN, found=0.5).is_over


def told(actor: Actor, last: date, errors: list[float], naive: float = 80.0) -> None:
    """Scores of as many weeks as there are errors in percent, the newest first."""
    location = add_location(actor, name=f"Place {last}")
    with scope(actor.company_id):
        for back, error in enumerate(errors):
            for day in range(7):
                on = last - timedelta(days=7 * back + day)
                ended = datetime(on.year, on.month, on.day, tzinfo=UTC)
                run = ForecastRun.objects.create(
                    company_id=actor.company_id,
                    as_of=on - timedelta(days=1),
                    engine="x",
                    state=RunState.DONE,
                    finished_at=ended,
                )
                sums = dict.fromkeys(SUMS, 0.0) | {"judged": 100, "demand": 100.0, "forecast": 100.0}
                sums |= {"absolute": error, "naive_absolute": naive, "naive_forecast": 100.0}
                ForecastScore.objects.create(
                    company_id=actor.company_id,
                    run=run,
                    location=location,
                    days=1,
                    lead=1,
                    demand_class="smooth",
                    judged_on=on,
                    **sums,
                )


def spells(actor: Actor) -> list[tuple[date, date | None]]:
    with scope(actor.company_id):
        return list(AccuracySpell.objects.of(actor).order_by("began_on").values_list("began_on", "ended_on"))


def test_a_bad_week_is_told_once_and_its_end_too() -> None:
    actor = owner()
    told(actor, TODAY - timedelta(days=1), [70, *[50, 51, 49] * 3])
    for later in range(3):
        note_accuracy(actor, today=TODAY + timedelta(days=later))
    assert events_of(actor).count("forecast.degraded") == 1
    with scope(actor.company_id):
        spell = open_spell(actor)
        assert judgement(actor, today=TODAY).verdict == Verdict.WORSE
    assert spell is not None
    assert (spell.figure, round(spell.found, 2), round(spell.usual, 2)) == ("wape", 0.7, 0.5)
    told(actor, TODAY + timedelta(days=6), [50])
    note_accuracy(actor, today=TODAY + timedelta(days=7))
    note_accuracy(actor, today=TODAY + timedelta(days=8))
    assert spells(actor) == [(TODAY, TODAY + timedelta(days=7))]
    assert events_of(actor).count("forecast.recovered") == 1


def test_when_last_week_would_have_been_as_wrong_nothing_is_told() -> None:
    actor = owner()
    told(actor, TODAY - timedelta(days=8), [50, 51, 49, 50, 51, 49])
    told(actor, TODAY - timedelta(days=1), [70], naive=112.0)
    note_accuracy(actor, today=TODAY)
    assert spells(actor) == []
    assert "forecast.degraded" not in events_of(actor)


def test_of_old_scores_nothing_is_concluded() -> None:
    actor = owner()
    told(actor, TODAY - timedelta(days=30), [70, *[50, 51, 49] * 3])
    with scope(actor.company_id):
        assert judgement(actor, today=TODAY).verdict != Verdict.WORSE


def test_only_who_may_plan_notes_it() -> None:
    actor = owner()
    told(actor, TODAY - timedelta(days=1), [70, *[50, 51, 49] * 3])
    with pytest.raises(NotAllowed):
        note_accuracy(colleague(actor, "viewer"), today=TODAY)
    assert spells(actor) == []
