"""How much of what was wanted was delivered."""

from decimal import Decimal
from typing import NamedTuple

from stockwright.insights.queries.periods import Period
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask_one, by_hash

_HELD = """
    select count(*), count(*) filter (where h.committed = h.asked), coalesce(sum(h.asked), 0),
        coalesce(sum(h.committed), 0), coalesce(sum(h.backordered), 0)
    from inventory_reservation r
    join inventory_hold h on h.company_id = r.company_id and h.reservation_id = r.id
    where r.company_id = %(company)s and r.created_at >= %(begin)s and r.created_at < %(end)s
        and r.state <> 'held'
"""

# While an item was there it sold at some pace; at that pace it would have sold in the time it was not there.
_WANTED = """
    with sold as (
        select variant_id, location_id, sum(ordered) as pieces from sales_dailysales
        where company_id = %(company)s and sold_on between %(since)s and %(until)s group by 1, 2
    ), there as (
        select variant_id, location_id, sum(in_stock_minutes)::numeric / (1440 * count(*)) as share
        from inventory_snapshot
        where company_id = %(company)s and taken_on between %(since)s and %(until)s group by 1, 2
    )
    select coalesce(sum(pieces), 0), round(coalesce(sum(pieces / t.share), 0), 4)
    from sold join there t using (variant_id, location_id) where t.share > 0
"""


class FillRate(NamedTuple):
    """Closed reservations of a period, and what was sold against what would have been sold with stock."""

    lines: int
    full_lines: int
    asked: Decimal
    committed: Decimal
    backordered: Decimal
    sold: Decimal
    wanted: Decimal

    @property
    def of_pieces(self) -> Decimal | None:
        """The share of the asked pieces that went out."""
        return round(self.committed / self.asked, 4) if self.asked else None

    @property
    def of_lines(self) -> Decimal | None:
        """The share of the lines that went out in full."""
        return round(Decimal(self.full_lines) / self.lines, 4) if self.lines else None

    @property
    def of_demand(self) -> Decimal | None:
        """The share of the demand that was sold; demand without stock is estimated by the pace with stock."""
        return round(self.sold / self.wanted, 4) if self.wanted else None


def fill_rate(actor: Actor, period: Period) -> FillRate:
    """What of the promises of the period was kept, and what of the demand was met."""
    params = period.params(actor)
    with by_hash():
        return FillRate(*ask_one(_HELD, params), *ask_one(_WANTED, params))
