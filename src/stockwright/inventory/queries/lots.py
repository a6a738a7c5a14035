"""Lots: which there are, what spoils soon, and whether they agree with the ledger."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.models import Lot
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.problems import NotFound
from stockwright.kit.statements import ask

# A piece of a lot is worth what a piece of its item at its place is worth by the company's method.
_LOTS = """
    with shelf as (
        select t.id, t.code, v.id as variant_id, v.sku, r.name, t.expires_on, t.blocked_at, t.blocked_reason,
            coalesce(k.on_hand, 0) as on_hand, coalesce(k.value, 0) as value,
            coalesce(t.expires_on, 'infinity'::date) as turn
        from inventory_lot t
        join catalog_variant v on v.company_id = t.company_id and v.id = t.variant_id
        join catalog_product r on r.company_id = v.company_id and r.id = v.product_id
        left join lateral (
            select sum(k.on_hand) as on_hand, sum(round(k.on_hand * coalesce(
                case when c.valuation = 'fifo' then l.fifo_value else l.average_value end / nullif(l.on_hand, 0),
                l.last_cost, v.cost, 0), 4)) as value
            from inventory_lotlevel k
            join inventory_level l on l.company_id = k.company_id and l.variant_id = k.variant_id
                and l.location_id = k.location_id
            join accounts_company c on c.id = k.company_id
            where k.company_id = t.company_id and k.lot_id = t.id and k.on_hand > 0
        ) k on true
        where t.company_id = %(company)s and (%(variant)s::uuid is null or t.variant_id = %(variant)s::uuid)
            and (%(by)s::date is null or t.expires_on <= %(by)s::date)
            and (%(search)s = '' or t.code ilike %(like)s or v.sku ilike %(like)s or r.name ilike %(like)s)
    )
"""
_PAGE = (
    _LOTS
    + """
    select id, code, variant_id, sku, name, expires_on, blocked_at, blocked_reason, on_hand, value from shelf
    where (on_hand > 0 or %(empty)s) and (
        %(after)s::text is null or (turn, id) > (%(after)s::date, %(after_id)s::uuid)
    )
    order by turn, id limit %(limit)s
    """
)
_SUMS = _LOTS + "select count(*), coalesce(sum(value), 0) from shelf where on_hand > 0 or %(empty)s"

_PLACES = """
    select p.id, p.name, k.on_hand from inventory_lotlevel k
    join inventory_location p on p.company_id = k.company_id and p.id = k.location_id
    where k.company_id = %(company)s and k.lot_id = %(lot)s and k.on_hand <> 0 order by p.name
"""

_MOVES = """
    select m.happened_at, m.kind, p.name, m.quantity, m.ref_type, m.ref_id, m.reason, m.by
    from inventory_movement m join inventory_location p on p.company_id = m.company_id and p.id = m.location_id
    where m.company_id = %(company)s and m.variant_id = %(variant)s and m.lot_id = %(lot)s
    order by m.id desc limit %(limit)s
"""

_LOOSE = """
    select p.id, p.name, l.on_hand - coalesce(sum(k.on_hand), 0)
    from inventory_level l
    join inventory_location p on p.company_id = l.company_id and p.id = l.location_id
    left join inventory_lotlevel k on k.company_id = l.company_id and k.variant_id = l.variant_id
        and k.location_id = l.location_id and k.on_hand > 0
    where l.company_id = %(company)s and l.variant_id = %(variant)s
    group by p.id, p.name, l.on_hand having l.on_hand <> coalesce(sum(k.on_hand), 0) order by p.name
"""

_DIFFERENCES = """
    with summed as (
        select lot_id, location_id, variant_id, sum(quantity) as ledger from inventory_movement
        where company_id = %(company)s and lot_id is not null group by lot_id, location_id, variant_id
    ), compared as (
        select coalesce(s.variant_id, k.variant_id) as variant_id, lot_id, location_id,
            coalesce(s.ledger, 0) as expected, coalesce(k.on_hand, 0) as found
        from summed s full join (
            select * from inventory_lotlevel where company_id = %(company)s
        ) k using (lot_id, location_id)
        where coalesce(s.ledger, 0) <> coalesce(k.on_hand, 0)
    ), above as (
        select k.variant_id, null::uuid as lot_id, k.location_id, greatest(l.on_hand, 0) as expected,
            sum(k.on_hand) as found
        from inventory_lotlevel k
        join inventory_level l on l.company_id = k.company_id and l.variant_id = k.variant_id
            and l.location_id = k.location_id
        where k.company_id = %(company)s and k.on_hand > 0
        group by k.variant_id, k.location_id, l.on_hand having sum(k.on_hand) > greatest(l.on_hand, 0)
    )
    select d.variant_id, v.sku, d.location_id, p.name, coalesce(t.code, ''), d.expected, d.found
    from (select * from compared union all select * from above) d
    left join inventory_lot t on t.company_id = %(company)s and t.id = d.lot_id
    left join catalog_variant v on v.company_id = %(company)s and v.id = d.variant_id
    left join inventory_location p on p.company_id = %(company)s and p.id = d.location_id
    order by v.sku, p.name, t.code
