"""Which items the forms that set stock right mean."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext

from stockwright.catalog.queries import FoundCode, find_by_codes, variant_ids
from stockwright.inventory.rules.adjustments import InvalidAdjustment
from stockwright.kit.actor import Actor
from stockwright.web.fill.told_items import shared_barcode


class CodedItems(NamedTuple):
    """What typed or scanned codes stand for; a SKU goes before a barcode, also of an item that is archived."""

    by_sku: dict[str, UUID]
    by_code: dict[str, list[FoundCode]]

    def item(self, code: str) -> UUID:
        """The item with that SKU, or the only one with that barcode; else InvalidAdjustment."""
        if known := self.by_sku.get(code):
            return known
        found = self.by_code.get(code, [])
        if not found:
            detail = gettext("There is no item with the SKU or barcode “%(code)s”.") % {"code": code}
            raise InvalidAdjustment(detail=detail, field="item")
        if len(found) > 1:
            raise InvalidAdjustment(detail=shared_barcode(code, found), field="item")
        return found[0].variant_id


def coded_items(actor: Actor, codes: Iterable[str]) -> CodedItems:
    """What these codes stand for, asked for together."""
    wanted = {code.strip() for code in codes}
    return CodedItems(variant_ids(actor, wanted), find_by_codes(actor, wanted))
