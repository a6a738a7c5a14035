"""What makes no sense is refused with a sentence that says what to do, and nothing is stored."""

from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from tests.api.calls import Told, call, token_of
from tests.api.rows.told import AHEAD, a_promotion, an_event, an_override
from tests.api.rows.trade import location, product
from tests.api.test_leaks import rows_of
from tests.make.people import owner

from stockwright.catalog.actions.items import create_item
from stockwright.catalog.queries import categories_of
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

TABLES = tuple(
    f"forecasting_{name}"
    for name in ("calendarevent", "promotion", "promotionitem", "plannedprice", "override", "succession", "outlier")
)
NOVEL = "x" * 1_000_000
LATE, EARLY = "9999-12-31", "0001-01-01"


@dataclass(frozen=True)
class Shop:
    """A company with an item and a place, and how to ask its API."""

    actor: Actor
    token: str
    item: UUID
    place: UUID

    def ask(self, method: str, path: str, body: object = None) -> Told:
        return call(self.token, method, path, body)

    def stored(self) -> dict[str, str]:
        return {name: digest for name, digest in rows_of(self.actor).items() if name in TABLES}


def shop() -> Shop:
    actor = owner()
    return Shop(actor, token_of(actor), product(actor), location(actor))


@pytest.fixture(scope="module")
def alice() -> Shop:
    return shop()


@pytest.fixture(scope="module")
def mallory() -> Shop:
    return shop()


def refused(told: Told) -> None:
    """Whether an answer refuses in whole sentences."""
    assert told.status == 422, told
    sentences = [told.body["detail"], *(each["message"] for each in told.body.get("errors", []))]
    assert all(len(sentence) > 10 for sentence in sentences)
    assert "Something in the request" not in told.body["detail"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": LATE, "ends_on": LATE},
        {"starts_on": EARLY, "ends_on": EARLY},
        {"ends_on": "2026-03-09"},
        {"starts_on": "2026-02-30"},
        {"starts_on": 1e20},
        {"ends_on": "2028-01-01"},
        {"name": "  "},
        {"name": "x" * 201},
        {"kind": "x" * 41},
        {"note": NOVEL},
        {"yearly": True, "repeats_until": "2020-01-01"},
    ],
)
def test_an_event_that_makes_no_sense_is_refused(alice: Shop, wrong: dict[str, object]) -> None:
    before = alice.stored()
    refused(alice.ask("POST", "/calendar/events", {**an_event(), **wrong}))
    assert alice.stored() == before


@pytest.mark.parametrize("asked", [f"first={LATE}", f"first={EARLY}", f"first=2026-01-01&last={LATE}", "first=x"])
def test_a_calendar_of_absurd_days_is_refused(alice: Shop, asked: str) -> None:
    refused(alice.ask("GET", f"/calendar?{asked}"))


@pytest.mark.parametrize(
    "wrong",
    [
        *({"discount": each} for each in (0, 1, -0.2, 1e9, "NaN", "0.00001", "much")),
        {"starts_on": LATE, "ends_on": LATE},
        {"ends_on": "2026-03-09"},
        {"variant_ids": []},
        {"category_id": str(uuid4())},
        {"variant_ids": [str(uuid4())] * 10_001},
        {"note": NOVEL},
        {"name": ""},
    ],
)
def test_a_promotion_that_makes_no_sense_is_refused(alice: Shop, wrong: dict[str, object]) -> None:
    right = a_promotion(alice.actor)
    before = alice.stored()
    refused(alice.ask("POST", "/promotions", {**right, **wrong}))
    refused(alice.ask("POST", "/promotions/bulk", {"promotions": [right, {**right, **wrong}]}))
    assert alice.stored() == before


@pytest.mark.parametrize(
    "wrong",
    [
        *({"price": each} for each in (0, -1, "NaN", 1e30, "0.00001")),
        {"from_on": "1990-01-01"},
        {"from_on": LATE},
    ],
)
def test_a_price_that_makes_no_sense_is_refused(alice: Shop, wrong: dict[str, object]) -> None:
    right = {"variant_id": str(alice.item), "price": "8.50", "from_on": str(AHEAD)}
    before = alice.stored()
    refused(alice.ask("POST", "/planned-prices", {"prices": [{**right, **wrong}]}))
    refused(alice.ask("POST", "/planned-prices", {"prices": [right, right]}))
    assert alice.stored() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": LATE},
        {"starts_on": LATE, "expires_on": LATE},
        {"starts_on": EARLY},
        {"expires_on": "2020-01-01"},
        {"expires_on": LATE},
        *({"amount": each} for each in (-1, "NaN", 1e9, 1e300, "12.00001")),
        *({"way": "times", "amount": each} for each in (-1, 1, 101, 1e9)),
        {"way": "plus", "amount": 0},
        {"way": "guess"},
        {"note": ""},
        {"note": NOVEL},
        {"location_id": "here"},
    ],
)
def test_an_override_that_makes_no_sense_is_refused(alice: Shop, wrong: dict[str, object]) -> None:
    right = an_override(alice.actor)
    before = alice.stored()
    refused(alice.ask("POST", "/overrides", {**right, **wrong}))
    assert alice.stored() == before


