"""How what goes out of lots is divided over them when nobody names one: first expired, first out.

The functions here run for the ledger, while it holds the levels' locks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from stockwright.inventory.rules.ledger import MovementKind
from stockwright.inventory.rules.lots import LotShare, LotStock, NotEnoughInLot, NotEnoughUnassigned, divided
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, plain
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask, ask_one, ask_prepared, run

# One row for each lot that holds something or is named; a level without any has one row without a lot.
_LOTS = """
    select c.time_zone, n.known, l.variant_id, l.location_id, v.sku, l.on_hand, t.id, t.code, t.expires_on,
        t.blocked, t.on_hand
    from inventory_level l
    join accounts_company c on c.id = %(company)s
    join catalog_variant v on v.company_id = l.company_id and v.id = l.variant_id
    cross join (
        select array(
            select m.cause::text from inventory_movement m
            where m.company_id = %(company)s and m.cause = any(%(causes)s::text[])
        ) as known
    ) n
    left join lateral (
        select t.id, t.code, t.expires_on, t.blocked_at is not null as blocked, k.on_hand
        from inventory_lotlevel k join inventory_lot t on t.company_id = k.company_id and t.id = k.lot_id
        where k.company_id = l.company_id and k.variant_id = l.variant_id and k.location_id = l.location_id
            and k.on_hand > 0
        union all
        select t.id, t.code, t.expires_on, t.blocked_at is not null, 0
        from inventory_lot t
        where t.company_id = l.company_id and t.variant_id = l.variant_id and t.id = any(%(named)s::uuid[])
            and not exists (
                select from inventory_lotlevel k where k.company_id = t.company_id and k.lot_id = t.id
                    and k.location_id = l.location_id and k.on_hand > 0
            )
    ) t on true
    where l.company_id = %(company)s and (v.tracking = 'lot' or t.id is not null)
        and (l.variant_id, l.location_id) in (
            select * from unnest(%(variants)s::uuid[], %(locations)s::uuid[])
        )
"""


class Move(NamedTuple):
    """A movement as far as lots are concerned; one that is `whole` is never divided."""

    cause: str
    variant_id: UUID
    location_id: UUID
    kind: MovementKind
    quantity: Decimal
    happened_at: datetime
    lot_id: UUID | None
    whole: bool

    @property
    def key(self) -> tuple[UUID, UUID]:
        """The level it changes."""
        return self.variant_id, self.location_id


@dataclass
class _Shelf:
    """What the lots of an item hold at a place while a posting is divided."""

    sku: str
    on_hand: Decimal
    lots: dict[UUID, LotStock] = field(default_factory=dict)
    codes: dict[UUID, str] = field(default_factory=dict)

    @property
    def unassigned(self) -> Decimal:
        return self.on_hand - sum((lot.on_hand for lot in self.lots.values()), ZERO)

    def check_unassigned(self, pieces: Decimal) -> None:
        """Pass silently, or NotEnoughUnassigned where lots would hold more than is there without the pieces."""
        if any(lot.on_hand for lot in self.lots.values()) and self.unassigned < pieces:
            held = plain(max(self.unassigned, ZERO))
            raise NotEnoughUnassigned(held=held, sku=self.sku, wanted=plain(pieces))

    def move(self, lot_id: UUID | None, quantity: Decimal) -> None:
        self.on_hand += quantity
        if lot_id is None:
            return
        lot = self.lots.get(lot_id)
        if lot is None:
            raise NotFound(what="lot of this item")
        if lot.on_hand + quantity < 0:
            raise NotEnoughInLot(
                lot=self.codes[lot_id], sku=self.sku, held=plain(lot.on_hand), wanted=plain(-quantity)
            )
        self.lots[lot_id] = lot._replace(on_hand=lot.on_hand + quantity)


def lot_shares(actor: Actor, moves: Sequence[Move]) -> dict[int, list[LotShare]]:
    """For each of the movements that has to be divided, by its number, the shares of lots it goes out of.

    One query for any number of movements. A movement that is known by its cause is left as it is. NotFound
    for a lot that is not the item's, NotEnoughInLot where a named lot holds less than leaves it.
    """
    shelves, known, zone = _shelves(actor, moves)
    fresh = [(number, move) for number, move in enumerate(moves) if move.cause not in known]
    for _, move in sorted(fresh, key=lambda one: one[1].quantity < 0):
        if move.lot_id is not None or move.quantity > 0:
            _shelf(shelves, move).move(move.lot_id, move.quantity)
    told: dict[int, list[LotShare]] = {}
    for number, move in fresh:
        shelf = shelves.get(move.key)
        if shelf is None or move.lot_id is not None or move.quantity > 0:
            continue
        if move.whole:
            shelf.check_unassigned(-move.quantity)
        else:
            today = move.happened_at.astimezone(zone).date()
            lots = list(shelf.lots.values())
            told[number] = divided(lots, shelf.unassigned, -move.quantity, today=today, kind=move.kind)
        for share in told.get(number, [LotShare(None, -move.quantity)]):
            shelf.move(share.lot_id, -share.quantity)
    return told


def _shelf(shelves: dict[tuple[UUID, UUID], _Shelf], move: Move) -> _Shelf:
    """The item's shelf; one that has no lots at all takes anything but a named lot."""
    return shelves.setdefault(move.key, _Shelf("", ZERO))


