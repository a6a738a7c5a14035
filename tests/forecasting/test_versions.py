"""What was learnt is kept by version: used until a new one is due, held or rolled back by a person."""

from datetime import date, timedelta

import numpy as np
import pytest
from tests.make.files import brought_in, sales_csv
from tests.make.people import colleague, owner

from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.actions.training import choose_version, release_version
from stockwright.forecasting.models import ForecastRun, ModelVersion
from stockwright.forecasting.queries.runs import current_forecast
from stockwright.forecasting.queries.versions import current_version, trained_of, version_of, versions
from stockwright.forecasting.rules.versions import Known, VersionOutdated, VersionUnreadable, reason_to_train
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)
NOW = Known("stable-1", {"trees": 80}, date(2026, 3, 1), 1000)


@pytest.fixture
def alice() -> Actor:
    actor = owner()
    brought_in(actor, sales_csv(days=60, skus=3))
    run_forecast(actor, today=TODAY)
    return actor


def numbers(actor: Actor) -> list[tuple[int, str, bool, bool]]:
    with scope(actor.company_id):
        return [(one.number, one.why, one.current, one.held) for one in versions(actor, limit=9)]


def test_the_first_forecast_learns_and_the_next_night_uses_what_was_learnt(alice: Actor) -> None:
    run_forecast(alice, today=TODAY)
    assert numbers(alice) == [(1, "first", True, False)]
    with scope(alice.company_id):
        runs = ForecastRun.objects.of(alice).values_list("version__number", flat=True)
        assert list(runs) == [1, 1]


def test_what_was_learnt_is_read_back_and_forecasts_the_same(alice: Actor) -> None:
    def told() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        with scope(alice.company_id):
            current = current_forecast(alice)
        assert current is not None
        return current.told.mean

    before = told()
    run_forecast(alice, today=TODAY)
    assert told() == pytest.approx(before, rel=1e-5)


def test_learning_anew_makes_a_version_beside_the_first(alice: Actor) -> None:
    run_forecast(alice, today=TODAY, anew=True)
    assert numbers(alice) == [(2, "asked", True, False), (1, "first", False, False)]


def test_a_person_goes_back_to_a_version_and_holds_it_until_it_is_let_go(alice: Actor) -> None:
    run_forecast(alice, today=TODAY, anew=True)
    with scope(alice.company_id):
        first = versions(alice, limit=9)[-1]
    choose_version(alice, version_id=first.id)
    choose_version(alice, version_id=first.id)
    assert numbers(alice) == [(2, "asked", False, False), (1, "first", True, True)]
    run_forecast(alice, today=TODAY + timedelta(days=5))
    assert numbers(alice)[-1] == (1, "first", True, True)
    release_version(alice, version_id=first.id)
    assert numbers(alice)[-1] == (1, "first", True, False)


def test_a_version_that_cannot_be_read_is_replaced_by_a_new_one(alice: Actor) -> None:
    with scope(alice.company_id):
        ModelVersion.objects.of(alice).update(content=b"broken")
        version = current_version(alice)
        assert version is not None
        with pytest.raises(VersionUnreadable):
            trained_of(alice, version)
    run_forecast(alice, today=TODAY)
    assert numbers(alice) == [(2, "changed", True, False), (1, "first", False, False)]


def test_a_version_of_an_older_program_is_not_chosen(alice: Actor) -> None:
    run_forecast(alice, today=TODAY, anew=True)
    with scope(alice.company_id):
        first = versions(alice, limit=9)[-1]
        ModelVersion.objects.of(alice).filter(pk=first.id).update(engine="older")
    before = numbers(alice)
    with pytest.raises(VersionOutdated):
        choose_version(alice, version_id=first.id)
    assert numbers(alice) == before


def test_who_may_only_look_chooses_nothing(alice: Actor) -> None:
    with scope(alice.company_id):
        [only] = versions(alice, limit=9)
    with pytest.raises(NotAllowed):
        choose_version(colleague(alice, "viewer"), version_id=only.id)
    with pytest.raises(NotFound):
        choose_version(owner(), version_id=only.id)
    with scope(alice.company_id):
        assert version_of(alice, only.id).held is False


@pytest.mark.parametrize(
    ("known", "held", "worse_since", "why"),
    [
        (None, False, None, "first"),
        (NOW, False, None, None),
        (NOW._replace(as_of=date(2026, 2, 22)), False, None, "weekly"),
        (NOW._replace(as_of=date(2026, 2, 22)), True, None, None),
        (NOW._replace(as_of=date(2026, 2, 27)), False, date(2026, 2, 28), "degraded"),
        (NOW._replace(as_of=date(2026, 2, 27)), False, date(2026, 2, 20), None),
        (NOW._replace(as_of=date(2026, 3, 9)), False, None, "changed"),
        (NOW._replace(selling_days=700), False, None, "changed"),
        (NOW._replace(selling_days=1400), False, None, "changed"),
        (NOW._replace(engine="older"), True, None, "changed"),
        (NOW._replace(settings={"trees": 90}), False, None, "changed"),
    ],
)
def test_a_new_version_is_due_when(
    known: Known | None, *, held: bool, worse_since: date | None, why: str | None
) -> None:
    assert reason_to_train(known, NOW, held=held, worse_since=worse_since) == why
