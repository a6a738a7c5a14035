"""Quantities as they stand on the shelf: whole packs and what is left over."""

from decimal import Decimal

from django.template import Library
from django.utils.translation import gettext, ngettext

from stockwright.web.components.numbers import MINUS, quantity

register = Library()


def in_packs(pieces: Decimal, per_pack: Decimal, unit: str) -> str:
    """Say a quantity in packs and loose pieces; nothing where the item has no packs or there is no full one."""
    packs, loose = divmod(abs(pieces), per_pack) if per_pack > 1 else (Decimal(0), pieces)
    if not packs:
        return ""
    told = ngettext("%(n)s pack of %(size)s", "%(n)s packs of %(size)s", int(packs)) % {
        "n": quantity(packs),
        "size": quantity(per_pack),
    }
    if loose:
        told = gettext("%(packs)s + %(loose)s %(unit)s") % {"packs": told, "loose": quantity(loose), "unit": unit}
    return f"{MINUS}({told})" if pieces < 0 else told


@register.inclusion_tag("components/_quantity.html")
def measured(pieces: Decimal | None, per_pack: Decimal, unit: str) -> dict[str, object]:
    """Show a quantity with its unit and, where packs are defined, in packs below."""
    return {"pieces": pieces, "unit": unit, "packs": in_packs(pieces, per_pack, unit) if pieces else ""}
