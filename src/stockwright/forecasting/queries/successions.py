"""Which items take over the demand of others."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import polars as pl
from django.db.models import Q, QuerySet

from stockwright.forecasting.models import Succession
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame

_LINKS = """
    select s.variant_id, s.predecessor_id, s.from_on - date '1970-01-01', s.share, s.replaces, v.sku, p.name, c.name
    from forecasting_succession s
    join catalog_variant v on v.company_id = s.company_id and v.id = s.variant_id and v.archived_at is null
    join catalog_product p on p.company_id = s.company_id and p.id = v.product_id
    left join catalog_category c on c.company_id = s.company_id and c.id = p.category_id
    where s.company_id = %(company)s and s.from_on <= %(as_of)s::date + 1
"""
_SCHEMA: Schema = {
    "variant_id": pl.String,
    "predecessor_id": pl.String,
    "from_on": pl.Int32,
    "share": pl.Float64,
    "replaces": pl.Boolean,
    "sku": pl.String,
    "name": pl.String,
    "category": pl.String,
}


@dataclass(frozen=True)
class SuccessionView:
    """An item that follows another, both by name."""

    variant_id: UUID
    sku: str
    predecessor_id: UUID
    predecessor_sku: str
    from_on: date
    share: Decimal
    replaces: bool


def links_frame(actor: Actor, *, as_of: date) -> pl.DataFrame:
    """The successions that hold by the day after `as_of`, as `rules.successions.inherited` takes them."""
    found = read_frame(_LINKS, {"company": actor.company_id, "as_of": as_of}, _SCHEMA)
    return found.with_columns(pl.col("from_on").cast(pl.Date))


def successions_about(actor: Actor, variant_id: UUID) -> list[SuccessionView]:
    """Whom the item follows, and who follows it."""
    rows = _named(actor).filter(Q(variant_id=variant_id) | Q(predecessor_id=variant_id))
    return [_view(row) for row in rows.order_by("from_on", "pk")]


def all_successions(actor: Actor) -> list[SuccessionView]:
    """Every item that follows another, the newest link first."""
    return [_view(row) for row in _named(actor).order_by("-from_on", "pk")]


def _named(actor: Actor) -> QuerySet[Succession]:
    return Succession.objects.of(actor).select_related("variant", "predecessor")


def _view(row: Succession) -> SuccessionView:
    return SuccessionView(
        variant_id=row.variant_id,
        sku=row.variant.sku,
        predecessor_id=row.predecessor_id,
        predecessor_sku=row.predecessor.sku,
        from_on=row.from_on,
        share=row.share,
        replaces=row.replaces,
    )
