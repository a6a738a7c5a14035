"""Forms of the forecast keep what was typed, say what to do, and store nothing that makes no sense."""

import re
from html import escape

import pytest
from django.test import Client
from tests.make.goods import item, rows_of
from tests.make.people import owner
from tests.web.visits import text_of, visitor

from stockwright.kit.actor import Actor

LATE = "9999-12-31"
NOBODYS = "7d1f3c60-2b7a-4c1e-9a54-3f0d8e2b6c11"
NOVEL = "x" * 1_000_000
NOTE = "Größe 🎪 <b>“"
EVENT = {
    "name": NOTE,
    "kind": "fair",
    "starts_on": "2026-03-10",
    "ends_on": "2026-03-12",
    "note": NOTE,
    "source": "s",
}
SALE = {
    "name": NOTE,
    "starts_on": "2026-03-10",
    "ends_on": "2026-03-12",
    "discount": "20",
    "items": "shirt",
    "note": NOTE,
    "source": "s",
}
PRICES = {"from_on": "2100-01-01", "prices": "shirt 8.50", "source": "s"}
OVERRIDE = {
    "item": "shirt",
    "way": "fixed",
    "amount": "12",
    "starts_on": "2100-01-01",
    "expires_on": "2100-01-20",
    "note": NOTE,
    "source": "s",
}
FOLLOWS = {"predecessor": "hat", "from_on": "2026-01-05", "share": "50", "replaces": "on"}
DEMAND = {"channel": NOTE, "kind": "net", "settle_days": "14"}
PASTED = {"table": f"{NOTE}; 2026-03-10; 2026-03-12; 20; shirt", "source": "s"}
FORMS = {
    "/forecast/calendar/events/new": EVENT,
    "/forecast/promotions/new": SALE,
    "/forecast/promotions/paste": PASTED,
    "/forecast/prices/new": PRICES,
    "/forecast/overrides/new": OVERRIDE,
    "/items/{item}/predecessor": FOLLOWS,
    "/settings/channels/demand": DEMAND,
}
WRONG: dict[str, list[dict[str, str]]] = {
    "/forecast/calendar/events/new": [
        {"starts_on": LATE, "ends_on": LATE},
        {"ends_on": "1990-01-01"},
        {"starts_on": "yesterday"},
        {"kind": "x" * 41},
        {"note": NOVEL},
        {"name": ""},
        {"name": "a\x00b"},
        {"yearly": "on", "repeats_until": "2020-01-01"},
    ],
    "/forecast/promotions/new": [
        {"discount": "1e9"},
        {"discount": "NaN"},
        {"discount": "-5"},
        {"discount": "100"},
        {"discount": "0"},
        {"discount": "much"},
        {"items": ""},
        {"items": "nothing"},
        {"items": NOVEL},
        {"ends_on": "1990-01-01"},
        {"starts_on": LATE, "ends_on": LATE},
        {"category": NOBODYS},
        {"category": "x"},
        {"note": NOVEL},
    ],
    "/forecast/promotions/paste": [
        {"table": each}
        for each in (
            "",
            "nonsense",
            "Sale; 2026-03-10; 2026-03-12; NaN; shirt",
            "Sale; 2026-03-10; 2026-03-12; 1e9; shirt",
            "Sale; 2026-03-12; 2026-03-10; 20; shirt",
            "Sale; 2026-13-45; 2026-03-12; 20; shirt",
            "Sale; a; b; c; d; e; f",
            "Sale; 2026-03-10; 2026-03-12; 20; nothing",
            NOVEL,
            f"{'x' * 201}; 2026-03-10; 2026-03-12; 20; shirt",
            "name; from; to; discount; item",
            "Sale; 9999-12-31; 9999-12-31; 20; shirt",
        )
    ],
    "/forecast/prices/new": [
        {"prices": "shirt NaN"},
        {"prices": "shirt -1"},
        {"prices": "shirt 0"},
        {"prices": "shirt 1e9"},
        {"prices": "shirt 99999999999999999999"},
        {"prices": "nothing 5"},
        {"prices": "🎪"},
        {"from_on": "1990-01-01"},
        {"from_on": LATE},
        {"prices": "shirt 5 2026-99-99"},
        {"prices": "shirt 5\nshirt 6"},
        {"prices": NOVEL},
    ],
    "/forecast/overrides/new": [
        {"amount": "NaN"},
        {"amount": "-1"},
        {"amount": "1e9"},
        {"amount": "many"},
        {"amount": ""},
        {"way": "guess"},
        {"way": "times", "amount": "1000000000"},
        {"way": "plus", "amount": "0"},
        {"expires_on": "2020-01-01"},
        {"starts_on": LATE, "expires_on": LATE},
        {"expires_on": "2099-01-01"},
        {"item": "nothing"},
        {"item": "🎪"},
        {"location": NOBODYS},
        {"location": "here"},
        {"note": ""},
        {"note": NOVEL},
    ],
    "/items/{item}/predecessor": [
        {"predecessor": "shirt"},
        {"predecessor": "nothing"},
        {"predecessor": ""},
        {"share": "1e9"},
        {"share": "NaN"},
        {"share": "0"},
        {"share": "-1"},
        {"share": "half"},
        {"from_on": LATE},
        {"from_on": "soon"},
    ],
    "/settings/channels/demand": [
        {"channel": ""},
        {"channel": "x" * 51},
        {"kind": "all"},
        {"settle_days": "0"},
        {"settle_days": "NaN"},
        {"settle_days": "1000000000"},
    ],
}
TABLES = ("calendarevent", "promotion", "promotionitem", "plannedprice", "override", "succession")


@pytest.fixture(scope="module")
def alice() -> Actor:
    actor = owner()
    for sku in ("shirt", "hat"):
        item(actor, sku)
    return actor


@pytest.fixture(scope="module")
def client(alice: Actor) -> Client:
    return visitor(alice)


def stored(actor: Actor) -> list[object]:
    return [
        *(rows_of(actor, f"select count(*) from forecasting_{table}") for table in TABLES),
        rows_of(actor, "select count(*) from sales_channeldemand"),
    ]


def typed(html: str) -> str:
    """All that stands in the fields of a page."""
    values = re.findall(r'value="([^"]*)"', html) + re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    return "\n".join(values)


@pytest.mark.parametrize(
    ("url", "wrong"),
    [(url, each) for url, wrong in WRONG.items() for each in wrong],
    ids=lambda each: str(each)[:60],
)
def test_a_form_that_makes_no_sense_comes_back_as_it_was_typed_with_what_to_do(
    alice: Actor, client: Client, url: str, wrong: dict[str, str]
) -> None:
    before = stored(alice)
    form = {**FORMS[url], **wrong}
    answer = client.post(url.format(item=item(alice)), form)
    assert answer.status_code == 422, text_of(answer.content.decode())[:500]
    html = answer.content.decode()
    assert 'role="alert"' in html or 'class="error' in html or "aria-invalid" in html
    kept = typed(html)
    fields = {
        name: value for name, value in form.items() if name in {"name", "note", "item", "prices", "table", "items"}
    }
    for value in fields.values():
        assert "\x00" in value or escape(value).replace("&#x27;", "&#39;").strip() in kept, value[:60]
    assert stored(alice) == before


@pytest.mark.parametrize("url", FORMS)
def test_the_same_form_without_the_mistake_is_taken(url: str) -> None:
    """The control."""
    alice = owner()
    for sku in ("shirt", "hat"):
        item(alice, sku)
    before = stored(alice)
    answer = visitor(alice).post(url.format(item=item(alice)), FORMS[url])
    assert answer.status_code == 302
    assert stored(alice) != before
