"""What people tell reaches the forecast: as input of the days it is of, and by a forecast made anew."""

from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest
from tests.make.files import brought_in, sales_csv
from tests.make.goods import rows_of
from tests.make.jobs import run_jobs
from tests.make.people import owner
from tests.make.told import FAIR, event, override, price, promotion

from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.queries import variant_ids
from stockwright.engine.demand.panel import Panel
from stockwright.forecasting.actions.calendar import cancel_event
from stockwright.forecasting.actions.promotions import cancel_promotion
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.models import ForecastRun
from stockwright.forecasting.queries.panels import demand_panel
from stockwright.forecasting.queries.promotion_effects import promotion_effect
from stockwright.kit.actor import Actor
from stockwright.kit.clock import now
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask_one
from stockwright.kit.tenancy import scope

AS_OF = date(2026, 3, 1)
TODAY = date(2026, 3, 2)


def shop(days: int = 60) -> Actor:
    alice = owner()
    brought_in(alice, sales_csv(days=days, skus=3))
    return alice


def of(actor: Actor, sku: str = "SKU-0") -> UUID:
    with scope(actor.company_id):
        return variant_ids(actor, [sku])[sku]


def panel_of(actor: Actor, sku: str = "SKU-0") -> tuple[Panel, int]:
    """The panel, and the row of an item in it."""
    with scope(actor.company_id, one_moment=True):
        series, panel = demand_panel(actor, as_of=AS_OF)
    return panel, series["sku"].to_list().index(sku)


def column(panel: Panel, day: date) -> int:
    return panel.days + (day - AS_OF).days - 1


def test_without_a_word_the_forecast_knows_nothing_but_sales() -> None:
    panel, _ = panel_of(shop())
    assert (panel.promo, panel.planned, panel.event_names) == (None, None, ("public holiday",))


def test_events_of_the_past_and_of_the_horizon_are_inputs_by_kind() -> None:
    alice = shop()
    change_company(alice, holidays_of="DE")
    event(alice)
    gone = event(alice, FAIR.__class__("Payday", "payday", AS_OF, AS_OF))
    cancel_event(alice, event_id=gone.pk, now=now())
    event(alice, FAIR.__class__("Old fair", "fair", date(2026, 2, 3), date(2026, 2, 3)))
    panel, _ = panel_of(alice)
    assert panel.event_names == ("public holiday", "fair")
    days = {panel.day(int(at)) for at in np.flatnonzero(panel.events[:, 1])}
    assert days == {date(2026, 2, 3), *(FAIR.starts_on + timedelta(days=at) for at in range(3))}
    assert panel.events[column(panel, date(2026, 4, 3)), 0]


def test_promotions_are_inputs_of_their_items_and_days() -> None:
    alice = shop()
    promotion(alice, of(alice), starts_on=date(2026, 2, 27), days=7)
    gone = promotion(alice, of(alice, "SKU-1"))
    cancel_promotion(alice, promotion_id=gone.pk, now=now())
    panel, row = panel_of(alice)
    assert panel.promo is not None
    told = np.flatnonzero(panel.promo[row])
    assert [panel.day(int(at)) for at in told] == [date(2026, 2, 27) + timedelta(days=at) for at in range(7)]
    assert panel.promo[row, told[0]] == pytest.approx(0.2)
    assert panel.promo.sum() == pytest.approx(1.4)


def test_a_planned_price_is_an_input_only_of_days_after_it_was_told() -> None:
    alice = shop()
    price(alice, of(alice), from_on=date(2026, 2, 20), today=date(2026, 2, 20), amount="9")
    price(alice, of(alice), from_on=date(2026, 3, 10), today=AS_OF, amount="7")
    panel, row = panel_of(alice)
    assert panel.planned is not None
    assert np.isnan(panel.planned[row, column(panel, date(2026, 2, 20))])
    assert panel.planned[row, column(panel, date(2026, 2, 21))] == 9
    assert panel.planned[row, column(panel, date(2026, 3, 9))] == 9
    assert panel.planned[row, column(panel, date(2026, 3, 10))] == 7
    assert np.isnan(np.delete(panel.planned, row, axis=0)).all()


