"""What people tell the forecast on its pages: seen, refused at its field, changed, cancelled."""

from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from tests.make.files import brought_in, sales_csv
from tests.make.goods import item, rows_of
from tests.make.people import colleague, owner
from tests.make.told import event, override, promotion
from tests.web.visits import text_of, visitor

from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.queries import variant_ids
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope
from stockwright.replenishment.actions.plans import run_plan

TODAY = date(2026, 3, 2)
EVENT = {
    "name": "Spring fair",
    "kind": "Fair",
    "starts_on": "2026-03-10",
    "ends_on": "2026-03-12",
    "source": "one",
}
SALE = {
    "name": "Spring sale",
    "starts_on": "2026-03-10",
    "ends_on": "2026-03-12",
    "discount": "20",
    "items": "shirt",
    "source": "one",
}


def said(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return text_of(answer.content.decode())


def shop() -> tuple[Actor, UUID]:
    alice = owner()
    brought_in(alice, sales_csv(days=60, skus=3))
    with scope(alice.company_id):
        return alice, variant_ids(alice, ["SKU-0"])["SKU-0"]


def test_an_event_is_told_changed_and_cancelled() -> None:
    alice = owner()
    client = visitor(alice)
    for _ in range(2):
        answer = client.post("/forecast/calendar/events/new", EVENT)
        assert (answer.status_code, answer["Location"]) == (302, "/forecast/calendar?month=2026-03")
    assert "Spring fair" in said(client, "/forecast/calendar?month=2026-03")
    assert "Spring fair" not in said(client, "/forecast/calendar?month=2026-06")
    [(event_id, kind)] = rows_of(alice, "select id, kind from forecasting_calendarevent")
    assert kind == "fair"
    page = f"/forecast/calendar/events/{event_id}"
    assert 'value="2026-03-12"' in client.get(page).content.decode()
    client.post(page, {**EVENT, "ends_on": "2026-03-14", "yearly": "on"})
    assert "Spring fair" in said(client, "/forecast/calendar?month=2027-03")
    client.post(f"{page}/cancel", {"reason": "Rain"})
    assert "Spring fair" not in said(client, "/forecast/calendar?month=2026-03")
    assert "Rain" in said(client, page)
    assert client.post(f"{page}/cancel", follow=True).status_code == 200


def test_what_makes_no_sense_is_told_at_its_field_and_nothing_is_stored() -> None:
    alice = owner()
    item(alice)
    client = visitor(alice)
    for url, form, words in (
        ("/forecast/calendar/events/new", {**EVENT, "ends_on": "2026-03-01"}, "cannot be before the first"),
        ("/forecast/promotions/new", {**SALE, "items": "shoe"}, "No item has this SKU or barcode: shoe"),
        ("/forecast/promotions/new", {**SALE, "discount": "100"}, "share of the price"),
        ("/forecast/promotions/new", {**SALE, "items": ""}, "Name the items"),
        ("/forecast/promotions/paste", {"table": "a,2026-03-01,2026-03-02,20,shoe", "source": "x"}, "Line 1"),
        ("/forecast/promotions/paste", {"table": "a,2026-03-01\nb", "source": "x"}, "Line 1: it needs"),
        ("/forecast/prices/new", {"from_on": "2027-01-01", "prices": "shirt", "source": "x"}, "item and its price"),
        ("/forecast/prices/new", {"from_on": "2001-01-01", "prices": "shirt 5", "source": "x"}, "from today on"),
        ("/forecast/overrides/new", {"item": "shirt", "source": "x"}, "required"),
    ):
        answer = client.post(url, form)
        assert answer.status_code == 422, url
        assert words in text_of(answer.content.decode()), url
    for table in ("calendarevent", "promotion", "plannedprice", "override"):
        assert rows_of(alice, f"select count(*) from forecasting_{table}") == [(0,)]


def test_a_public_holiday_is_switched_off_and_on_again() -> None:
    alice = owner()
    client = visitor(alice)
    assert "named no country" in said(client, "/forecast/calendar")
    change_company(alice, holidays_of="DE")
    for counts, words in (("0", "sells as any other day"), ("1", "is a holiday again")):
        assert "Erster Mai" in said(client, "/forecast/calendar?month=2026-05")
        answer = client.post("/forecast/calendar/holidays", {"name": "Erster Mai", "counts": counts}, follow=True)
        assert words in text_of(answer.content.decode())
        assert rows_of(alice, "select count(*) from forecasting_ignoredholiday") == [(1 - int(counts),)]
    answer = client.post("/forecast/calendar/holidays", {"name": "Doomsday", "counts": "0"}, follow=True)
    assert "no public holiday" in text_of(answer.content.decode())


def test_a_promotion_shows_its_effect_once_a_forecast_knows_it() -> None:
    alice, first = shop()
    client = visitor(alice)
    answer = client.post("/forecast/promotions/new", {**SALE, "items": "SKU-0\nSKU-1 3"})
    page = answer["Location"]
    assert "No forecast knows it yet" in said(client, page)
    run_forecast(alice, today=TODAY)
    text = said(client, page)
    assert "What it changes" in text
    assert "Item 0" in text
    assert "In all" in text
    assert "Spring sale" in said(client, "/forecast/promotions")
    client.post(f"{page}/change", {**SALE, "items": "SKU-0", "discount": "12.5"})
    assert rows_of(alice, "select discount * 1000 from forecasting_promotion") == [(125,)]
    client.post(f"{page}/cancel", {"reason": "Too dear"})
    assert "Too dear" in said(client, page)
    assert "Spring sale" in said(client, "/forecast/promotions?state=cancelled")
    assert rows_of(alice, f"select count(*) from forecasting_promotionitem where variant_id = '{first}'") == [(1,)]


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_a_table_of_promotions_is_pasted_with_or_without_a_heading(separator: str) -> None:
    alice = owner()
    item(alice, "shirt"), item(alice, "hat")
    lines = [
        ("Name", "From", "To", "Discount", "SKU"),
        ("Sale", "2026-03-10", "12.03.2026", "20%", "shirt"),
        ("Sale", "2026-03-10", "12.03.2026", "20", "hat"),
        ("Clearance", "2026/03/20", "2026-03-21", "50", "hat"),
    ]
    table = "\n".join(separator.join(line) for line in lines)
    client = visitor(alice)
    for _ in range(2):
        answer = client.post("/forecast/promotions/paste", {"table": table, "source": "one"}, follow=True)
        assert "2 promotions are planned" in text_of(answer.content.decode())
    told = rows_of(
        alice,
        "select p.name, p.discount::text, count(*) from forecasting_promotion p join forecasting_promotionitem i"
        " on i.promotion_id = p.id group by 1, 2 order by 1",
    )
    assert told == [("Clearance", "0.5000", 1), ("Sale", "0.2000", 2)]


def test_prices_are_planned_line_by_line_and_taken_back() -> None:
    alice = owner()
    item(alice, "shirt"), item(alice, "hat 5")
    client = visitor(alice)
    form = {"from_on": "2099-01-01", "prices": "shirt 8,50\nhat 5\t9\t2099-02-01", "source": "one"}
    answer = client.post("/forecast/prices/new", form, follow=True)
    assert "2 prices are planned" in text_of(answer.content.decode())
    told = rows_of(alice, "select price::text, from_on, id from forecasting_plannedprice order by from_on")
    assert [row[:2] for row in told] == [("8.5000", date(2099, 1, 1)), ("9.0000", date(2099, 2, 1))]
    client.post(f"/forecast/prices/{told[0][2]}/cancel")
    assert "taken back" in said(client, "/forecast/prices")


def test_an_override_is_made_from_the_page_of_its_item_and_ended() -> None:
    alice, first = shop()
    run_forecast(alice, today=TODAY)
    client = visitor(alice)
    shown = client.get(f"/items/{first}").content.decode()
    link = f"/forecast/overrides/new?variant={first}"
    assert link in shown
    form = client.get(link).content.decode()
    assert 'value="SKU-0"' in form
    answer = client.post(
        "/forecast/overrides/new",
        {
            "item": "SKU-0", "way": "fixed", "amount": "12", "starts_on": "2099-03-02", "expires_on": "2099-03-29",
            "note": "A school orders.", "source": "one",
        },
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer.content.decode())
    for url in ("/forecast/overrides", f"/items/{first}"):
        assert "A school orders." in said(client, url)
    [(override_id,)] = rows_of(alice, "select id from forecasting_override")
    client.post(f"/forecast/overrides/{override_id}/end")
    assert "A school orders." not in said(client, f"/items/{first}")
    assert "ended" in said(client, "/forecast/overrides?state=over")
    answer = client.post(f"/forecast/overrides/{override_id}/end", follow=True)
    assert "over already" in text_of(answer.content.decode())


def test_events_and_promotions_are_marked_in_the_chart_of_an_item() -> None:
    alice, first = shop()
    event(alice)
    promotion(alice, first)
    run_forecast(alice, today=TODAY)
    run_plan(alice, today=TODAY)
    shown = visitor(alice).get(f"/items/{first}").content.decode()
    assert '["Spring fair", "event", "2026-03-10", "2026-03-12"]' in shown
    assert '["Spring sale", "promotion", "2026-03-05", "2026-03-11"]' in shown
    assert "Spring sale, Spring fair" in text_of(shown)


def test_the_page_of_overrides_says_who_was_nearer() -> None:
    alice, first = shop()
    override(alice, first, amount="4")
    run_forecast(alice, today=TODAY)
    assert "as soon as days" in said(visitor(alice), "/forecast/overrides?state=over")
    brought_in(alice, b"date,order,sku,name,quantity,price\n2026-03-02,n,SKU-0,Item 0,5,1.50\n"
               b"2026-03-03,m,SKU-0,Item 0,5,1.50", "later.csv", today=date(2026, 3, 4))  # fmt: skip
    run_forecast(alice, today=date(2026, 3, 4))
    text = said(visitor(alice), "/forecast/overrides?state=over")
    assert "People were nearer: 2" in text


def test_who_may_only_look_sees_no_way_to_tell_anything() -> None:
    alice, first = shop()
    made, planned = event(alice), promotion(alice, first)
    client = visitor(colleague(alice, "viewer"))
    for url in (
        "/forecast/calendar?month=2026-03",
        "/forecast/promotions",
        "/forecast/prices",
        "/forecast/overrides",
        f"/forecast/calendar/events/{made.pk}",
        f"/forecast/promotions/{planned.pk}",
        f"/items/{first}",
    ):
        shown = client.get(url).content.decode()
        for door in ("/events/new", "/promotions/new", "/prices/new", "/overrides/new", '/cancel"', '/change"'):
            assert door not in shown, (url, door)
    assert client.post(f"/forecast/calendar/events/{made.pk}", EVENT).status_code == 403
    assert rows_of(alice, "select changed_at from forecasting_calendarevent") == [(None,)]