def _shelves(
    actor: Actor, moves: Sequence[Move]
) -> tuple[dict[tuple[UUID, UUID], _Shelf], frozenset[str], ZoneInfo]:
    keys = {move.key for move in moves}
    rows = ask_prepared(
        _LOTS,
        {
            "company": actor.company_id,
            "causes": [move.cause for move in moves],
            "named": list({move.lot_id for move in moves if move.lot_id}),
            "variants": [variant for variant, _ in keys],
            "locations": [location for _, location in keys],
        },
    )
    shelves: dict[tuple[UUID, UUID], _Shelf] = {}
    for _, _, variant_id, location_id, sku, on_hand, lot_id, code, expires_on, blocked, held in rows:
        shelf = shelves.setdefault((variant_id, location_id), _Shelf(sku, on_hand))
        if lot_id is not None:
            shelf.lots[lot_id] = LotStock(lot_id, held, expires_on, blocked)
            shelf.codes[lot_id] = code
    known = frozenset(rows[0][1]) if rows else frozenset()
    return shelves, known, ZoneInfo(rows[0][0] if rows else "UTC")


# The same for movements that wait in the temporary table `posting`. What goes out and what the shelf holds are
# laid side by side as stretches of one line; where two stretches meet, that much goes out of that lot.
DIVIDE_STAGED = """
    with tracked as materialized (
        select id from catalog_variant where company_id = %(company)s and tracking = 'lot'
    ), going as materialized (
        select p.ctid as row, p.*, -p.quantity as pieces, (p.happened_at at time zone c.time_zone)::date as today,
            coalesce(sum(-p.quantity) over (partition by p.variant_id, p.location_id
                order by p.happened_at, p.cause rows between unbounded preceding and 1 preceding), 0) as since
        from posting p join tracked t on t.id = p.variant_id
        join accounts_company c on c.id = %(company)s
        join inventory_level l on l.company_id = %(company)s and l.variant_id = p.variant_id
            and l.location_id = p.location_id
        left join lateral (
            select true as known from inventory_movement m
            where m.company_id = %(company)s and m.cause = p.cause offset 0
        ) m on true
        where p.quantity < 0 and p.lot_id is null and m.known is null
            and (p.kind not in ('sale', 'return') or p.happened_at > l.stated_at)
    ), days as (
        select variant_id, location_id, max(today) as today from going group by variant_id, location_id
    ), held as (
        select d.variant_id, d.location_id, t.id as lot_id, k.on_hand,
            case when t.blocked_at is not null or t.expires_on < d.today then 2 else 0 end as turn, t.expires_on
        from days d join inventory_lotlevel k on k.company_id = %(company)s and k.variant_id = d.variant_id
            and k.location_id = d.location_id and k.on_hand > 0
        join inventory_lot t on t.company_id = k.company_id and t.id = k.lot_id
    ), shelf as (
        select * from held
        union all
        select d.variant_id, d.location_id, null, greatest(l.on_hand + coalesce((
            select sum(p.quantity) from posting p where p.variant_id = d.variant_id
                and p.location_id = d.location_id and p.quantity > 0 and p.kind not in ('sale', 'return')
        ), 0) - coalesce((
            select sum(h.on_hand) from held h where h.variant_id = d.variant_id and h.location_id = d.location_id
        ), 0), 0), 1, null
        from days d join inventory_level l on l.company_id = %(company)s and l.variant_id = d.variant_id
            and l.location_id = d.location_id
    ), supply as (
        select *, coalesce(sum(on_hand) over (partition by variant_id, location_id
            order by turn, expires_on nulls last, lot_id rows between unbounded preceding and 1 preceding), 0)
            as since
        from shelf
    ), named as materialized (
        select g.row, g.pieces as wanted, s.lot_id, s.since,
            least(g.since + g.pieces, s.since + s.on_hand) - greatest(g.since, s.since) as pieces
        from going g join supply s using (variant_id, location_id)
        where s.lot_id is not null and s.on_hand > 0
            and s.since < g.since + g.pieces and s.since + s.on_hand > g.since
    ), shares as materialized (
        select *, row_number() over (partition by row order by since nulls last) as number
        from (
            select row, lot_id, pieces, since from named
            union all
            select row, null, wanted - sum(pieces), null from named
            group by row, wanted having wanted > sum(pieces)
        ) s
    ), further as (
        insert into posting (cause, variant_id, location_id, kind, quantity, unit_cost, happened_at, ref_type,
            ref_id, channel, reason, lot_id)
        select g.cause || ':' || (s.number - 1), g.variant_id, g.location_id, g.kind, -s.pieces, g.unit_cost,
            g.happened_at, g.ref_type, g.ref_id, g.channel, g.reason, s.lot_id
        from shares s join going g using (row) where s.number > 1
    )
    update posting p set quantity = -s.pieces, lot_id = s.lot_id
    from shares s where p.ctid = s.row and s.number = 1
"""

_ANY = "select 1 from inventory_lotlevel where company_id = %(company)s and on_hand > 0 limit 1"


def divide_staged(actor: Actor) -> int:
    """Divide what goes out in the temporary table `posting` over lots; how many rows it has more after that."""
    company = {"company": actor.company_id}
    if not ask(_ANY, company):
        return 0
    before = ask_one("select count(*) from posting", company)[0]
    run(DIVIDE_STAGED, company)
    return int(ask_one("select count(*) from posting", company)[0]) - int(before)
