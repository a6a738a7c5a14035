"""A made-up item for the page of components and for tests."""

import math
from datetime import timedelta
from decimal import Decimal

from stockwright.web.shown.item import (
    Arrival,
    ChartBand,
    ItemChart,
    ItemPage,
    LocationStock,
    RecentSale,
)
from stockwright.web.shown.samples import NOW, TODAY, fan, history, line, receipt


def chart() -> ItemChart:
    """Half a year of sales with a drought, eight weeks of forecast, one arrival."""
    future = fan(4.6, 56)
    spread = [1.28 * math.sqrt(2 * value) for value in future.middle]
    bands = tuple(
        ChartBand(
            TODAY + timedelta(days=day), *(max(0.0, middle + z * wide) for z in (-1.5, -1, -0.5, 0, 0.5, 1, 1.5))
        )
        for day, (middle, wide) in enumerate(zip(future.middle, spread, strict=True))
    )
    stock = tuple(max(0.0, 41 - 4.6 * day) + (40.0 if day > 9 else 0.0) for day in range(56))
    return ItemChart(
        history_from=TODAY - timedelta(days=150),
        sales=history(4.6, 150, drought=range(70, 79)),
        stock_history=(),
        bands=bands,
        stock=stock,
        stock_with_advice=tuple(value + (96.0 if day > 20 else 0.0) for day, value in enumerate(stock)),
        stockout_on=TODAY + timedelta(days=9),
        arrivals=arrivals(),
        summary="Sells 4.6 a day; runs out on 21 March without an order.",
        unit="pcs",
    )


def arrivals() -> tuple[Arrival, ...]:
    """One late order."""
    return (Arrival(TODAY + timedelta(days=10), Decimal(40), "PO-1042", None, "Nordwind", True),)


def item_page(*, status: str = "order_today", is_known: bool = True) -> ItemPage:
    """The page of the first line, or of an item that nothing is known of yet."""
    first = line(0)
    return ItemPage(
        variant_id=first.variant_id,
        sku=first.sku,
        name=first.name,
        picture_url=None,
        category="Kitchen",
        supplier=first.supplier,
        status=status,
        status_words="Order today",
        reason=first.reason,
        unit=first.unit,
        on_hand=Decimal(41),
        reserved=Decimal(3),
        inbound=Decimal(0),
        runway_days=first.runway_days,
        stockout_on=first.stockout_on,
        lead_days=first.lead_days,
        safety_days=first.safety_days,
        threshold_days=first.threshold_days,
        is_threshold_own=False,
        burn_rate=Decimal("4.6"),
        coverage=Decimal(0),
        confidence=first.confidence,
        confidence_within=Decimal("0.30"),
        trend=first.trend,
        order_quantity=first.quantity,
        pack_size=first.pack_size,
        moq=Decimal(24),
        order_cost=first.cost,
        order_by=first.order_by,
        at_stake=first.at_stake,
        price=Decimal("5.95"),
        cost=Decimal("2.35"),
        flag=None,
        is_new=False,
        advice_id=first.id if is_known else None,
        chart=chart() if is_known else None,
        receipt=receipt() if is_known else None,
        locations=(LocationStock("Hamburg", Decimal(41), Decimal(3), Decimal(38), Decimal(0)),) if is_known else (),
        arrivals=arrivals() if is_known else (),
        sales=(RecentSale(NOW, "Shop", "R-1", Decimal(-1), Decimal("5.95")),) if is_known else (),
    )
