"""Changes in demand: opened by the night that sees them, closed when they are over or usual."""

from decimal import Decimal

import polars as pl
from tests.make.demand import (
    CHANGED,
    PASSES,
    changing_shop,
    findings_of,
    passing_shop,
    shop_with_a_newcomer,
)
from tests.make.goods import day, events_of, item, lines, sold
from tests.make.people import owner, people

from stockwright.engine.demand.notices import NoticeKind
from stockwright.forecasting.actions.findings import keep_findings
from stockwright.forecasting.actions.promotions import plan_promotions
from stockwright.forecasting.queries.notices import NoticeRow, notice_counts, notices_page
from stockwright.forecasting.queries.panels import demand_panel
from stockwright.forecasting.rules.promotions import PromotionTold
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope


def listed(actor: Actor, *, with_closed: bool = False) -> list[NoticeRow]:
    with scope(actor.company_id):
        return list(notices_page(actor, with_closed=with_closed).items)


def test_a_change_is_opened_once_seen_again_and_closed_when_it_is_usual() -> None:
    alice = changing_shop(owner())
    findings_of(alice, CHANGED - 1)
    assert listed(alice) == []
    for number in range(CHANGED, CHANGED + 30, 3):
        findings_of(alice, number)
    [notice] = listed(alice)
    assert (notice.sku, notice.kind) == ("item-00", NoticeKind.SURGE)
    assert abs((notice.since - day(CHANGED).date()).days) <= 7
    assert (notice.opened_on - day(CHANGED).date()).days <= 15
    assert notice.seen_on == day(CHANGED + 27).date()
    assert notice.now > 2.0 * notice.before
    findings_of(alice, CHANGED + 27)
    assert len(listed(alice)) == 1
    findings_of(alice, CHANGED + 35)
    assert [each.kind for each in listed(alice)] == [NoticeKind.UP]
    with scope(alice.company_id):
        assert notice_counts(alice) == {"up": 1}
    findings_of(alice, CHANGED + 100)
    [closed] = listed(alice, with_closed=True)[-1:]
    assert closed.closed_on == day(CHANGED + 100).date()
    assert "forecast.notices_updated" in events_of(alice)


def test_a_change_that_turns_round_is_another_one() -> None:
    alice = changing_shop(owner())
    findings_of(alice, CHANGED + 21)
    findings_of(alice, CHANGED + 85)
    rows = listed(alice, with_closed=True)
    assert [row.kind for row in rows if row.closed_on] == [NoticeKind.SURGE]
    assert all(row.now < row.before for row in rows if not row.closed_on)


def test_a_rise_that_passes_was_a_surge_and_its_end_is_no_loss() -> None:
    alice = passing_shop(owner())
    for number in range(CHANGED + 4, CHANGED + 60, 2):
        findings_of(alice, number)
    [notice] = listed(alice, with_closed=True)
    assert (notice.sku, notice.kind) == ("item-00", NoticeKind.SURGE)
    assert notice.closed_on
    assert (notice.closed_on - day(CHANGED).date()).days <= 40
    assert listed(alice) == []


def test_a_new_item_is_told_the_night_after_its_first_sale_for_four_weeks() -> None:
    alice = shop_with_a_newcomer(owner())
    findings_of(alice, CHANGED - 1)
    assert listed(alice) == []
    findings_of(alice, CHANGED)
    [notice] = listed(alice)
    assert (notice.sku, notice.kind, notice.since) == ("newcomer", NoticeKind.NEW, day(CHANGED).date())
    assert notice.before == 0.0
    findings_of(alice, CHANGED + 40)
    assert listed(alice) == []


def test_a_promotion_that_was_told_shows_its_effect_and_is_no_change_of_level() -> None:
    alice = passing_shop(owner())
    told = PromotionTold(
        name="Two weeks",
        starts_on=day(CHANGED).date(),
        ends_on=day(CHANGED + PASSES - 1).date(),
        discount=Decimal("0.2"),
        variant_ids=(item(alice, "item-00"),),
    )
    plan_promotions(alice, told=[told], now=day(CHANGED - 10), source="test")
    for number in range(CHANGED, CHANGED + 50, 2):
        findings_of(alice, number)
    [notice] = listed(alice, with_closed=True)
    assert notice.kind is NoticeKind.PROMOTED
    assert notice.since == day(CHANGED).date()
    assert (notice.opened_on - notice.since).days <= 6
    assert notice.now > 2.0 * notice.before
    assert notice.closed_on


def test_another_company_sees_none_of_it() -> None:
    everybody = people()
    changing_shop(everybody.alice)
    findings_of(everybody.alice, CHANGED + 21)
    assert len(listed(everybody.alice)) == 1
    assert listed(everybody.mallory) == []
    assert listed(everybody.bob)


def test_no_items_have_no_notices() -> None:
    alice = owner()
    sold(alice, lines(("shirt", 0, 1)))
    with scope(alice.company_id):
        series, panel = demand_panel(alice, as_of=day(3).date())
    keep_findings(alice, series=series.filter(pl.col("series") < 0), panel=panel)
    assert listed(alice) == []
