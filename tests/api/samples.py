"""For every id in a path how to make a row that has it, and for every write a body that is accepted.

The generated tests fail for a route that these tables do not know.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import polars as pl
from tests.make.counting import finalised, main_place, reviewed_count
from tests.make.goods import item, stated
from tests.make.people import PASSWORD, colleague
from tests.make.places import came
from tests.make.tracked import lot_of, place, posted, tracked

from stockwright.accounts.actions.companies import change_company
from stockwright.accounts.actions.tokens import make_token
from stockwright.accounts.queries import members_of
from stockwright.catalog.actions.items import create_item
from stockwright.catalog.queries import variant_ids
from stockwright.insights.actions.deltas import open_delta
from stockwright.insights.exports.files import Wanted, written
from stockwright.insights.exports.registry import DATASETS
from stockwright.insights.rules.exports import Format, Pack
from stockwright.inventory.actions.adjustments import adjust_stock, draft_adjustment, submit_adjustment
from stockwright.inventory.actions.alerts import set_threshold
from stockwright.inventory.actions.channel_rules import set_channel_rule
from stockwright.inventory.actions.kits import assemble_kits, set_components
from stockwright.inventory.actions.landed import add_landed_cost
from stockwright.inventory.actions.locations import add_location
from stockwright.inventory.actions.reasons import add_reason
from stockwright.inventory.actions.reservations import Wish, reserve_stock
from stockwright.inventory.actions.statements import state_stock
from stockwright.inventory.actions.tag_register import register_tags
from stockwright.inventory.actions.transfer_steps import send_transfer
from stockwright.inventory.actions.transfers import draft_transfer
from stockwright.inventory.models import LowStockAlert, Movement
from stockwright.inventory.queries.effects import Wanted as Adjusted
from stockwright.inventory.queries.transfers import transfer_of
from stockwright.inventory.rules.landed import CostKind, Division
from stockwright.inventory.rules.transfers import WantedLine
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.endpoints import add_endpoint
from stockwright.messaging.actions.replays import try_endpoint
from stockwright.messaging.rules.addresses import Reach
from stockwright.purchasing.actions.orders import place_order, receive_order
from stockwright.replenishment.models import Advice, PlanRun

Make = Callable[[Actor], object]
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def member(actor: Actor) -> UUID:
    """The id of a colleague's membership."""
    person = colleague(actor, "viewer")
    with scope(actor.company_id):
        return next(one.id for one in members_of(actor) if one.email == person.label)


def lot_product(actor: Actor) -> UUID:
    """The id of a product that is followed by lot."""
    return tracked(actor, f"MILK-{uuid4().hex[:8]}", "lot")


def lot(actor: Actor) -> UUID:
    """The id of a lot of nine pieces."""
    return lot_of(actor, lot_product(actor), f"L{uuid4().hex[:6]}", 9, date(2030, 1, 1))


def serial_product(actor: Actor) -> UUID:
    """The id of a product that is followed by piece."""
    return tracked(actor, f"PHONE-{uuid4().hex[:8]}", "serial")


def tag(actor: Actor) -> str:
    """The code of a piece in stock."""
    code = uuid4().hex
    register_tags(
        actor,
        variant_id=serial_product(actor),
        location_id=location(actor),
        codes=[code],
        now=datetime(2026, 1, 5, tzinfo=UTC),
    )
    return code


def uncoded(actor: Actor) -> dict[str, object]:
    """Codes for a product that has two pieces without one."""
    variant_id = serial_product(actor)
    posted(actor, variant_id, 2)
    return {"variant_id": variant_id, "location_id": place(actor), "codes": [uuid4().hex]}


def token(actor: Actor) -> UUID:
    """The id of a token."""
    return make_token(actor, name="Web shop", role="viewer")[0].pk


def product(actor: Actor) -> UUID:
    """The id of a product."""
    return create_item(actor, sku=f"TEA-{uuid4().hex}", name="Green tea", cost=Decimal("2.50")).pk


def location(actor: Actor) -> UUID:
    """The id of a place."""
    return add_location(actor, name=f"Warehouse {uuid4().hex[:8]}").pk


def order(actor: Actor) -> UUID:
    """The id of a purchase order for three pieces."""
    placed = place_order(
        actor,
        variant_id=product(actor),
        location_id=location(actor),
        quantity=Decimal(3),
        placed_on=date(2026, 1, 5),
        expected_on=date(2026, 1, 19),
        source=f"test:{uuid4()}",
    )
    return placed.pk