"""


@dataclass(frozen=True)
class LotRow:
    """A lot with what there is of it and what that is worth."""

    id: UUID
    code: str
    variant_id: UUID
    sku: str
    name: str
    expires_on: date | None
    blocked_at: datetime | None
    blocked_reason: str
    on_hand: Decimal
    value: Decimal

    def days_left(self, today: date) -> int | None:
        """Days on which it may still be sold after today; below zero where it has spoilt."""
        return None if self.expires_on is None else (self.expires_on - today).days


@dataclass(frozen=True)
class LotPlace:
    """Pieces at a place."""

    location_id: UUID
    location: str
    quantity: Decimal


@dataclass(frozen=True)
class LotMove:
    """Pieces that came into a lot or left it."""

    at: datetime
    kind: str
    location: str
    quantity: Decimal
    ref_type: str
    ref_id: str
    reason: str
    by: str


@dataclass(frozen=True)
class LotStory:
    """A lot with its places and its movements, the newest first; `loose` are pieces of the item in no lot."""

    lot: LotRow
    places: tuple[LotPlace, ...]
    loose: tuple[LotPlace, ...]
    moves: tuple[LotMove, ...]


@dataclass(frozen=True)
class LotTotals:
    """How many lots a list has, and what they are worth."""

    lots: int
    value: Decimal


@dataclass(frozen=True)
class LotDifference:
    """A lot (or with no code all lots of an item at a place) that holds other than it should."""

    variant_id: UUID
    sku: str
    location_id: UUID
    location: str
    code: str
    expected: Decimal
    found: Decimal


def lots_page(
    actor: Actor,
    *,
    search: str = "",
    variant_id: UUID | None = None,
    expires_by: date | None = None,
    empty: bool = False,
    cursor: str = "",
    limit: int = 50,
) -> Page[LotRow]:
    """Lots that hold something (with `empty` all), the first to expire first."""
    after, after_id = decode_cursor(cursor, 2) if cursor else (None, None)
    asked = _asked(actor, search, variant_id, expires_by, empty=empty)
    rows = ask(_PAGE, {**asked, "after": after, "after_id": after_id, "limit": limit + 1})
    found = [LotRow(*row) for row in rows]
    return page_of(found, limit, key=lambda lot: (lot.expires_on or "infinity", lot.id))


def lot_totals(
    actor: Actor,
    *,
    search: str = "",
    variant_id: UUID | None = None,
    expires_by: date | None = None,
    empty: bool = False,
) -> LotTotals:
    """The sums of such a list."""
    [(lots, value)] = ask(_SUMS, _asked(actor, search, variant_id, expires_by, empty=empty))
    return LotTotals(lots, value)


def expiring_lots(actor: Actor, *, today: date, days: int, limit: int = 500) -> list[LotRow]:
    """Lots with pieces that have spoilt or will within `days`, the first to expire first."""
    return list(lots_page(actor, expires_by=today + timedelta(days=days), limit=limit).items)


def lot_story(actor: Actor, lot_id: UUID, *, moves: int = 100) -> LotStory:
    """One lot; NotFound where there is none, or another company's."""
    lot = Lot.objects.of(actor).filter(pk=lot_id).first()
    if lot is None:
        raise NotFound(what="lot")
    params = {"company": actor.company_id, "lot": lot_id, "variant": lot.variant_id, "limit": moves}
    row = next(row for row in ask(_PAGE, _only(actor, lot)) if row[0] == lot_id)
    return LotStory(
        LotRow(*row),
        tuple(LotPlace(*one) for one in ask(_PLACES, params)),
        loose_of(actor, lot.variant_id),
        tuple(LotMove(*one) for one in ask(_MOVES, params)),
    )


def loose_of(actor: Actor, variant_id: UUID) -> tuple[LotPlace, ...]:
    """The pieces of an item that are in no lot, by place; below zero where more went out than was there."""
    return tuple(LotPlace(*one) for one in ask(_LOOSE, {"company": actor.company_id, "variant": variant_id}))


def lot_differences(actor: Actor) -> list[LotDifference]:
    """Every lot that is not the sum of its movements, and lots that hold more than is there; none in health."""
    return [LotDifference(*row) for row in ask(_DIFFERENCES, {"company": actor.company_id})]


def _asked(
    actor: Actor, search: str, variant_id: UUID | None, expires_by: date | None, *, empty: bool
) -> dict[str, object]:
    plain = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {
        "company": actor.company_id,
        "variant": variant_id,
        "by": expires_by,
        "search": search,
        "like": f"%{plain}%",
        "empty": empty,
    }


def _only(actor: Actor, lot: Lot) -> dict[str, object]:
    asked = _asked(actor, "", lot.variant_id, None, empty=True)
    return {**asked, "after": None, "after_id": None, "limit": None}