def test_what_is_read_of_people_takes_as_many_statements_for_one_as_for_many() -> None:
    alice = shop()
    asked = [_statements(alice)]
    for n in range(5):
        event(alice)
        promotion(alice, of(alice, f"SKU-{n % 2}"))
        price(alice, of(alice, f"SKU-{n % 2}"), from_on=date(2026, 3, 9) + timedelta(days=n), today=TODAY)
    asked.append(_statements(alice))
    assert asked[0] == asked[1]


def _statements(actor: Actor) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with scope(actor.company_id, one_moment=True), CaptureQueriesContext(connection) as seen:
        demand_panel(actor, as_of=AS_OF)
    return len(seen)


def test_whoever_tells_something_gets_a_new_forecast_once() -> None:
    alice = shop()
    run_jobs()
    with scope(alice.company_id):
        before = ForecastRun.objects.of(alice).count()
    event(alice)
    promotion(alice, of(alice))
    override(alice, of(alice))
    run_jobs()
    with scope(alice.company_id):
        assert ForecastRun.objects.of(alice).count() == before + 1


def test_before_the_first_sale_nothing_is_tried() -> None:
    alice = owner()
    event(alice)
    run_jobs()
    with scope(alice.company_id):
        assert not ForecastRun.objects.of(alice).exists()
        assert ask_one("select count(*) from procrastinate_jobs where args->>'company_id' = %(c)s and task_name ="
                       " 'forecasting.refresh'", {"c": str(alice.company_id)}) == (0,)  # fmt: skip


def test_the_effect_of_a_promotion_is_told_and_later_held_against_what_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alice = shop()
    made = promotion(alice, of(alice), of(alice, "SKU-1"), starts_on=date(2026, 3, 4), days=3)
    with scope(alice.company_id):
        assert promotion_effect(alice, made.pk).as_of is None
    override(alice, of(alice))
    run_forecast(alice, today=TODAY)
    rows_of(alice, "update forecasting_itemforecast set plain = array_fill(0.5::real, array[28]) returning 1")
    with scope(alice.company_id):
        told = promotion_effect(alice, made.pk)
    assert (told.as_of, told.first, told.last, told.came_to, told.came) == (
        AS_OF, date(2026, 3, 4), date(2026, 3, 6), None, None,
    )  # fmt: skip
    assert {one.item.sku for one in told.items} == {"SKU-0", "SKU-1"}
    assert told.without == 3
    assert told.expected < 30
    assert told.effect == told.expected - 3
    lines = [f"{date(2026, 3, 2) + timedelta(days=at)},n{at},SKU-0,Item 0,7,1.50" for at in range(4)]
    brought_in(alice, "\n".join(["date,order,sku,name,quantity,price", *lines]).encode(), "later.csv",
               today=date(2026, 3, 6))  # fmt: skip
    run_forecast(alice, today=date(2026, 3, 6))
    with scope(alice.company_id):
        later = promotion_effect(alice, made.pk)
    assert (later.as_of, later.expected, later.came_to) == (AS_OF, told.expected, date(2026, 3, 5))
    assert later.came == 14


def test_a_promotion_told_after_it_began_is_read_from_the_first_forecast_that_knew_it() -> None:
    alice = shop()
    run_forecast(alice, today=TODAY)
    made = promotion(alice, of(alice), starts_on=date(2026, 2, 25), days=10)
    with scope(alice.company_id):
        assert promotion_effect(alice, made.pk).as_of is None
    run_forecast(alice, today=TODAY)
    with scope(alice.company_id):
        told = promotion_effect(alice, made.pk)
    assert (told.first, told.last) == (TODAY, date(2026, 3, 6))


def test_the_effect_of_another_companys_promotion_does_not_exist() -> None:
    made = promotion(owner())
    mallory = owner()
    with scope(mallory.company_id), pytest.raises(NotFound):
        promotion_effect(mallory, made.pk)
