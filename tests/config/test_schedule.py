"""The night: each company's steps by its own clock, once, and caught up when they were missed."""

from datetime import UTC, date, datetime

import pytest
from tests.make.people import owner

from stockwright.accounts.queries import CompanyClock
from stockwright.config.schedule import STEPS, run_step, take_due_steps
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid
from stockwright.kit.tenancy import scope
from stockwright.messaging.models import NightStep, StepState
from stockwright.messaging.queries.nights import failed_step

SEOUL, LISBON = "Asia/Seoul", "Europe/Lisbon"


def clock_of(actor: Actor, time_zone: str) -> CompanyClock:
    return CompanyClock(actor.company_id, time_zone)


def test_nothing_is_due_before_six_in_the_morning() -> None:
    alice = owner()
    early = datetime(2026, 3, 2, 5, 59, tzinfo=UTC)
    assert take_due_steps(clock_of(alice, "UTC"), early) == []


def test_each_step_is_due_at_its_own_time_of_the_company_and_taken_once() -> None:
    alice = owner()
    lisbon = clock_of(alice, LISBON)
    at = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    assert take_due_steps(lisbon, at) == ["sync"]
    assert take_due_steps(lisbon, at) == []
    assert take_due_steps(lisbon, at.replace(minute=15)) == ["proof"]
    assert take_due_steps(lisbon, at.replace(minute=45)) == ["scores"]
    assert take_due_steps(lisbon, at.replace(hour=7)) == ["forecast"]
    assert take_due_steps(lisbon, at.replace(hour=7, minute=30)) == ["plan"]


def test_the_day_is_that_of_the_companys_place() -> None:
    alice = owner()
    take_due_steps(clock_of(alice, SEOUL), datetime(2026, 3, 1, 22, 0, tzinfo=UTC))
    with scope(alice.company_id):
        assert {step.due_on for step in NightStep.objects.of(alice)} == {date(2026, 3, 2)}


def test_a_night_that_was_slept_through_is_caught_up_in_order() -> None:
    alice = owner()
    late = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    assert take_due_steps(clock_of(alice, "UTC"), late) == [step.name for step in STEPS]


def test_a_step_that_fails_is_kept_with_its_reason_and_no_other_step_hides_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alice = owner()
    take_due_steps(clock_of(alice, "UTC"), datetime(2026, 3, 2, 8, 0, tzinfo=UTC))

    def breaks(*_: object, **__: object) -> None:
        raise Invalid("The shelf is upside down.")

    monkeypatch.setattr("stockwright.forecasting.actions.runs.nightly_forecast", breaks)
    run_step(str(alice.company_id), "forecast", "2026-03-02")
    run_step(str(alice.company_id), "sync", "2026-03-02")
    with scope(alice.company_id):
        failed = failed_step(alice)
    assert failed is not None
    assert (failed.step, failed.state) == ("forecast", StepState.FAILED)
    assert failed.reason == "The shelf is upside down."


def test_a_company_without_sales_has_a_quiet_night() -> None:
    alice = owner()
    take_due_steps(clock_of(alice, "UTC"), datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    for step in STEPS:
        run_step(str(alice.company_id), step.name, "2026-03-02")
    with scope(alice.company_id):
        assert failed_step(alice) is None


@pytest.mark.parametrize("step", ["sync"])
def test_a_step_that_works_ends_as_done(step: str) -> None:
    alice = owner()
    take_due_steps(clock_of(alice, "UTC"), datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    run_step(str(alice.company_id), step, "2026-03-02")
    with scope(alice.company_id):
        done = NightStep.objects.of(alice).get(step=step)
        assert failed_step(alice) is None
    assert (done.state, done.attempts) == (StepState.DONE, 1)
