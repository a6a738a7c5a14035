"""Stock that is counted, set right and watched."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from tests.api.rows.trade import location, product
from tests.make.counting import finalised, main_place, reviewed_count
from tests.make.goods import item, stated

from stockwright.inventory.actions.adjustments import adjust_stock, draft_adjustment, submit_adjustment
from stockwright.inventory.actions.alerts import set_threshold
from stockwright.inventory.actions.channel_rules import set_channel_rule
from stockwright.inventory.actions.reasons import add_reason
from stockwright.inventory.models import LowStockAlert
from stockwright.inventory.queries.effects import Wanted as Adjusted
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


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


def statement(actor: Actor) -> UUID:
    """The id of a batch of statements of stock."""
    return stated(actor, 4, sku=uuid4().hex).batch_id


def place_with_stock(actor: Actor) -> UUID:
    """The id of a place that holds something."""
    stated(actor, 10)
    return main_place(actor)


def line_of_count(actor: Actor) -> list[str]:
    """The ids of the items in the count above."""
    return [str(item(actor))]
