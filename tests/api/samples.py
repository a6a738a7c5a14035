"""For every id in a path how to make a row that has it, and for every write a body that is accepted.

The generated tests fail for a route that these tables do not know.
"""

from collections.abc import Callable
from uuid import uuid4

from tests.api.rows.documents import build, kit_build, reservation, transfer, transfer_step, wish
from tests.api.rows.keeping import (
    alert,
    booked,
    booked_count,
    count,
    line,
    line_of_count,
    place_with_stock,
    reason,
    rule,
    statement,
    waiting,
)
from tests.api.rows.outside import batch, delivery, export, member, token, webhook
from tests.api.rows.told import (
    a_holiday,
    a_promotion,
    an_event,
    an_override,
    event,
    override,
    price,
    prices,
    promotion,
)
from tests.api.rows.tracked import lot, lot_product, serial_product, tag, uncoded
from tests.api.rows.trade import advice, forecast_run, landed, location, model_version, order, product, received
from tests.make.goods import item
from tests.make.people import PASSWORD
from tests.make.tracked import place

from stockwright.accounts.actions.companies import change_company
from stockwright.catalog.actions.items import create_item
from stockwright.inventory.actions.locations import add_location
from stockwright.kit.actor import Actor

Make = Callable[[Actor], object]

IDS: dict[str, Make] = {
    "adjustment_id": waiting,
    "advice_id": advice,
    "alert_id": alert,
    "location_id": location,
    "reason_id": reason,
    "rule_id": rule,
    "code": tag,
    "lot_id": lot,
    "build_id": build,
    "kit_id": product,
    "count_id": count,
    "delivery_id": delivery,
    "batch_id": batch,
    "dataset": lambda _: "ledger",
    "event_id": event,
    "promotion_id": promotion,
    "price_id": price,
    "override_id": override,
    "export_id": export,
    "member_id": member,
    "cost_id": landed,
    "order_id": order,
    "step_id": transfer_step,
    "reservation_id": reservation,
    "token_id": token,
    "transfer_id": transfer,
    "variant_id": product,
    "version_id": model_version,
    "webhook_id": webhook,
}
"""What an id in a path names."""


IDS_OF: dict[str, dict[str, Make]] = {
    "POST /inventory/adjustments/{adjustment_id}/undo": {"adjustment_id": booked},
    "POST /inventory/counts/{count_id}/undo": {"count_id": booked_count},
    "POST /inventory/levels/{batch_id}/undo": {"batch_id": statement},
}
"""The same for operations that need a row in another state."""


NAMES = {"dataset"}
"""Parameters of paths that name no row of a company."""


