"""What purchase orders will bring in, told to the stock that waits for it."""

from collections.abc import Iterable
from uuid import UUID

from stockwright.inventory.actions.expected import Expected, set_expected
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.locking import locked
from stockwright.kit.money import ZERO
from stockwright.kit.statements import ask
from stockwright.purchasing.models import PurchaseOrder, PurchaseOrderLine
from stockwright.purchasing.rules import OPEN

# What each line should be expected with where it is not, and what is expected of lines that are none.
_DIFFERENT = """
    with lines as (
        select 'po-line:' || l.id as source, l.variant_id, o.location_id, l.quantity - l.received as quantity,
            o.expected_on, o.id as order_id
        from purchasing_purchaseorder o
        join purchasing_purchaseorderline l on l.company_id = o.company_id and l.order_id = o.id
        where o.company_id = %(company)s and o.state = any(%(open)s) and l.quantity > l.received
    ), told as (
        select * from inventory_expectedmove
        where company_id = %(company)s and direction = 'in' and source like 'po-line:%%'
    )
    select source, coalesce(l.variant_id, t.variant_id), coalesce(l.location_id, t.location_id),
        coalesce(l.quantity, 0), l.expected_on, l.order_id
    from lines l full join told t using (source)
    where (l.variant_id, l.location_id, l.quantity) is distinct from (t.variant_id, t.location_id, t.quantity)
    order by source
"""


def tell_expected(actor: Actor, order_ids: Iterable[UUID]) -> None:
    """Let the stock expect what is missing of these orders, and nothing of those that are closed."""
    lines = PurchaseOrderLine.objects.of(actor).filter(order_id__in=list(order_ids)).select_related("order")
    set_expected(actor, [_expected(line) for line in lines])


def _expected(line: PurchaseOrderLine) -> Expected:
    order = line.order
    missing = max(line.quantity - line.received, ZERO) if order.state in OPEN else ZERO
    return Expected(f"po-line:{line.pk}", "in", line.variant_id, order.location_id, missing, order.expected_on)


@deed("purchasing.write")
def expect_anew(actor: Actor) -> int:
    """Let the stock expect what is missing of every order, and nothing else; how many expectations were wrong."""
    orders = {order_id for *_, order_id in ask(_DIFFERENT, _asked(actor)) if order_id}
    locked(PurchaseOrder.objects.of(actor).filter(pk__in=orders))
    wrong = [Expected(source, "in", *terms) for source, *terms, _ in ask(_DIFFERENT, _asked(actor))]
    set_expected(actor, wrong)
    return len(wrong)


def _asked(actor: Actor) -> dict[str, object]:
    return {"company": actor.company_id, "open": [state.value for state in OPEN]}
