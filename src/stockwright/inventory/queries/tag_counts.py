"""How many pieces with a code there are, held against the stock."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from stockwright.inventory.models import Tag
from stockwright.inventory.rules.tags import HERE
from stockwright.kit.actor import Actor
from stockwright.kit.statements import ask

_DIFFERENCES = """
    with tagged as (
        select variant_id, location_id, count(*) as tags from inventory_tag
        where company_id = %(company)s and status = any(%(here)s) group by variant_id, location_id
    ), followed as (
        select id, sku from catalog_variant where company_id = %(company)s and tracking = 'serial'
    ), held as (
        select l.variant_id, l.location_id, l.on_hand from inventory_level l
        join followed v on v.id = l.variant_id where l.company_id = %(company)s
    )
    select v.id, v.sku, p.id, p.name, coalesce(h.on_hand, 0), coalesce(t.tags, 0)
    from held h full join (select t.* from tagged t join followed v on v.id = t.variant_id) t
        using (variant_id, location_id)
    join followed v on v.id = variant_id
    join inventory_location p on p.company_id = %(company)s and p.id = location_id
    where coalesce(h.on_hand, 0) <> coalesce(t.tags, 0) order by v.sku, p.name
"""


@dataclass(frozen=True)
class TagDifference:
    """An item that has more or fewer codes at a place than pieces."""

    variant_id: UUID
    sku: str
    location_id: UUID
    location: str
    on_hand: Decimal
    tags: int

    @property
    def difference(self) -> Decimal:
        """Pieces without a code; below zero codes without a piece."""
        return self.on_hand - self.tags


def tag_differences(actor: Actor) -> list[TagDifference]:
    """Every item followed by piece whose codes are not as many as its pieces; none in a healthy company."""
    here = [status.value for status in HERE]
    return [TagDifference(*row) for row in ask(_DIFFERENCES, {"company": actor.company_id, "here": here})]


def tags_here(actor: Actor, variant_id: UUID, location_id: UUID) -> int:
    """How many pieces of an item have a code and are at a place."""
    return Tag.objects.of(actor).filter(variant_id=variant_id, location_id=location_id, status__in=HERE).count()
