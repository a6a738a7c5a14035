"""Unusual days, changes in demand and estimates, as pages show them."""

import json
import re

import pytest
from tests.make.demand import (
    BULK,
    CHANGED,
    DAYS,
    changing_shop,
    findings_of,
    main_place,
    shop_with_bulk,
    shop_without_stock,
)
from tests.make.goods import day, item, rows_of
from tests.make.people import colleague, owner
from tests.web.visits import text_of, visitor

from stockwright.forecasting.actions.runs import run_forecast
from stockwright.kit.actor import Actor

DECIDED = "select decision, note from forecasting_outlier where decision <> ''"


@pytest.fixture(scope="module")
def bulk() -> Actor:
    actor = shop_with_bulk(owner())
    run_forecast(actor, today=day(DAYS).date())
    return actor


def form(actor: Actor, decision: str, note: str = "") -> dict[str, str]:
    on = day(BULK).date().isoformat()
    return {
        "variant": str(item(actor)),
        "location": str(main_place(actor)),
        "day": on,
        "decision": decision,
        "note": note,
    }


def test_an_unusual_day_tells_the_order_behind_it(bulk: Actor) -> None:
    shown = text_of(visitor(bulk).get("/forecast/outliers").content.decode())
    assert "One order of 400 by Hotel." in shown
    assert "403" in shown


def test_a_person_decides_and_takes_it_back(bulk: Actor) -> None:
    client = visitor(bulk)
    answer = client.post("/forecast/outliers/decide", form(bulk, "keep", "Every year"))
    assert (answer.status_code, answer["Location"]) == (302, "/forecast/outliers")
    assert rows_of(bulk, DECIDED) == [("keep", "Every year")]
    shown = text_of(client.get("/forecast/outliers?state=decided").content.decode())
    assert "Counts in full" in shown
    assert "No day stands out" in client.get("/forecast/outliers?state=waiting").content.decode()
    client.post("/forecast/outliers/decide", form(bulk, ""))
    assert rows_of(bulk, DECIDED) == []


def test_a_wrong_word_is_told_and_changes_nothing(bulk: Actor) -> None:
    client = visitor(bulk)
    answer = client.post("/forecast/outliers/decide", form(bulk, "halve"), follow=True)
    assert "Keep the day, damp it or ignore it." in text_of(answer.content.decode())
    assert rows_of(bulk, DECIDED) == []
    answer = client.post("/forecast/outliers/decide", form(bulk, "keep") | {"day": "soon"}, follow=True)
    assert "Choose a day of the list." in text_of(answer.content.decode())
    assert rows_of(bulk, DECIDED) == []


def test_who_may_only_look_sees_the_day_and_no_buttons(bulk: Actor) -> None:
    viewer = visitor(colleague(bulk, "viewer"))
    html = viewer.get("/forecast/outliers").content.decode()
    assert "One order of 400" in text_of(html)
    assert "outliers/decide" not in html
    assert viewer.post("/forecast/outliers/decide", form(bulk, "keep")).status_code == 403


def test_the_item_shows_its_unusual_days(bulk: Actor) -> None:
    shown = text_of(visitor(bulk).get(f"/items/{item(bulk)}").content.decode())
    assert "Unusual days" in shown
    assert "One order of 400 by Hotel." in shown


def test_a_change_is_listed_and_told_on_the_page_of_its_item() -> None:
    alice = changing_shop(owner())
    findings_of(alice, CHANGED + 21)
    client = visitor(alice)
    listed = text_of(client.get("/forecast/notices").content.decode())
    assert "Sells more just now" in listed
    assert "item-00" in listed
    assert "How soon a change is noticed" in listed
    assert "Sells more" in text_of(client.get(f"/items/{item(alice, 'item-00')}").content.decode())
    assert "Sells more" not in text_of(client.get(f"/items/{item(alice, 'item-01')}").content.decode())
    assert "Everything sells as before" in client.get("/forecast/notices?kind=dying").content.decode()


def test_the_chart_keeps_the_estimate_apart_from_what_was_sold() -> None:
    alice = shop_without_stock(owner())
    html = visitor(alice).get(f"/items/{item(alice)}").content.decode()
    found = re.search(r'<script id="chart-[^"]+" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    told = json.loads(found[1])
    dry = [at for at, sold in enumerate(told["sales"]) if sold is None]
    assert dry
    assert all(told["estimate"][at] > 3.0 for at in dry)
    estimated = [at for at, more in enumerate(told["estimate"]) if more is not None]
    assert set(dry) <= set(estimated)
    assert len(estimated) <= len(dry) + 2
    assert "Estimated, with stock all day" in html