@pytest.mark.parametrize(
    "wrong",
    [*({"share": each} for each in (0, -1, 11, 1e9, "NaN", "0.00001")), {"from_on": LATE}, {"from_on": EARLY}],
)
def test_a_succession_that_makes_no_sense_is_refused(alice: Shop, wrong: dict[str, object]) -> None:
    right = {"predecessor_id": str(product(alice.actor)), "from_on": "2026-01-05"}
    before = alice.stored()
    refused(alice.ask("PUT", f"/products/{alice.item}/predecessor", {**right, **wrong}))
    assert alice.stored() == before


def test_no_chain_of_successions_ends_where_it_begins(alice: Shop) -> None:
    chain = [product(alice.actor) for _ in range(4)]
    for item, before in pairwise(chain):
        body = {"predecessor_id": str(before), "from_on": "2026-01-05"}
        assert alice.ask("PUT", f"/products/{item}/predecessor", body).status == 200
    kept = alice.stored()
    for item, before in ((chain[-1], chain[0]), (chain[2], chain[1]), (chain[0], chain[0])):
        refused(
            alice.ask(
                "PUT", f"/products/{item}/predecessor", {"predecessor_id": str(before), "from_on": "2026-01-05"}
            )
        )
    assert alice.stored() == kept


@pytest.mark.parametrize(
    "wrong", [{"day": LATE}, {"day": EARLY}, {"day": "2100-01-01"}, {"decision": "burn"}, {"note": NOVEL}]
)
def test_a_decision_on_no_day_of_the_past_is_refused(alice: Shop, wrong: dict[str, object]) -> None:
    right = {
        "variant_id": str(alice.item),
        "location_id": str(alice.place),
        "day": "2026-01-05",
        "decision": "ignore",
    }
    before = alice.stored()
    refused(alice.ask("PUT", "/forecasts/outliers", {**right, **wrong}))
    assert alice.stored() == before


@pytest.mark.parametrize(
    "wrong",
    [{"channel": ""}, {"channel": "x" * 51}, {"kind": "all"}, {"settle_days": 0}, {"settle_days": 1_000_000}],
)
def test_a_channel_is_set_to_nothing_that_makes_no_sense(alice: Shop, wrong: dict[str, object]) -> None:
    refused(alice.ask("PUT", "/sales/channels", {"channel": "MARKET", "kind": "net", **wrong}))


def test_every_script_and_every_emoji_is_kept_as_it_was_typed(alice: Shop) -> None:
    name = "Größe 🎪 展示会 выставка"
    told = alice.ask("POST", "/calendar/events", {**an_event(), "name": name, "kind": "🎪", "note": name})
    assert (told.status, told.body["name"], told.body["kind"], told.body["note"]) == (201, name, "🎪", name)


def test_an_id_of_another_company_inside_a_body_is_no_id(alice: Shop, mallory: Shop) -> None:
    create_item(mallory.actor, sku="CAKE", category="Cakes")
    with scope(mallory.actor.company_id):
        [(category, _)] = categories_of(mallory.actor)
    own, theirs, there = str(alice.item), str(mallory.item), str(mallory.place)
    sale = a_promotion(alice.actor)
    price = {"price": "8.50", "from_on": str(AHEAD)}
    follows = {"from_on": "2026-01-05"}
    decision = {"day": "2026-01-05", "decision": "ignore"}
    before, kept = alice.stored(), mallory.stored()
    for method, path, body in (
        ("POST", "/promotions", {**sale, "variant_ids": [own, theirs]}),
        ("POST", "/promotions", {**sale, "variant_ids": [], "category_id": str(category)}),
        ("POST", "/promotions/bulk", {"promotions": [sale, {**sale, "variant_ids": [theirs]}]}),
        ("POST", "/planned-prices", {"prices": [{"variant_id": own, **price}, {"variant_id": theirs, **price}]}),
        ("POST", "/overrides", {**an_override(alice.actor), "variant_id": theirs}),
        ("POST", "/overrides", {**an_override(alice.actor), "location_id": there}),
        ("PUT", f"/products/{own}/predecessor", {"predecessor_id": theirs, **follows}),
        ("PUT", f"/products/{theirs}/predecessor", {"predecessor_id": own, **follows}),
        ("DELETE", f"/products/{theirs}/predecessor", None),
        ("PUT", "/forecasts/outliers", {"variant_id": theirs, "location_id": str(alice.place), **decision}),
        ("PUT", "/forecasts/outliers", {"variant_id": own, "location_id": there, **decision}),
    ):
        told = alice.ask(method, path, body)
        assert told.status == 404, (path, body, told)
        assert not any(character.isdigit() for character in told.body["detail"]), told
    assert (alice.stored(), mallory.stored()) == (before, kept)


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"/{one}?variant_id={{item}}"
            for one in ("forecasts", "overrides", "planned-prices", "forecasts/outliers")
        ),
        *(f"/{one}?variant_id={{item}}" for one in ("forecasts/notices", "analytics/predictions")),
        *(f"/analytics/{one}?variant_id={{item}}" for one in ("sales-forecast", "seasonal-forecast")),
        *(f"/analytics/{one}?location_id={{place}}" for one in ("sales-forecast", "seasonal-forecast")),
        *(f"/analytics/{one}?location_id={{place}}" for one in ("predictions", "model-performance")),
        "/forecasts?location_id={place}",
        "/products/{item}/demand?location_id={place}",
    ],
)
def test_an_id_of_another_company_in_a_filter_is_no_id(alice: Shop, mallory: Shop, path: str) -> None:
    asked = path.format(item=mallory.item, place=mallory.place)
    assert alice.ask("GET", asked).status == 404
    assert mallory.ask("GET", asked).status == 200
