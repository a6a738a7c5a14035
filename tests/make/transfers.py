"""Goods on their way."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from tests.make.goods import item, rows_of
from tests.make.people import owner
from tests.make.places import came, place

from stockwright.inventory.actions.transfers import draft_transfer
from stockwright.inventory.models import Transfer
from stockwright.inventory.queries.transfers import TransferView, transfer_of
from stockwright.inventory.rules.transfers import WantedLine
from stockwright.kit.actor import Actor
from stockwright.kit.tenancy import scope

EMPTY = (Decimal(0), Decimal(0))
"""The value of nothing."""


@dataclass(frozen=True)
class Road:
    """A company with ten shirts in its warehouse (four bought at 3.3333, six at 5), and an empty shop."""

    actor: Actor
    shirt: UUID
    warehouse: UUID
    shop: UUID

    def draft(self, pieces: float = 8, *more: WantedLine, source: str = "") -> Transfer:
        """A planned transfer of shirts to the shop."""
        return draft_transfer(
            self.actor,
            origin_id=self.warehouse,
            destination_id=self.shop,
            lines=[WantedLine(self.shirt, Decimal(str(pieces))), *more],
            source=source,
        )

    def seen(self, transfer: Transfer) -> TransferView:
        """The transfer as it is now."""
        with scope(self.actor.company_id):
            return transfer_of(self.actor, transfer.pk)

    def line(self, transfer: Transfer, number: int = 0) -> UUID:
        """The id of one of its lines."""
        return self.seen(transfer).lines[number].id

    def on_the_way(self) -> tuple[Decimal, Decimal]:
        """What the goods on their way are worth, by both methods."""
        sums = "coalesce(sum(carried_average), 0), coalesce(sum(carried_fifo), 0)"
        [(average, fifo)] = rows_of(self.actor, f"select {sums} from inventory_transferline")
        return Decimal(str(average)), Decimal(str(fifo))


def road() -> Road:
    """The company, the item and the places."""
    actor = owner()
    shirt, warehouse, shop = item(actor), place(actor, "Warehouse"), place(actor, "Shop")
    came(actor, shirt, warehouse, 4, "3.3333")
    came(actor, shirt, warehouse, 6, "5", at=2)
    return Road(actor, shirt, warehouse, shop)
