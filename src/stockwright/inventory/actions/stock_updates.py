"""Many items set right at once, by what they are called."""

from collections.abc import Sequence
from datetime import datetime

from stockwright.inventory.actions.adjustments import adjust_stock
from stockwright.inventory.models import Adjustment
from stockwright.inventory.queries.stock_updates import found_lines
from stockwright.inventory.rules.stock_updates import LinesRefused, UpdateRow, repeated
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed


@deed("inventory.write")
def update_stock(
    actor: Actor,
    *,
    rows: Sequence[UpdateRow],
    reason: str,
    now: datetime,
    source: str = "",
    note: str = "",
) -> Adjustment:
    """Set items right by SKU and location as one adjustment, in full or (LinesRefused) not at all.

    The same source does it once; 10,000 lines take the same few statements as one.
    """
    found, lost = found_lines(actor, rows)
    if refused := sorted([*lost, *repeated(rows)]):
        first = refused[0]
        lines = [row._asdict() for row in refused[:1000]]
        raise LinesRefused(count=len(refused), line=first.line, why=f"{first.told}: {first.why}.", lines=lines)
    return adjust_stock(actor, lines=found, reason=reason, now=now, source=source, note=note)
