"""Changes in demand: opened by the night that sees them, closed when they are over or usual."""

import numpy as np
import polars as pl
from tests.make.goods import day, events_of, lines, sold
from tests.make.people import owner, people

from stockwright.engine.demand.notices import NoticeKind
from stockwright.forecasting.actions.findings import keep_findings
from stockwright.forecasting.queries.notices import NoticeRow, notice_counts, notices_page
from stockwright.forecasting.queries.panels import demand_panel
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

CHANGED = 120
LAST = 240


def shop(actor: Actor) -> Actor:
    """Twenty items at three a day; from the 120th day on one sells eight, for sixty days."""
    told: list[tuple[str, float, float]] = []
    for number in range(20):
        sells = np.random.default_rng(number).poisson(3.0, LAST)
        if not number:
            sells[CHANGED : CHANGED + 60] = np.random.default_rng(99).poisson(8.0, 60)
        told += [(f"item-{number:02}", on + 0.5, float(pieces)) for on, pieces in enumerate(sells) if pieces]
    sold(actor, lines(*told))
    return actor


def night(actor: Actor, number: int) -> None:
    """What a night that ends on the day keeps beside the forecast."""
    with scope(actor.company_id):
        series, panel = demand_panel(actor, as_of=day(number).date())
    keep_findings(actor, series=series, panel=panel)


def listed(actor: Actor, *, with_closed: bool = False) -> list[NoticeRow]:
    with scope(actor.company_id):
        return list(notices_page(actor, with_closed=with_closed).items)


def test_a_change_is_opened_once_seen_again_and_closed_when_it_is_usual() -> None:
    alice = shop(owner())
    night(alice, CHANGED - 1)
    assert listed(alice) == []
    for number in range(CHANGED, CHANGED + 30, 3):
        night(alice, number)
    [notice] = listed(alice)
    assert (notice.sku, notice.kind) == ("item-00", NoticeKind.UP)
    assert abs((notice.since - day(CHANGED).date()).days) <= 7
    assert (notice.opened_on - day(CHANGED).date()).days <= 15
    assert notice.seen_on == day(CHANGED + 27).date()
    assert notice.now > 2.0 * notice.before
    night(alice, CHANGED + 27)
    assert len(listed(alice)) == 1
    with scope(alice.company_id):
        assert notice_counts(alice) == {"up": 1}
    night(alice, CHANGED + 100)
    [closed] = listed(alice, with_closed=True)[-1:]
    assert closed.closed_on == day(CHANGED + 100).date()
    assert "forecast.notices_updated" in events_of(alice)


def test_a_change_that_turns_round_is_another_one() -> None:
    alice = shop(owner())
    night(alice, CHANGED + 21)
    night(alice, CHANGED + 85)
    rows = listed(alice, with_closed=True)
    assert [row.kind for row in rows if row.closed_on] == [NoticeKind.UP]
    assert all(row.now < row.before for row in rows if not row.closed_on)


def test_another_company_sees_none_of_it() -> None:
    everybody = people()
    shop(everybody.alice)
    night(everybody.alice, CHANGED + 21)
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
