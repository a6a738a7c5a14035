"""The calendar, promotions, planned prices and overrides as programs tell and ask them."""

from datetime import date, timedelta

import pytest
from tests.api.calls import call, token_of
from tests.api.rows.told import AHEAD, a_holiday, a_promotion, an_event, an_override, prices
from tests.api.rows.trade import product
from tests.make.goods import rows_of
from tests.make.people import owner
from tests.make.told import event, override, promotion


def test_what_is_told_is_asked_page_by_page_and_told_once_for_each_reference() -> None:
    alice = owner()
    token = token_of(alice)
    for path, body in (
        ("/calendar/events", an_event()),
        ("/promotions", a_promotion(alice)),
        ("/planned-prices", prices(alice)),
        ("/overrides", an_override(alice)),
    ):
        for number in (1, 1, 2, 3):
            told = call(token, "POST", path, body | {"reference": f"mine {number}"})
            assert told.status == 201, told
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = call(token, "GET", f"{path}?limit=2&cursor={cursor}" if cursor else f"{path}?limit=2").body
            seen += [one["id"] for one in page["items"]]
            cursor = page["next_cursor"]
        assert len(seen) == len(set(seen)) == 3, path


@pytest.mark.parametrize("path", ["/calendar/events", "/promotions", "/planned-prices", "/overrides"])
@pytest.mark.parametrize("cursor", ["nonsense", "WyJhIl0", "WyJhIiwgImIiXQ"])
def test_a_cursor_that_no_page_gave_out_is_refused(path: str, cursor: str) -> None:
    told = call(token_of(owner()), "GET", f"{path}?cursor={cursor}")
    assert (told.status, told.body["code"]) == (422, "invalid_cursor")


def test_the_calendar_of_a_span_has_events_and_holidays() -> None:
    alice = owner()
    token = token_of(alice)
    event(alice)
    call(token, "PUT", "/calendar/holidays", a_holiday(alice))
    told = call(token, "GET", "/calendar?first=2026-03-01&last=2026-05-31").body
    assert [one["name"] for one in told["events"]] == ["Spring fair"]
    assert {one["name"]: one["counts"] for one in told["holidays"]}["Erster Mai"] is False
    assert told["kinds"] == ["fair"]
    for wrong in ("first=2026-03-01&last=2026-02-01", "first=2020-01-01&last=2026-01-01"):
        assert call(token, "GET", f"/calendar?{wrong}").body["code"] == "invalid_span"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/calendar/events", {**an_event(), "ends_on": "2026-03-01"}, "invalid_event"),
        ("/promotions", {"name": "Sale", "starts_on": "2026-03-01", "ends_on": "2026-03-02", "discount": "0.2"},
         "invalid_promotion"),
        ("/planned-prices", {"prices": [{"price": "5", "from_on": "2001-01-01"}]}, "invalid_price"),
        ("/overrides", {"way": "times", "amount": "1", "note": "Why"}, "invalid_override"),
    ],
)  # fmt: skip
def test_a_refusal_has_its_code_and_changes_nothing(path: str, body: dict[str, object], code: str) -> None:
    alice = owner()
    if path == "/overrides":
        body = body | {"variant_id": product(alice)}
    if path == "/planned-prices":
        body = {"prices": [{"variant_id": product(alice), "price": "5", "from_on": "2001-01-01"}]}
    told = call(token_of(alice), "POST", path, body)
    assert (told.status, told.body["code"]) == (422, code)
    for table in ("calendarevent", "promotion", "plannedprice", "override"):
        assert rows_of(alice, f"select count(*) from forecasting_{table}") == [(0,)]


def test_what_is_over_is_refused_as_a_conflict() -> None:
    alice = owner()
    token = token_of(alice)
    said = override(alice, product(alice), starts_on=AHEAD, expires_on=AHEAD, today=AHEAD)
    for path, code in (
        (f"/calendar/events/{event(alice).pk}/cancel", "event_cancelled"),
        (f"/promotions/{promotion(alice).pk}/cancel", "promotion_cancelled"),
        (f"/overrides/{said.pk}/end", "override_over"),
    ):
        body: dict[str, object] | None = None if path.endswith("end") else {}
        assert call(token, "POST", path, body).status == 200, path
        again = call(token, "POST", path, body)
        assert (again.status, again.body["code"]) == (409, code)


def test_an_override_lasts_four_weeks_unless_told_otherwise() -> None:
    alice = owner()
    told = call(token_of(alice), "POST", "/overrides", an_override(alice)).body
    first, last = date.fromisoformat(told["starts_on"]), date.fromisoformat(told["expires_on"])
    assert last - first == timedelta(days=27)
    assert (told["state"], told["value"]) == ("active", None)


def test_many_promotions_are_told_all_or_none() -> None:
    alice = owner()
    token = token_of(alice)
    fine = a_promotion(alice)
    told = call(token, "POST", "/promotions/bulk", {"promotions": [fine, fine | {"ends_on": "2026-03-01"}]})
    assert told.body["code"] == "invalid_promotion"
    assert rows_of(alice, "select count(*) from forecasting_promotion") == [(0,)]
    told = call(token, "POST", "/promotions/bulk", {"promotions": [fine, fine | {"name": "Another"}]})
    assert [one["name"] for one in told.body["promotions"]] == ["Spring sale", "Another"]
