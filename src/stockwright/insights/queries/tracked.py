"""Lots and pieces with a code against the stock, as checks beside the others."""

from stockwright.inventory.models import Level, LotLevel
from stockwright.inventory.queries.comparing import Comparison, Disagreement, told
from stockwright.inventory.queries.lots import lot_differences
from stockwright.inventory.queries.tag_counts import tag_differences
from stockwright.kit.actor import Actor
from stockwright.kit.money import exact


def compare_lots(actor: Actor) -> Comparison:
    """What the ledger says of each lot at each place against the lot's own count."""
    rows = tuple(
        Disagreement(one.code, one.variant_id, one.sku, one.location_id, one.location, one.expected, one.found)
        for one in lot_differences(actor)
    )
    return told(rows, compared=LotLevel.objects.of(actor).count())


def compare_tags(actor: Actor) -> Comparison:
    """The pieces on hand of items followed by piece against the codes that are there."""
    rows = tuple(
        Disagreement("", one.variant_id, one.sku, one.location_id, one.location, one.on_hand, exact(one.tags))
        for one in tag_differences(actor)
    )
    return told(rows, compared=Level.objects.of(actor).filter(variant__tracking="serial").count())