BODIES: dict[str, Make] = {
    "PATCH /company": lambda _: {"name": "New name"},
    "POST /members": lambda _: {
        "email": f"{uuid4().hex}@example.com",
        "password": PASSWORD,
        "role": "viewer",
    },
    "PATCH /members/{member_id}": lambda _: {"role": "buyer"},
    "POST /tokens": lambda _: {"name": "Till", "role": "viewer"},
    "POST /products": lambda _: {"sku": "TEA-001", "name": "Green tea", "price": "4.90"},
    "PATCH /products/{variant_id}": lambda _: {"price": "5.10"},
    "POST /locations": lambda _: {"name": "Warehouse north"},
    "POST /inventory/levels": lambda _: {
        "items": [{"sku": "TEA-001", "on_hand": "12", "at": "2026-01-05T10:00:00Z"}]
    },
    "POST /inventory/levels/{batch_id}/undo": lambda _: {"reason": "The file of another shop."},
    "PATCH /locations/{location_id}": lambda _: {"rank": 5, "sells": False},
    "POST /inventory/adjustment-reasons": lambda _: {"code": "seal", "name": "Broken seal", "kind": "waste"},
    "PATCH /inventory/adjustment-reasons/{reason_id}": lambda _: {"active": False},
    "POST /inventory/adjustments": lambda actor: {"reason": "found", "lines": [line(actor, change_by="2")]},
    "PUT /inventory/adjustments/{adjustment_id}": lambda actor: {
        "reason": "correction",
        "lines": [line(actor, set_to="2")],
    },
    "POST /inventory/adjustments/{adjustment_id}/reject": lambda _: {"why": "Count it again."},
    "POST /inventory/adjustments/{adjustment_id}/undo": lambda _: {},
    "POST /inventory/waste": lambda actor: (
        change_company(actor, allow_backorders=True) and {"lines": [line(actor, quantity="2")]}
    ),
    "POST /inventory/bulk-updates": lambda actor: {
        "lines": [
            {"sku": create_item(actor, sku="BULK").sku, "location": add_location(actor, name="B").name}
            | {"set_to": "7"}
        ]
    },
    "POST /inventory/alerts/{alert_id}/resolve": lambda _: {"note": "Ordered."},
    "PUT /inventory/low-stock-thresholds": lambda actor: line(actor, low_stock="3"),
    "PUT /inventory/channel-rules": lambda actor: {
        "channel": "WEB",
        "variant_id": product(actor),
        "buffer": "2",
        "hold_minutes": 30,
    },
    "PUT /forecasts/outliers": lambda actor: {
        "variant_id": product(actor),
        "location_id": location(actor),
        "day": "2026-01-05",
        "decision": "ignore",
    },
    "PUT /sales/channels": lambda _: {"channel": "MARKET", "kind": "bought_out", "settle_days": 21},
    "POST /inventory/lots": lambda actor: {"variant_id": lot_product(actor), "code": "L1"},
    "PATCH /inventory/lots/{lot_id}": lambda _: {"expires_on": "2031-01-01"},
    "POST /inventory/lots/{lot_id}/block": lambda _: {"reason": "Wet box"},
    "POST /inventory/lots/{lot_id}/assign": lambda actor: {"location_id": place(actor), "quantity": "-1"},
    "PUT /products/{variant_id}/tracking": lambda _: {"tracking": "lot"},
    "POST /inventory/tags": lambda actor: {
        "variant_id": serial_product(actor),
        "location_id": location(actor),
        "codes": [uuid4().hex],
    },
    "POST /inventory/tags/seen": lambda actor: {
        "key": uuid4().hex,
        "location_id": location(actor),
        "codes": ["E28011"],
    },
    "POST /inventory/tag-differences": uncoded,
    "POST /inventory/tags/{code}/move": lambda actor: {"location_id": location(actor)},
    "POST /inventory/tags/{code}/status": lambda _: {"status": "sold"},
    "POST /inventory/tags/{code}/score": lambda _: {"score": 80},
    "POST /inventory/counts": lambda actor: {"location_id": place_with_stock(actor)},
    "PATCH /inventory/count-settings": lambda _: {"a_days": 14},
    "POST /inventory/counts/{count_id}/entries": lambda actor: {
        "entries": [{"key": uuid4().hex, "variant_id": item(actor), "quantity": "2"}]
    },
    "POST /inventory/counts/{count_id}/recounts": lambda actor: {"variant_ids": line_of_count(actor)},
    "POST /inventory/counts/{count_id}/accept": lambda _: {},
    "POST /inventory/counts/{count_id}/reasons": lambda actor: {
        "variant_ids": line_of_count(actor),
        "reason": "theft",
    },
    "POST /inventory/counts/{count_id}/preview": lambda _: {"not_counted": "keep"},
    "POST /inventory/counts/{count_id}/finalise": lambda _: {"not_counted": "keep"},
    "POST /inventory/availability": lambda actor: {"variant_ids": [product(actor)]},
    "POST /inventory/reservations": wish,
    "POST /inventory/reserve": wish,
    "POST /inventory/reservations/{reservation_id}/commit": lambda _: {},
    "POST /inventory/reservations/{reservation_id}/release": lambda _: {},
    "POST /inventory/reservations/{reservation_id}/extend": lambda _: {"hold_minutes": 30},
    "POST /inventory/commit": lambda actor: {"reservation_id": reservation(actor)},
    "POST /inventory/release": lambda actor: {"reservation_id": reservation(actor)},
    "POST /inventory/landed-costs": lambda actor: {
        "posting_id": received(actor),
        "amount": "12.50",
        "divided_by": "quantity",
    },
    "POST /inventory/landed-costs/{cost_id}/undo": lambda _: {"reason": "The bill was wrong."},
    "POST /inventory/proof/repair": lambda _: {"repair": "levels"},
    "POST /sales": lambda _: {
        "lines": [{"sku": "TEA-001", "quantity": 2, "price": "4.90", "at": "2026-01-05T10:00:00Z"}]
    },
    "POST /purchase-orders": lambda actor: {
        "variant_id": product(actor),
        "location_id": location(actor),
        "quantity": "3",
    },
    "POST /purchase-orders/{order_id}/receive": lambda _: {},
    "POST /inventory/transfers": lambda actor: {
        "origin_id": location(actor),
        "destination_id": location(actor),
        "lines": [{"variant_id": product(actor), "quantity": "3"}],
    },
    "PATCH /inventory/transfers/{transfer_id}": lambda _: {"note": "By the morning lorry"},
    "POST /inventory/transfers/{transfer_id}/send": lambda _: {},
    "POST /inventory/transfers/{transfer_id}/receive": lambda _: {},
    "POST /inventory/transfers/{transfer_id}/close": lambda _: {"reason": "Lost on the road"},
    "POST /inventory/transfers/{transfer_id}/cancel": lambda _: {"reason": "Wrong shop"},
    "POST /inventory/transfers/steps/{step_id}/undo": lambda _: {"reason": "Too early"},
    "PUT /inventory/kits/{kit_id}": lambda actor: {"components": [{"variant_id": product(actor), "quantity": "2"}]},
    "POST /inventory/kits/assemble": kit_build,
    "POST /inventory/kits/take-apart": kit_build,
    "POST /inventory/kits/builds/{build_id}/undo": lambda _: {},
    "POST /advice/{advice_id}/order": lambda _: {"quantity": "5"},
    "POST /exports/ledger/deltas": lambda _: {"consumer": "bookkeeping"},
    "POST /advice/{advice_id}/flag": lambda _: {"note": "Look at the price."},
    "POST /calendar/events": lambda _: an_event(),
    "PUT /calendar/events/{event_id}": lambda _: an_event(),
    "POST /calendar/events/{event_id}/cancel": lambda _: {"reason": "Rain"},
    "PUT /calendar/holidays": a_holiday,
    "POST /promotions": a_promotion,
    "POST /promotions/bulk": lambda actor: {"promotions": [a_promotion(actor)]},
    "PUT /promotions/{promotion_id}": a_promotion,
    "POST /promotions/{promotion_id}/cancel": lambda _: {"reason": "Too dear"},
    "POST /planned-prices": prices,
    "POST /overrides": an_override,
    "PUT /products/{variant_id}/predecessor": lambda actor: {
        "predecessor_id": product(actor),
        "from_on": "2026-01-05",
    },
    "POST /webhooks": lambda _: {"url": "https://example.com/hooks", "events": ["inventory.*"]},
    "PATCH /webhooks/{webhook_id}": lambda _: {"state": "paused"},
    "POST /webhooks/{webhook_id}/replay": lambda _: {"since": "2026-01-05T10:00:00Z"},
}
"""What is accepted as the body of a write."""