def received(actor: Actor) -> UUID:
    """The posting of three pieces that were received at a cost."""
    receive_order(actor, order_id=order(actor), at=datetime(2026, 1, 6, tzinfo=UTC))
    with scope(actor.company_id):
        newest = Movement.objects.of(actor).filter(kind="receipt").latest("pk")
    assert newest.posting_id
    return newest.posting_id


def landed(actor: Actor) -> UUID:
    """The id of a cost that was divided over them."""
    return add_landed_cost(
        actor,
        posting_ids=[received(actor)],
        kind=CostKind.FREIGHT,
        amount=Decimal(6),
        divided_by=Division.QUANTITY,
        now=datetime(2026, 1, 7, tzinfo=UTC),
        source=f"test:{uuid4()}",
    ).pk


def transfer(actor: Actor) -> UUID:
    """The id of a transfer of eight pieces, of which three were sent."""
    variant_id, origin_id = product(actor), location(actor)
    came(actor, variant_id, origin_id, 10, "2")
    lines = [WantedLine(variant_id, Decimal(8))]
    made = draft_transfer(actor, origin_id=origin_id, destination_id=location(actor), lines=lines)
    with scope(actor.company_id):
        line = transfer_of(actor, made.pk).lines[0].id
    now = datetime(2026, 1, 5, 8, tzinfo=UTC)
    send_transfer(actor, transfer_id=made.pk, now=now, quantities={line: Decimal(3)})
    return made.pk


def transfer_step(actor: Actor) -> UUID:
    """The id of its sending."""
    transfer_id = transfer(actor)
    with scope(actor.company_id):
        return transfer_of(actor, transfer_id).steps[0].id


def kit_build(actor: Actor) -> dict[str, object]:
    """What can be assembled and taken apart: a kit with components and stock of all."""
    kit_id, component_id, location_id = product(actor), product(actor), location(actor)
    set_components(actor, kit_id=kit_id, components=[(component_id, Decimal(2))])
    for variant_id in (kit_id, component_id):
        came(actor, variant_id, location_id, 10, "2")
    return {"kit_id": kit_id, "location_id": location_id, "quantity": "2"}


def build(actor: Actor) -> UUID:
    """The id of an assembly."""
    told = kit_build(actor)
    now = datetime(2026, 1, 5, 8, tzinfo=UTC)
    kit_id, location_id = UUID(str(told["kit_id"])), UUID(str(told["location_id"]))
    return assemble_kits(actor, kit_id=kit_id, location_id=location_id, quantity=Decimal(1), now=now).pk


def reservation(actor: Actor) -> UUID:
    """The id of a reservation of one piece."""
    return reserve_stock(
        actor,
        lines=[Wish(stocked(actor), Decimal(1))],
        source=f"test:{uuid4()}",
        now=datetime(2026, 1, 5, 12, tzinfo=UTC),
    ).reservation_id


def stocked(actor: Actor) -> UUID:
    """The id of a product of which ten pieces are there."""
    sku = f"TEA-{uuid4().hex}"
    at = datetime(2026, 1, 5, tzinfo=UTC)
    stock = pl.DataFrame({"sku": [sku], "location": ["Main"], "on_hand": [Decimal(10)], "at": [at]})
    state_stock(actor, stock=stock, batch_id=uuid4())
    with scope(actor.company_id):
        return variant_ids(actor, [sku])[sku]


def advice(actor: Actor, *, priority: float = 1.0, run: PlanRun | None = None) -> UUID:
    """The id of a line of a finished plan, which orders seven pieces today."""
    variant_id, location_id = product(actor), location(actor)
    with scope(actor.company_id):
        run = run or PlanRun.objects.create(
            company_id=actor.company_id,
            planned_on=date(2026, 1, 5),
            forecast_run_id=uuid4(),
            state="done",
            finished_at=datetime(2026, 1, 5, 7, tzinfo=UTC),
        )
        line = Advice.objects.create(
            company_id=actor.company_id,
            run=run,
            variant_id=variant_id,
            location_id=location_id,
            action_list="order_today",
            shown_in="order_today",
            sku="TEA-001",
            name="Green tea",
            location_name="Warehouse",
            recommended_quantity=Decimal(7),
            order_value=Decimal("17.50"),
            money_at_stake=Decimal("99.90"),
            priority=priority,
            confidence=0.8,
            terms={"lead_days": 14},
        )
    return line.pk


def waiting(actor: Actor) -> UUID:
    """The id of an adjustment that waits for approval."""
    made = draft_adjustment(actor, lines=[found(actor)], reason="found", now=NOW)
    return submit_adjustment(actor, adjustment_id=made.pk, now=NOW, ask=True).pk


def booked(actor: Actor) -> UUID:
    """The id of an adjustment that was posted."""
    return adjust_stock(actor, lines=[found(actor)], reason="found", now=NOW).pk


