"""What counters entered."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.models import CountEntry
from stockwright.inventory.queries.counts import count_of
from stockwright.kit.actor import Actor
from stockwright.kit.paging import Page, decode_cursor, page_of
from stockwright.kit.statements import ask


@dataclass(frozen=True)
class OwnTally:
    """What a counter has of an item in its present round."""

    variant_id: UUID
    sku: str
    name: str
    pieces: Decimal
    last_at: datetime


@dataclass(frozen=True)
class EntryRow:
    """An entry: by whom, when, and whether it was taken back or takes one back."""

    id: int
    key: str
    variant_id: UUID
    sku: str
    name: str
    quantity: Decimal
    round: int
    counted_at: datetime
    recorded_at: datetime
    by: str
    takes_back: int | None
    taken_back: bool


# Standing entries of one counter in the present round of each line; rows are looked up one by one, since of a count
# that was just begun the planner knows nothing.
_OWN = """
    select e.variant_id, v.sku, p.name, sum(e.quantity), max(e.counted_at)
    from {entries} e
    join lateral (
        select true from inventory_countline c where c.company_id = %(company)s and c.session_id = %(count)s
            and c.variant_id = e.variant_id and c.round = e.round offset 0
    ) c on true
    left join lateral (
        select t.id from inventory_countentry t where t.company_id = %(company)s and t.takes_back = e.id offset 0
    ) t on true
    cross join lateral (
        select v.sku, v.product_id from catalog_variant v
        where v.company_id = %(company)s and v.id = e.variant_id offset 0
    ) v
    cross join lateral (
        select p.name from catalog_product p where p.company_id = %(company)s and p.id = v.product_id offset 0
    ) p
    where t.id is null
    group by e.variant_id, v.sku, p.name order by max(e.counted_at) desc, v.sku
    limit %(most)s
"""
_OF_COUNTER = """
    (select e.* from inventory_countentry e where e.company_id = %(company)s and e.session_id = %(count)s
        and e.by = %(by)s and e.takes_back is null {items} offset 0)
"""
_OWN_OF_ALL = _OWN.format(entries=_OF_COUNTER.format(items=""))
_OWN_OF_ITEMS = _OWN.format(
    entries="unnest(%(items)s::uuid[]) as i (variant_id) cross join lateral "
    + _OF_COUNTER.format(items="and e.variant_id = i.variant_id")
)

_ENTRIES = """
    select e.id, e.client_key, e.variant_id, v.sku, p.name, e.quantity, e.round, e.counted_at, e.recorded_at, e.by,
        e.takes_back, t.id is not null
    from inventory_countentry e
    join catalog_variant v on v.company_id = %(company)s and v.id = e.variant_id
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    left join inventory_countentry t on t.company_id = %(company)s and t.takes_back = e.id
    where e.company_id = %(company)s and e.session_id = %(count)s and e.id < %(before)s
        and (%(item)s::uuid is null or e.variant_id = %(item)s)
    order by e.id desc limit %(most)s
"""


def own_tallies(
    actor: Actor, count_id: UUID, variant_ids: Collection[UUID] | None = None, *, limit: int = 1000
) -> list[OwnTally]:
    """What the actor counted, the newest first; of some items only, where they are given."""
    params = {
        "company": actor.company_id,
        "count": count_id,
        "by": actor.label,
        "items": list(variant_ids or ()),
        "most": limit,
    }
    return [OwnTally(*row) for row in ask(_OWN_OF_ALL if variant_ids is None else _OWN_OF_ITEMS, params)]


def counters_of(actor: Actor, count_id: UUID) -> list[str]:
    """Everybody who entered something in a count."""
    rows = CountEntry.objects.of(actor).filter(session_id=count_id)
    return list(rows.order_by("by").values_list("by", flat=True).distinct())


def counted_by(
    actor: Actor, count_id: UUID, variant_ids: Collection[UUID]
) -> defaultdict[UUID, list[tuple[str, int]]]:
    """Who entered something of each item, and in which round."""
    rows = CountEntry.objects.of(actor).filter(session_id=count_id, variant_id__in=variant_ids)
    told: defaultdict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for variant_id, by, round_ in rows.values_list("variant_id", "by", "round").distinct():
        told[variant_id].append((by, round_))
    return told


def entries_page(
    actor: Actor, count_id: UUID, *, variant_id: UUID | None = None, cursor: str | None = None, limit: int = 100
) -> Page[EntryRow]:
    """What was entered, the newest first; NotFound for another company's count."""
    count_of(actor, count_id)
    params = {
        "company": actor.company_id,
        "count": count_id,
        "item": variant_id,
        "before": int(decode_cursor(cursor, 1)[0]) if cursor else 2**62,
        "most": limit + 1,
    }
    rows = [EntryRow(*row) for row in ask(_ENTRIES, params)]
    return page_of(rows, limit, key=lambda row: (row.id,))