WITHOUT_BODY = {
    "DELETE /products/{variant_id}/predecessor",
    "POST /forecast/versions",
    "POST /forecast/versions/{version_id}/choose",
    "POST /forecast/versions/{version_id}/release",
    "POST /inventory/proof",
    "POST /inventory/counts/{count_id}/cancel",
    "POST /inventory/counts/{count_id}/resume",
    "POST /inventory/counts/{count_id}/review",
    "POST /inventory/counts/{count_id}/undo",
    "DELETE /advice/{advice_id}/flag",
    "DELETE /advice/{advice_id}/order",
    "DELETE /inventory/channel-rules/{rule_id}",
    "DELETE /products/{variant_id}",
    "DELETE /tokens/{token_id}",
    "POST /inventory/adjustments/{adjustment_id}/approve",
    "POST /inventory/adjustments/{adjustment_id}/submit",
    "POST /inventory/alerts/{alert_id}/acknowledge",
    "POST /inventory/lots/{lot_id}/unblock",
    "POST /inventory/transfers/steps/{step_id}/undo-preview",
    "DELETE /webhooks/{webhook_id}",
    "POST /planned-prices/{price_id}/cancel",
    "POST /overrides/{override_id}/end",
    "POST /exports/ledger/deltas/{batch_id}/ack",
    "POST /products/{variant_id}/restore",
    "POST /purchase-orders/{order_id}/cancel",
    "POST /webhooks/deliveries/{delivery_id}/replay",
    "POST /webhooks/{webhook_id}/rotate",
    "POST /webhooks/{webhook_id}/test",
}


QUERY_IDS: dict[str, Make] = {
    "run_id": forecast_run,
    "kit_id": product,
    "location_id": location,
    "store_id": location,
    "variant_id": product,
    "webhook_id": webhook,
}
"""What an id in a query names."""


NEEDS_QUERY: dict[str, dict[str, Make]] = {
    "GET /inventory/availability": {"variant_id": product},
    "GET /products/{variant_id}/demand": {"location_id": location},
    "GET /products/{variant_id}/forecast-basis": {"location_id": location},
    "GET /inventory/as-of": {"moment": lambda _: "2026-01-05T10:00:00Z"},
}
"""Queries that an operation cannot do without."""


BODY_IDS: dict[str, dict[str, Make]] = {
    "POST /inventory/landed-costs": {"posting_id": received},
    "POST /inventory/lots": {"variant_id": lot_product},
    "POST /inventory/tags": {"variant_id": serial_product, "location_id": location, "lot_id": lot},
    "POST /inventory/tags/seen": {"location_id": location},
    "POST /inventory/tag-differences": {"variant_id": serial_product, "location_id": location},
    "POST /inventory/transfers": {"origin_id": location, "destination_id": location},
    "POST /inventory/kits/assemble": {"kit_id": product, "location_id": location},
    "POST /inventory/kits/take-apart": {"kit_id": product, "location_id": location},
    "POST /inventory/counts": {"location_id": location, "category_id": lambda _: uuid4()},
    "POST /inventory/availability": {"store_id": location},
    "POST /inventory/commit": {"reservation_id": reservation},
    "POST /inventory/release": {"reservation_id": reservation},
    "POST /purchase-orders": {"variant_id": product, "location_id": location, "supplier_id": lambda _: uuid4()},
    "PUT /inventory/low-stock-thresholds": {"variant_id": product, "location_id": location},
    "PUT /inventory/channel-rules": {"variant_id": product},
    "POST /overrides": {"variant_id": product, "location_id": location},
    "PUT /forecasts/outliers": {"variant_id": product, "location_id": location},
}
"""The ids inside a body, each of which has to be of the own company."""
