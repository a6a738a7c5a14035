"""Which lots the pieces of a transfer are of while they are on their way: those that they left."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from stockwright.catalog.rules import Tracking
from stockwright.inventory.models import Transfer, TransferLine
from stockwright.inventory.rules.lots import LotShare
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.kit.statements import ask

# What left less what came or went back, of the steps that stand; the cause of a movement names the line.
_ON_THE_WAY = """
    select split_part(m.cause, ':', 3)::int as number, m.lot_id, -sum(m.quantity)
    from inventory_transferstep s
    join inventory_movement m on m.company_id = %(company)s and m.posting_id = s.posting_id
        and m.kind in ('transfer_out', 'transfer_in')
    left join inventory_lot t on t.company_id = %(company)s and t.id = m.lot_id
    where s.company_id = %(company)s and s.transfer_id = %(transfer)s and s.undone_at is null
    group by number, m.lot_id, t.expires_on having sum(m.quantity) < 0
    order by number, t.expires_on nulls last, m.lot_id nulls last
"""


class LotsOnTheWay:
    """The lots of what is on its way, line by line; taken from as pieces arrive, first expired first."""

    def __init__(self, actor: Actor, transfer: Transfer, lines: Sequence[TransferLine]) -> None:
        """Look them up, where an item is followed by lot."""
        self._left: dict[int, list[LotShare]] = defaultdict(list)
        if any(line.lot_id is None and line.variant.tracking == Tracking.LOT for line in lines):
            for number, lot_id, pieces in ask(_ON_THE_WAY, {"company": actor.company_id, "transfer": transfer.pk}):
                self._left[number].append(LotShare(lot_id, pieces))

    def take(self, line: TransferLine, pieces: Decimal) -> list[LotShare]:
        """The lots of so many pieces of a line; what nobody knows the lot of is in none."""
        if line.lot_id or not self._left[line.number]:
            return [LotShare(line.lot_id, pieces)]
        taken: dict[UUID | None, Decimal] = defaultdict(Decimal)
        rest: list[LotShare] = []
        for lot in self._left[line.number]:
            share = min(lot.quantity, pieces - sum(taken.values(), ZERO))
            taken[lot.lot_id] += share
            rest.append(LotShare(lot.lot_id, lot.quantity - share))
        self._left[line.number] = [lot for lot in rest if lot.quantity]
        unknown = pieces - sum(taken.values(), ZERO)
        taken[None] += unknown
        return [LotShare(lot_id, share) for lot_id, share in taken.items() if share]
