"""What is promised, set to what the reservations hold."""

from datetime import datetime

from stockwright.inventory.actions.ledger import Entry, lock_levels, write
from stockwright.inventory.events.ledger import PromisesSettled
from stockwright.inventory.queries.proof import Difference, differences_of
from stockwright.inventory.rules.ledger import MovementKind
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.ids import new_id
from stockwright.messaging.actions.events import emit_all


@deed("inventory.write")
def settle_promises(actor: Actor, *, now: datetime) -> int:
    """Post what is missing between the reservations and the reserved stock; the number of levels set right."""
    wrong = {(one.variant_id, one.location_id) for one in differences_of(actor, "holds")}
    if not wrong:
        return 0
    lock_levels(actor, wrong)
    settling = new_id()
    entries = [_entry(one, now=now, cause=f"promises:{settling}") for one in differences_of(actor, "holds")]
    posted = write(actor, entries, posting_id=settling)
    emit_all(actor, [PromisesSettled(corrected=posted.posted), *posted.changes])
    return posted.posted


def _entry(difference: Difference, *, now: datetime, cause: str) -> Entry:
    missing = difference.wanted - difference.found
    return Entry(
        cause=f"{cause}:{difference.variant_id.hex}:{difference.location_id.hex}",
        variant_id=difference.variant_id,
        location_id=difference.location_id,
        kind=MovementKind.RESERVE if missing > 0 else MovementKind.RELEASE,
        happened_at=now,
        reserved=missing,
        ref_type="proof",
        reason="set to what the reservations hold",
    )
