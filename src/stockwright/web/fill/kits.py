"""What the pages of kits hold."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext

from stockwright.inventory.queries.kits import BuildRow, builds_page, kit_of, kits_page
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.web.fill.locations import location_choices
from stockwright.web.fill.told_items import items_text
from stockwright.web.shown.kits import KitPage, KitsPage, ShownBuild

LINES = 50


def list_page(actor: Actor, asked: Mapping[str, str], error: str = "") -> KitsPage:
    """Every kit, by SKU."""
    found = kits_page(actor, cursor=asked.get("cursor", ""), limit=LINES)
    return KitsPage(
        kits=tuple(found.items),
        next_cursor=found.next_cursor,
        is_first=not asked.get("cursor"),
        query=asked.get("item", ""),
        error=error,
        may_write=actor.may("inventory.write"),
    )


def one_page(actor: Actor, kit_id: UUID, typed: Mapping[str, str], error: str = "") -> KitPage:
    """A kit; fields hold what was typed."""
    kit = kit_of(actor, kit_id)
    most = max(kit.places, key=lambda place: place.buildable, default=None)
    chosen = typed.get("location", str(most.location_id) if most else "")
    held = items_text([(part.sku, part.quantity) for part in kit.components])
    return KitPage(
        kit=kit,
        components=typed.get("components", held),
        places=location_choices(actor, chosen),
        quantity=typed.get("quantity", "1"),
        builds=tuple(_shown(build) for build in builds_page(actor, kit_id=kit_id, limit=LINES).items),
        source=f"page:{new_id()}",
        error=error,
        may_write=actor.may("inventory.write"),
    )


def _shown(build: BuildRow) -> ShownBuild:
    words = gettext("Assembled") if build.quantity > 0 else gettext("Taken apart")
    return ShownBuild(build, words, abs(build.quantity))
