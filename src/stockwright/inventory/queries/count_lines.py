"""The lines of a count: what was expected, what was found, what is to be counted again."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from stockwright.inventory.queries.counts import count_of, may_see
from stockwright.inventory.rules.counts import HiddenWhileBlind
from stockwright.kit.actor import Actor
from stockwright.kit.paging import InvalidCursor, Page, decode_cursor, page_of
from stockwright.kit.statements import ask


class Lines(StrEnum):
    """Which lines of a count."""

    ALL = "all"
    DIFFERENT = "different"
    RECOUNT = "recount"
    COUNTED = "counted"
    UNCOUNTED = "uncounted"


@dataclass(frozen=True)
class CountLineRow:
    """An item of a count; `expected` and what follows from it are null for who is not to know it."""

    variant_id: UUID
    sku: str
    name: str
    expected: Decimal | None
    counted: Decimal | None
    counted_at: datetime | None
    difference: Decimal | None
    value: Decimal | None
    round: int
    recount: str
    accepted: bool
    moved: bool
    added: bool
    reason: str


_WHICH = {
    Lines.ALL: "true",
    Lines.DIFFERENT: "c.counted <> c.expected",
    Lines.RECOUNT: "c.recount <> ''",
    Lines.COUNTED: "c.counted is not null",
    Lines.UNCOUNTED: "c.counted is null",
}

_LINES = """
    select c.variant_id, v.sku, p.name, c.expected, c.counted, c.counted_at, c.counted - c.expected,
        round((c.counted - c.expected) * c.unit_value, 4), c.round, c.recount, c.accepted, c.moved,
        c.added, c.reason
    from inventory_countline c
    join catalog_variant v on v.company_id = %(company)s and v.id = c.variant_id
    join catalog_product p on p.company_id = %(company)s and p.id = v.product_id
    where c.company_id = %(company)s and c.session_id = %(count)s and {which}
        and (%(search)s = '' or v.sku ilike %(like)s or p.name ilike %(like)s)
"""

_BY_SKU = " and (%(sku)s::text is null or v.sku > %(sku)s) order by v.sku limit %(most)s"

_BY_MONEY = """
    and (%(sku)s::text is null
        or (-abs(round((c.counted - c.expected) * c.unit_value, 4)), -abs(c.counted - c.expected), v.sku)
            > (%(value)s::numeric, %(gap)s::numeric, %(sku)s))
    order by -abs(round((c.counted - c.expected) * c.unit_value, 4)), -abs(c.counted - c.expected), v.sku
    limit %(most)s
"""


def count_lines_page(
    actor: Actor,
    count_id: UUID,
    *,
    which: Lines = Lines.ALL,
    search: str = "",
    cursor: str | None = None,
    limit: int = 100,
) -> Page[CountLineRow]:
    """Lines by SKU; those that differ by the money they differ by, the most first. NotFound for another company's.

    Of a blind count what differs is HiddenWhileBlind.
    """
    session = count_of(actor, count_id)
    shown = may_see(actor, session)
    by_money = which == Lines.DIFFERENT
    if by_money and not shown:
        raise HiddenWhileBlind
    value, gap, sku = _after(cursor, by_money=by_money)
    params = {
        "company": actor.company_id,
        "count": session.pk,
        "search": search,
        "like": f"%{search}%",
        "value": value,
        "gap": gap,
        "sku": sku,
        "most": limit + 1,
    }
    statement = _LINES.format(which=_WHICH[which]) + (_BY_MONEY if by_money else _BY_SKU)
    rows = [CountLineRow(*row) for row in ask(statement, params)]
    page = page_of(rows, limit, key=_money_key if by_money else lambda row: (row.sku,))
    return page if shown else Page([_hidden(row) for row in page.items], page.next_cursor)


def _after(cursor: str | None, *, by_money: bool) -> tuple[str | None, str | None, str | None]:
    if not cursor:
        return None, None, None
    if not by_money:
        return None, None, decode_cursor(cursor, 1)[0]
    value, gap, sku = decode_cursor(cursor, 3)
    try:
        return str(Decimal(value)), str(Decimal(gap)), sku
    except ArithmeticError as error:
        raise InvalidCursor from error


def _money_key(row: CountLineRow) -> tuple[Decimal, Decimal, str]:
    return -abs(row.value or Decimal(0)), -abs(row.difference or Decimal(0)), row.sku


def _hidden(row: CountLineRow) -> CountLineRow:
    """The line as a counter of a blind count may know it: also not whether it differs."""
    recount = "asked" if row.recount else ""
    return replace(row, expected=None, difference=None, value=None, moved=False, recount=recount)
