"""What a table of stock would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from stockwright.accounts.queries import company_of
from stockwright.catalog.queries import variant_ids
from stockwright.inventory.models import Location
from stockwright.inventory.queries.effects import Effect, Wanted, effects_of, stake
from stockwright.inventory.rules.adjustments import Stake, needs_approval
from stockwright.inventory.rules.stock_updates import BadRow, UpdateRow
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO


@dataclass(frozen=True)
class UpdatePreview:
    """The effect of each line that can be used, the lines that cannot, and what it comes to."""

    effects: Sequence[Effect]
    bad: Sequence[BadRow]
    stake: Stake
    waits: bool

    @property
    def added(self) -> Decimal:
        """Pieces that come in."""
        return sum((effect.quantity for effect in self.effects if effect.quantity > 0), ZERO)

    @property
    def taken(self) -> Decimal:
        """Pieces that go, below zero."""
        return sum((effect.quantity for effect in self.effects if effect.quantity < 0), ZERO)

    @property
    def value(self) -> Decimal:
        """What the stock is worth more or less afterwards, as far as it is known."""
        return sum((effect.value for effect in self.effects if effect.value), ZERO)

    @property
    def unchanged(self) -> int:
        """Lines that say what is so already."""
        return sum(effect.quantity == 0 for effect in self.effects)


def found_lines(actor: Actor, rows: Sequence[UpdateRow]) -> tuple[list[Wanted], list[BadRow]]:
    """The lines with the ids of what they name, and those that name what the company does not have."""
    items = variant_ids(actor, {row.sku for row in rows})
    named = Location.objects.of(actor).filter(name__in={row.location for row in rows})
    places = dict(named.values_list("name", "pk"))
    found, lost = [], []
    for row in rows:
        item, place = items.get(row.sku), places.get(row.location)
        if item is None:
            lost.append(BadRow(row.line, row.sku, "there is no item with this SKU"))
        elif place is None:
            lost.append(BadRow(row.line, row.location, "there is no location with this name"))
        else:
            found.append(Wanted(item, place, row.way, row.amount))
    return found, lost


def preview_updates(actor: Actor, rows: Sequence[UpdateRow], bad: Sequence[BadRow] = ()) -> UpdatePreview:
    """What the lines would change now, in pieces and money; nothing is done."""
    found, lost = found_lines(actor, rows)
    effects = effects_of(actor, found) if found else []
    money = stake(effects)
    waits = needs_approval(money, company_of(actor).approval_limit) and not actor.may("inventory.approve")
    return UpdatePreview(effects, sorted([*bad, *lost]), money, waits)
