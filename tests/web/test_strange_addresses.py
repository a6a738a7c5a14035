"""Pages of the forecast that are asked for nonsense answer in words, with sales and without any."""

from urllib.parse import quote

import pytest
from django.test import Client
from tests.make.files import TODAY, brought_in, sales_csv
from tests.make.people import owner
from tests.web.visits import text_of, visitor

from stockwright.forecasting.actions.runs import run_forecast

NOBODYS = "7d1f3c60-2b7a-4c1e-9a54-3f0d8e2b6c11"
ASKED = (
    *(f"/forecast?{each}" for each in ("period=0", "period=1e9", "by=x", "window=x", "location=x", "category=🎪")),
    *(
        f"/forecast/{each}?cursor=zzz"
        for each in ("runs", "promotions", "prices", "overrides", "notices", "outliers")
    ),
    *(f"/forecast/calendar?month={each}" for each in ("9999-12", "0001-01", "x", "2026-13", "🎪")),
    *(f"/forecast/calendar/events/new?on={each}" for each in ("9999-12-31", "x", "2026-02-30")),
    *(f"/forecast/{each}?state=🎪" for each in ("promotions", "overrides", "outliers", "notices")),
    *(f"/forecast/overrides/new?variant={each}" for each in ("x", "00000000-0000-0000-0000-000000000000")),
    *(f"/forecast/{each}?kind=🎪&decided=🎪" for each in ("notices", "outliers")),
    *(
        f"/analytics/predictions?{each}"
        for each in ("since=x", "since=9999-12-31", "until=0001-01-01", "cursor=zzz")
    ),
    *(
        f"/analytics/predictions?{each}"
        for each in ("q=🎪", "location=x", "run=x", "since=2026-02-01&until=2026-01-01")
    ),
    f"/analytics/predictions?run={NOBODYS}",
    *(
        f"/analytics/seasonal-forecast?{each}"
        for each in ("q=🎪", "location=x", "category=🎪", f"location={NOBODYS}")
    ),
)


@pytest.fixture(scope="module")
def visits() -> dict[str, Client]:
    """A company with a forecast, and one with nothing at all."""
    full = owner()
    brought_in(full, sales_csv(days=60, skus=3))
    run_forecast(full, today=TODAY)
    return {"full": visitor(full), "empty": visitor(owner())}


@pytest.mark.parametrize("whose", ["full", "empty"])
@pytest.mark.parametrize("asked", ASKED)
def test_a_page_that_is_asked_for_nonsense_answers_in_words(
    visits: dict[str, Client], asked: str, whose: str
) -> None:
    answer = visits[whose].get(quote(asked, safe="/?=&"))
    assert answer.status_code in {200, 404, 422}
    assert len(text_of(answer.content.decode())) > 100
