"""A run that failed is told with its reason, while the last good lists stay."""

from datetime import date
from uuid import uuid4

import pytest
from tests.make.people import colleague
from tests.make.shops import planned_shop
from tests.web.visits import line_ids, listed, text_of, visitor

from stockwright.forecasting.models import ForecastRun
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.nights import begin_step, claim_step, fail_step, finish_step
from stockwright.replenishment.models import PlanRun

DAY = date(2026, 3, 12)


@pytest.fixture
def shop() -> Actor:
    return planned_shop(items=8, days=60)


def page(actor: Actor) -> str:
    return visitor(actor).get("/today").content.decode()


def fail_a_plan(shop: Actor) -> None:
    with scope(shop.company_id):
        PlanRun.objects.create(
            company_id=shop.company_id,
            planned_on=DAY,
            forecast_run_id=uuid4(),
            state="failed",
            reason="It broke.",
        )


def test_a_failed_forecast_is_told_above_the_last_good_lists(shop: Actor) -> None:
    with scope(shop.company_id):
        ForecastRun.objects.create(
            company_id=shop.company_id, as_of=DAY, state="failed", reason="No room on the disk.", engine="x"
        )
    html = page(shop)
    assert "The forecast of this night did not finish. No room on the disk." in text_of(html)
    assert "You see the last good lists" in text_of(html)
    assert line_ids(html) == [row.pk for row in listed(shop)]


def test_a_failed_plan_can_be_run_again_by_those_who_may(shop: Actor) -> None:
    fail_a_plan(shop)
    assert "The plan of this night did not finish. It broke." in text_of(page(shop))
    assert 'action="/today/run"' not in visitor(colleague(shop, "viewer")).get("/today").content.decode()


def test_running_again_defers_one_forecast_however_often_it_is_asked_for(shop: Actor) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    client = visitor(shop)
    for _ in range(2):
        assert "on its way" in text_of(client.post("/today/run", follow=True).content.decode())
    jobs = ProcrastinateJob.objects.filter(task_name="forecasting.refresh", args__company_id=str(shop.company_id))
    assert [job.status for job in jobs] == ["todo"]


def test_a_failed_step_of_the_night_is_told_until_it_ends_well(shop: Actor) -> None:
    claim_step(shop, step="sync", due_on=DAY)
    begin_step(shop, step="sync", due_on=DAY)
    fail_step(shop, step="sync", due_on=DAY, reason="The till did not answer.")
    assert "The till did not answer." in text_of(page(shop))
    claim_step(shop, step="plan", due_on=DAY)
    finish_step(shop, step="plan", due_on=DAY)
    assert "The till did not answer." in text_of(page(shop))
    finish_step(shop, step="sync", due_on=DAY)
    assert "The till did not answer." not in text_of(page(shop))


def test_nothing_is_told_when_all_is_well(shop: Actor) -> None:
    assert "did not finish" not in text_of(page(shop))


@pytest.mark.parametrize("address", ["/items?q=%00", "/today?q=%00", "/search?q=%00"])
def test_what_the_database_cannot_hold_is_refused_in_words(shop: Actor, address: str) -> None:
    answer = visitor(shop).get(address)
    assert answer.status_code == 422
    assert "cannot be stored" in text_of(answer.content.decode())
