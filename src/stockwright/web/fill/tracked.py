"""The lots or pieces of an item, for the item's page."""

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from stockwright.catalog.models import Variant
from stockwright.catalog.rules import Tracking
from stockwright.inventory.queries.lots import loose_of, lots_page
from stockwright.inventory.queries.tags import count_tags, tags_page
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.web.fill.lots import lot_line
from stockwright.web.fill.tags import tag_line
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.tracked import TrackedStock

SHOWN = 10


def tracked_stock(actor: Actor, variant: Variant, today: date) -> TrackedStock:
    """How the item's pieces are followed, and the first of its lots or pieces."""
    by_lot, by_piece = variant.tracking == Tracking.LOT, variant.tracking == Tracking.SERIAL
    lots = lots_page(actor, variant_id=variant.pk, limit=SHOWN).items if by_lot else ()
    tags = tags_page(actor, variant_id=variant.pk, limit=SHOWN).items if by_piece else ()
    loose = sum((one.quantity for one in loose_of(actor, variant.pk)), ZERO) if by_lot else ZERO
    return TrackedStock(
        way=variant.tracking,
        ways=tuple(Choice(way.value, way_words(way), way == variant.tracking) for way in Tracking),
        lots=tuple(lot_line(lot, today) for lot in lots),
        loose=loose,
        tags=tuple(map(tag_line, tags)),
        tag_count=count_tags(actor, variant_id=variant.pk) if by_piece else 0,
        all_url=f"{reverse('lots' if by_lot else 'tags')}?{urlencode({'q': variant.sku})}",
    )


def way_words(way: Tracking) -> str:
    """A way of following pieces, as people call it."""
    return {
        Tracking.NONE: gettext("Count pieces only"),
        Tracking.LOT: gettext("By lot and last day"),
        Tracking.SERIAL: gettext("Piece by piece, each with its code"),
    }[way]
