"""The pages of the forecast tell what past ones were worth, in words that a buyer reads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.make.files import TODAY
from tests.make.nights import forecast_shop, runs_by_day
from tests.make.people import colleague, owner
from tests.make.shops import planned_shop
from tests.web.visits import text_of, visitor

from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.actions.scores import nightly_scores
from stockwright.forecasting.models import AccuracySpell, ForecastRun, RunState
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


@pytest.fixture(scope="module")
def alice() -> Actor:
    actor = forecast_shop(nights=(30, 20, 3))
    nightly_scores(actor, today=TODAY)
    return actor


def page(actor: Actor, address: str) -> str:
    answer = visitor(actor).get(address)
    assert answer.status_code == 200, answer.content
    return text_of(answer.content.decode())


def test_past_forecasts_stand_beside_two_naive_ways(alice: Actor) -> None:
    told = page(alice, "/forecast")
    for words in ("1 day ahead", "28 days ahead", "Last week again", "Mean of 28 days", "80% interval held"):
        assert words in told


@pytest.mark.parametrize(
    ("by", "words"),
    [("class", "Sells"), ("category", "no category"), ("location", "Main"), ("week", "Week to 1 March 2026")],
)
def test_they_can_be_grouped(alice: Actor, by: str, words: str) -> None:
    assert words in page(alice, f"/forecast?by={by}&period=91")


def test_an_address_that_makes_no_sense_shows_the_usual(alice: Actor) -> None:
    assert "1 day ahead" in page(alice, "/forecast?by=colour&period=x&window=3")


def test_before_any_score_the_page_says_when_the_first_comes() -> None:
    actor = forecast_shop(nights=(0,))
    assert "The first scores come the morning after" in page(actor, "/forecast")
    assert "Not measured yet" in page(owner(), "/forecast")


def test_a_run_tells_when_from_what_and_how_it_did(alice: Actor) -> None:
    run = runs_by_day(alice)[TODAY - timedelta(days=31)]
    told = page(alice, f"/forecast/runs/{run}")
    for words in ("Sales up to", "Model version", "training days", "By kind of demand", "Error by days ahead"):
        assert words in told


def test_a_run_that_failed_says_why_in_words() -> None:
    actor = owner()
    with scope(actor.company_id):
        run = ForecastRun.objects.create(
            company_id=actor.company_id,
            as_of=TODAY,
            engine="x",
            state=RunState.FAILED,
            reason="The program was ended while it worked on the forecast.",
        )
    told = page(actor, f"/forecast/runs/{run.pk}")
    assert "This run did not finish. The program was ended while it worked on the forecast." in told


def test_what_is_worse_than_before_is_said_on_the_morning_page_and_on_its_own() -> None:
    actor = planned_shop(items=6)
    with scope(actor.company_id):
        AccuracySpell.objects.create(
            company_id=actor.company_id,
            figure="wape",
            found=0.7,
            usual=0.5,
            began_on=clock.today("UTC"),
        )
    words = "The forecast is worse than it used to be. Its error (WAPE) was 70% in the week that showed it"
    assert words in page(actor, "/today")
    assert words in page(actor, "/forecast")


def test_predictions_are_listed_with_what_came(alice: Actor) -> None:
    told = page(alice, "/analytics/predictions?since=2026-02-27&until=2026-02-28")
    for words in ("Item 0", "80% of times between", "a day over 30 days", "Confidence"):
        assert words in told
    assert "No prediction like this" in page(alice, "/analytics/predictions?q=nonsense")
    assert "Ask for at most a year" in page(alice, "/analytics/predictions?since=2020-01-01&until=2026-01-01")
    assert "No forecast yet" in page(owner(), "/analytics/predictions")


def test_predictions_of_one_run_say_so(alice: Actor) -> None:
    run = runs_by_day(alice)[TODAY - timedelta(days=21)]
    assert "run from sales up to 9 February 2026" in page(alice, f"/analytics/predictions?run={run}")


def test_seasons_are_told_as_far_as_history_goes(alice: Actor) -> None:
    told = page(alice, "/analytics/seasonal-forecast")
    for words in ("Days of the week", "Level without season", "A season of the year needs two years of sales"):
        assert words in told
    assert "Months of the year" not in told
    assert "No item with this code" in page(alice, "/analytics/seasonal-forecast?q=nonsense")
    assert "Item 0" in page(alice, "/analytics/seasonal-forecast?q=SKU-0")
    assert "Too little history" in page(owner(), "/analytics/seasonal-forecast")


@pytest.mark.parametrize("address", ["/forecast/runs", "/analytics/predictions?since=2026-02-20&until=2026-02-28"])
def test_a_longer_list_takes_no_more_queries(alice: Actor, address: str) -> None:
    small = forecast_shop(nights=(3,), skus=1)
    client, other = visitor(alice), visitor(small)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    with CaptureQueriesContext(connection) as few:
        other.get(address)
    assert len(many) <= len(few) + 1


def test_a_viewer_may_read_all_of_it(alice: Actor) -> None:
    bob = colleague(alice, "viewer")
    for address in ("/forecast", "/forecast/runs", "/analytics/predictions", "/analytics/seasonal-forecast"):
        assert visitor(bob).get(address).status_code == 200


def test_a_run_made_now_is_current(alice: Actor) -> None:
    actor = forecast_shop(nights=(5,), skus=2)
    run = run_forecast(actor, today=TODAY)
    assert str(run) in visitor(actor).get("/forecast/runs").content.decode()
