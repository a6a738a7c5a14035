"""An item that takes over the demand of another."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import polars as pl
import pytest
from tests.make.files import brought_in, sales_csv
from tests.make.people import colleague, owner

from stockwright.catalog.actions.items import create_item
from stockwright.catalog.queries import variant_ids
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.actions.successions import end_inheritance, inherit_history
from stockwright.forecasting.models import Succession
from stockwright.forecasting.queries.runs import current_forecast
from stockwright.forecasting.queries.successions import all_successions, successions_about
from stockwright.forecasting.rules.successions import Demand, InvalidSuccession, check_succession, inherited
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotAllowed, NotFound
from stockwright.kit.tenancy import scope

TODAY = date(2026, 3, 2)
DAY = date(2026, 1, 10)
OLD, NEW, NEWER = "a", "b", "c"


def demand(*items: str) -> Demand:
    """Items at one place: two pieces a day from the 1st to the 20th of January, half a day short on the 5th."""
    series = pl.DataFrame(
        {
            "series": pl.Series(range(len(items)), dtype=pl.Int32),
            "variant_id": items,
            "location_id": ["shop"] * len(items),
            "sku": items,
            "name": items,
            "category": [None] * len(items),
            "launched_on": [None] * len(items),
            "first_on": [date(2026, 1, 1)] * len(items),
            "last_on": [date(2026, 1, 20)] * len(items),
            "stated": [True] * len(items),
        },
        schema_overrides={"category": pl.String, "launched_on": pl.Date},
    )
    days = [date(2026, 1, 1) + timedelta(days=at) for at in range(20)]
    sales = pl.DataFrame(
        [(at, day, 2.0, 0.0, 20.0) for at in range(len(items)) for day in days],
        schema={
            "series": pl.Int32,
            "day": pl.Date,
            "sold": pl.Float64,
            "returned": pl.Float64,
            "revenue": pl.Float64,
        },
        orient="row",
    )
    stock = pl.DataFrame(
        [(at, date(2026, 1, 5), 720) for at in range(len(items))],
        schema={"series": pl.Int32, "day": pl.Date, "in_stock_minutes": pl.Int16},
        orient="row",
    )
    return Demand(series, sales, stock)


def links(*rows: tuple[str, str, float, bool]) -> pl.DataFrame:
    return pl.DataFrame(
        [(new, old, DAY, share, replaces, new, new, None) for new, old, share, replaces in rows],
        schema={
            "variant_id": pl.String,
            "predecessor_id": pl.String,
            "from_on": pl.Date,
            "share": pl.Float64,
            "replaces": pl.Boolean,
            "sku": pl.String,
            "name": pl.String,
            "category": pl.String,
        },
        orient="row",
    )


def sold(found: Demand, item: str) -> float:
    [number] = found.series.filter(pl.col("variant_id") == item)["series"]
    return float(found.sales.filter(pl.col("series") == number)["sold"].sum())


def test_nothing_changes_without_links() -> None:
    given = demand(OLD, NEW)
    found = inherited(given, links())
    assert found.series.equals(given.series)
    assert found.sales.equals(given.sales)
    assert found.stock.equals(given.stock)


def test_a_successor_that_never_sold_has_the_share_of_the_days_before_it() -> None:
    found = inherited(demand(OLD), links((NEW, OLD, 0.5, True)))
    assert found.series["variant_id"].to_list() == [NEW]
    assert found.series["series"].to_list() == [0]
    assert sold(found, NEW) == 9 * 2 * 0.5
    assert found.stock.rows() == [(0, date(2026, 1, 5), 720)]
    assert found.series["first_on"].to_list() == [date(2026, 1, 1)]


def test_who_is_only_copied_stays_and_own_days_are_added() -> None:
    found = inherited(demand(OLD, NEW), links((NEW, OLD, 1.0, False)))
    assert found.series["variant_id"].to_list() == [OLD, NEW]
    assert sold(found, OLD) == 40
    assert sold(found, NEW) == 40 + 18


def test_a_chain_hands_on_what_was_handed_down() -> None:
    found = inherited(demand(OLD), links((NEWER, NEW, 1.0, True), (NEW, OLD, 0.5, True)))
    assert found.series["variant_id"].to_list() == [NEWER]
    assert sold(found, NEWER) == 9


def test_nobody_follows_itself_or_its_own_follower() -> None:
    first, second, third = (uuid4() for _ in range(3))
    check_succession(third, second, Decimal(1), {second: first}, from_on=TODAY)
    for predecessor, known in ((first, {}), (third, {third: second, second: first})):
        with pytest.raises(InvalidSuccession, match="cannot follow itself"):
            check_succession(first, predecessor, Decimal(1), known, from_on=TODAY)
    for share in (Decimal(0), Decimal(11)):
        with pytest.raises(InvalidSuccession, match="above 0%"):
            check_succession(first, second, share, {}, from_on=TODAY)


@pytest.fixture
def alice() -> Actor:
    actor = owner()
    brought_in(actor, sales_csv(days=90, skus=4))
    return actor


def item(actor: Actor, sku: str) -> UUID:
    with scope(actor.company_id):
        return variant_ids(actor, [sku])[sku]


def follow(actor: Actor, new: UUID, old: UUID, **other: object) -> Succession:
    told = {"from_on": TODAY, "share": Decimal(1), "replaces": True, **other}
    return inherit_history(actor, variant_id=new, predecessor_id=old, **told)  # type: ignore[arg-type]


def test_a_new_item_is_forecast_by_the_history_of_the_one_it_replaces(alice: Actor) -> None:
    run_forecast(alice, today=TODAY)
    with scope(alice.company_id):
        before = current_forecast(alice)
    old, new = item(alice, "SKU-0"), create_item(alice, sku="SKU-0B", name="Item 0, new").pk
    follow(alice, new, old)
    follow(alice, new, old)
    run_forecast(alice, today=TODAY)
    with scope(alice.company_id):
        after = current_forecast(alice)
        assert len(successions_about(alice, old)) == 1
    assert before is not None
    assert after is not None
    told = dict(zip(after.items["variant_id"], after.told.mean.sum(axis=1), strict=True))
    was = dict(zip(before.items["variant_id"], before.told.mean.sum(axis=1), strict=True))
    assert str(old) not in told
    assert told[str(new)] == pytest.approx(was[str(old)], rel=0.15)


def test_an_ended_succession_leaves_the_item_its_own_history(alice: Actor) -> None:
    old, new = item(alice, "SKU-0"), item(alice, "SKU-1")
    follow(alice, new, old)
    end_inheritance(alice, variant_id=new)
    end_inheritance(alice, variant_id=new)
    with scope(alice.company_id):
        assert all_successions(alice) == []


def test_who_may_not_write_and_other_companies_change_nothing(alice: Actor) -> None:
    old, new = item(alice, "SKU-0"), item(alice, "SKU-1")
    with pytest.raises(NotAllowed):
        follow(colleague(alice, "viewer"), new, old)
    with pytest.raises(NotFound):
        follow(owner(), new, old)
    mallory = owner()
    with pytest.raises(NotFound):
        follow(mallory, create_item(mallory, sku="M").pk, old)
    with scope(alice.company_id):
        assert all_successions(alice) == []
