"""What sets are made of, for the forecast."""

import numpy as np
import polars as pl

from stockwright.engine.demand.sets import Parts
from stockwright.kit.actor import Actor
from stockwright.kit.frames import Schema, read_frame

# A set that is bought ready made has a supplier; its components are not wanted for it.
_PARTS = """
    select k.kit_id, k.component_id, k.quantity
    from inventory_kitcomponent k
    join catalog_variant v on v.company_id = k.company_id and v.id = k.kit_id and v.supplier_id is null
    where k.company_id = %(company)s
"""
_PARTS_SCHEMA: Schema = {"whole_id": pl.String, "part_id": pl.String, "quantity": pl.Float64}
_READY = """
    select l.variant_id, l.location_id, greatest(l.on_hand - l.reserved - l.outbound, 0)
    from inventory_level l
    where l.company_id = %(company)s and exists (
        select from inventory_kitcomponent k where k.company_id = l.company_id and k.kit_id = l.variant_id
    )
"""


def sets_and_parts(actor: Actor) -> list[str]:
    """The items that are sets put together here, or components of such."""
    parts = read_frame(_PARTS, {"company": actor.company_id}, _PARTS_SCHEMA)
    return [*parts["whole_id"], *parts["part_id"]]


def set_parts(actor: Actor, series: pl.DataFrame) -> Parts:
    """The components of sets that are put together here, where both the set and the component have a series."""
    company = {"company": actor.company_id}
    parts = read_frame(_PARTS, company, _PARTS_SCHEMA)
    ready = read_frame(_READY, company, {"whole_id": pl.String, "location_id": pl.String, "ready": pl.Float64})
    known = series.select("variant_id", "location_id", "series")
    found = (
        parts.join(known.rename({"variant_id": "whole_id", "series": "whole"}), on="whole_id")
        .join(known.rename({"variant_id": "part_id", "series": "component"}), on=["part_id", "location_id"])
        .join(ready, on=["whole_id", "location_id"], how="left")
        .with_columns(pl.col("ready").fill_null(0.0))
    )
    return Parts(
        found["whole"].to_numpy().astype(np.int64),
        found["component"].to_numpy().astype(np.int64),
        found["quantity"].to_numpy().astype(np.float64),
        found["ready"].to_numpy().astype(np.float64),
    )
