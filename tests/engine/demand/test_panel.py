"""Sparse rows become a panel."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from stockwright.engine.demand.building import build_panel
from stockwright.engine.demand.panel import Panel

AS_OF = date(2026, 3, 10)


def _series(*rows: tuple[int, str | None, date | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"series": pl.Int32, "category": pl.String, "first_on": pl.Date}, orient="row")


def _sales(*rows: tuple[int, date, float, float]) -> pl.DataFrame:
    schema = {"series": pl.Int32, "day": pl.Date, "sold": pl.Float64, "revenue": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _on(days_ago: int) -> date:
    return AS_OF - timedelta(days=days_ago)


def _panel(sales: pl.DataFrame, series: pl.DataFrame | None = None, **more: object) -> Panel:
    chosen = _series((0, "toys", None), (1, None, None)) if series is None else series
    given: dict[str, object] = {"stock": None, **more}
    return build_panel(series=chosen, sales=sales, as_of=AS_OF, **given)  # type: ignore[arg-type]


def test_the_last_column_is_the_last_complete_day() -> None:
    panel = _panel(_sales((0, _on(0), 3.0, 30.0), (1, _on(4), 1.0, 5.0)))
    assert panel.sold.shape == (2, 5)
    assert panel.sold[0, -1] == 3.0
    assert panel.sold[1, 0] == 1.0
    assert panel.day(4) == AS_OF
    assert panel.calendar()[-1] == np.datetime64(AS_OF + timedelta(days=28))


def test_rows_of_one_day_add_up_and_a_day_of_returns_is_no_demand() -> None:
    panel = _panel(_sales((0, _on(1), 3.0, 30.0), (0, _on(1), 2.0, 20.0), (1, _on(0), -4.0, -20.0)))
    assert panel.sold[0].tolist() == [5.0, 0.0]
    assert panel.sold[1].tolist() == [0.0, 0.0]


def test_rows_after_the_last_complete_day_are_not_seen() -> None:
    panel = _panel(_sales((0, _on(1), 3.0, 30.0), (0, _on(-1), 9.0, 90.0)))
    assert panel.sold.sum() == 3.0


def test_the_history_can_be_limited() -> None:
    panel = _panel(_sales((0, _on(50), 3.0, 30.0), (0, _on(1), 1.0, 9.0)), days=10)
    assert panel.days == 10
    assert panel.sold.sum() == 1.0
    assert panel.first_day[0] == 0


def test_an_item_is_listed_from_its_first_sale_or_earlier_if_told() -> None:
    sales = _sales((0, _on(9), 1.0, 1.0), (1, _on(5), 1.0, 1.0), (2, _on(5), 1.0, 1.0))
    series = _series((0, None, None), (1, None, _on(8)), (2, None, _on(2)), (3, None, None))
    assert _panel(sales, series).first_day.tolist() == [0, 1, 4, 10]


def test_days_without_a_stock_row_were_in_stock_all_day() -> None:
    stock = pl.DataFrame({"series": [0], "day": [_on(1)], "in_stock_minutes": [360]})
    panel = _panel(_sales((0, _on(2), 1.0, 1.0)), stock=stock)
    assert panel.in_stock[0].tolist() == [1.0, 0.25, 1.0]
    assert panel.in_stock[1].tolist() == [1.0, 1.0, 1.0]


def test_categories_become_codes_and_unknown_is_minus_one() -> None:
    series = _series((0, "toys", None), (1, None, None), (2, "books", None), (3, "toys", None))
    assert _panel(_sales((0, _on(1), 1.0, 1.0)), series).category.tolist() == [1, -1, 0, 1]


def test_holidays_and_promotions_reach_into_the_horizon() -> None:
    promos = pl.DataFrame({"series": [1], "day": [_on(-3)], "discount": [0.2]})
    panel = _panel(
        _sales((0, _on(1), 1.0, 1.0)), events={"holiday": [_on(-2), _on(400)], "fair": []}, promos=promos
    )
    assert np.argwhere(panel.events).tolist() == [[3, 0]]
    assert panel.promo is not None
    assert panel.promo[1, 4] == pytest.approx(0.2)


def test_the_price_of_a_day_is_that_of_the_last_sale_before_it() -> None:
    panel = _panel(_sales((0, _on(3), 2.0, 20.0), (0, _on(1), 1.0, 7.0)))
    assert panel.price is not None
    assert panel.price[0].tolist() == pytest.approx([np.nan, 10.0, 10.0, 7.0], nan_ok=True)


def test_what_is_paid_on_a_day_changes_no_price_up_to_that_day() -> None:
    rows = [(0, _on(ago), 2.0, 20.0 + ago) for ago in range(10)]
    changed = [(a, b, c, d * 3 if b == _on(4) else d) for a, b, c, d in rows]
    before, after = _panel(_sales(*rows)).price, _panel(_sales(*changed)).price
    assert before is not None
    assert after is not None
    assert np.array_equal(before[0, :6], after[0, :6], equal_nan=True)
    assert before[0, 6] != after[0, 6]


def test_an_earlier_panel_shows_nothing_later() -> None:
    panel = _panel(_sales(*[(0, _on(ago), 1.0 + ago, 5.0) for ago in range(20)]))
    earlier = panel.until(9)
    assert earlier.as_of == _on(10)
    assert earlier.horizon == panel.horizon
    assert earlier.sold.shape[1] == 10
    assert earlier.calendar()[-1] == np.datetime64(_on(10 - 28))


def test_series_must_be_numbered_without_gaps() -> None:
    with pytest.raises(ValueError, match="numbered from 0"):
        _panel(_sales(), _series((0, None, None), (2, None, None)))


def test_a_horizon_holds_at_least_a_week() -> None:
    with pytest.raises(ValueError, match="at least 7 days"):
        _panel(_sales(), horizon=6)
