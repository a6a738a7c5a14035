"""What the pages of kits show."""

from dataclasses import dataclass
from decimal import Decimal

from stockwright.inventory.queries.kits import BuildRow, KitRow, KitView
from stockwright.web.shown.frame import Choice


@dataclass(frozen=True)
class KitsPage:
    """Every kit, and a field that opens an item to make it one."""

    kits: tuple[KitRow, ...]
    next_cursor: str | None
    is_first: bool
    query: str
    error: str
    may_write: bool


@dataclass(frozen=True)
class ShownBuild:
    """Kits that were assembled or taken apart, in words."""

    build: BuildRow
    words: str
    pieces: Decimal


@dataclass(frozen=True)
class KitPage:
    """One kit: what it takes, how many there could be, and what was done."""

    kit: KitView
    components: str  # as the field holds them
    places: tuple[Choice, ...]
    quantity: str
    builds: tuple[ShownBuild, ...]
    source: str
    error: str
    may_write: bool