def found(actor: Actor) -> Adjusted:
    """A line of an adjustment."""
    return Adjusted(product(actor), location(actor), "change_by", Decimal(2))


def line(actor: Actor, **amount: str) -> dict[str, object]:
    """The same as the API takes it."""
    return {"variant_id": product(actor), "location_id": location(actor), **amount}


def reason(actor: Actor) -> UUID:
    """The id of a reason for adjustments."""
    return add_reason(actor, code=uuid4().hex[:20], name="Broken seal", kind="waste").pk


def rule(actor: Actor) -> UUID:
    """The id of a channel's rule."""
    return set_channel_rule(actor, channel=uuid4().hex, buffer=Decimal(2)).pk


def alert(actor: Actor) -> UUID:
    """The id of an open alert."""
    variant_id = product(actor)
    set_threshold(actor, variant_id=variant_id, location_id=location(actor), low_stock=Decimal(3), now=NOW)
    with scope(actor.company_id):
        return LowStockAlert.objects.of(actor).get(variant_id=variant_id, resolved_at=None).pk


def count(actor: Actor) -> UUID:
    """The id of a count in review: of ten shirts nine were found."""
    return reviewed_count(actor).pk


def booked_count(actor: Actor) -> UUID:
    """The id of a count that was finalised."""
    return finalised(actor, reviewed_count(actor)).pk


def place_with_stock(actor: Actor) -> UUID:
    """The id of a place that holds something."""
    stated(actor, 10)
    return main_place(actor)


def line_of_count(actor: Actor) -> list[str]:
    """The ids of the items in the count above."""
    return [str(item(actor))]


def webhook(actor: Actor) -> UUID:
    """The id of a webhook that wants everything."""
    moment = datetime.now(UTC)
    return add_endpoint(actor, url="https://example.com/hooks", wants=["*"], reach=Reach(), now=moment)[0].pk


def delivery(actor: Actor) -> UUID:
    """The id of a delivery that waits."""
    return try_endpoint(actor, endpoint_id=webhook(actor), now=datetime.now(UTC)).pk


def export(actor: Actor) -> UUID:
    """The id of an export of items."""
    export_id = new_id()
    wanted = [Wanted(DATASETS["items"], Format.CSV)]
    b"".join(written(actor, wanted, export_id=export_id, pack=Pack.ZIP))
    return export_id


def batch(actor: Actor) -> UUID:
    """The id of a batch of new rows of the ledger that waits to be acknowledged."""
    row = {"sku": [f"TEA-{uuid4().hex}"], "location": ["Main"], "on_hand": [Decimal(3)], "at": [datetime.now(UTC)]}
    state_stock(actor, stock=pl.DataFrame(row), batch_id=uuid4())
    found = open_delta(actor, dataset=DATASETS["ledger"], consumer=uuid4().hex).id
    assert found
    return found


def wish(actor: Actor) -> dict[str, object]:
    """A basket of one product."""
    return {"source": f"test:{uuid4()}", "lines": [{"variant_id": stocked(actor), "quantity": "2"}]}


def statement(actor: Actor) -> UUID:
    """The id of a batch of statements."""
    return stated(actor, 4, sku=uuid4().hex).batch_id


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
    "export_id": export,
    "member_id": member,
    "cost_id": landed,
    "order_id": order,
    "step_id": transfer_step,
    "reservation_id": reservation,
    "token_id": token,
    "transfer_id": transfer,
    "variant_id": product,
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
    "POST /webhooks": lambda _: {"url": "https://example.com/hooks", "events": ["inventory.*"]},
    "PATCH /webhooks/{webhook_id}": lambda _: {"state": "paused"},
    "POST /webhooks/{webhook_id}/replay": lambda _: {"since": "2026-01-05T10:00:00Z"},
}
"""What is accepted as the body of a write."""

WITHOUT_BODY = {
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
    "POST /exports/ledger/deltas/{batch_id}/ack",
    "POST /products/{variant_id}/restore",
    "POST /purchase-orders/{order_id}/cancel",
    "POST /webhooks/deliveries/{delivery_id}/replay",
    "POST /webhooks/{webhook_id}/rotate",
    "POST /webhooks/{webhook_id}/test",
}

QUERY_IDS: dict[str, Make] = {
    "kit_id": product,
    "location_id": location,
    "store_id": location,
    "variant_id": product,
    "webhook_id": webhook,
}
"""What an id in a query names."""

NEEDS_QUERY: dict[str, dict[str, Make]] = {
    "GET /inventory/availability": {"variant_id": product},
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
}
"""The ids inside a body, each of which has to be of the own company."""
