"""The page of planned prices, filled."""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.catalog.queries import find_by_codes
from stockwright.forecasting.queries.prices import PriceView, prices_page
from stockwright.forecasting.rules.prices import PriceTold
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.web.fill.promotion_table import day_of
from stockwright.web.fill.told_forms import PricesForm
from stockwright.web.fill.told_items import UnreadableLine, number_of, shared_barcode
from stockwright.web.shown.planned_prices import PriceRow, PricesPage

_LINE = re.compile(
    r"^(?P<code>.+?)(?:\s*[\t;]\s*|,\s+|\s+)(?P<price>\d+(?:[.,]\d+)?)"
    r"(?:(?:\s*[\t;]\s*|,\s+|\s+)(?P<day>\d{1,4}[-./]\d{1,2}[-./]\d{1,4}))?$"
)


class Line(NamedTuple):
    """A line as it was typed."""

    code: str
    price: Decimal
    day: date | None


def page_of_prices(actor: Actor, company: Company, form: BaseForm, *, cursor: str = "") -> PricesPage:
    """Planned prices with the form above them."""
    today = clock.today(company.time_zone)
    found = prices_page(actor, cursor=cursor)
    may_write = actor.may("forecast.write")
    rows = tuple(_row(one, today, may_write=may_write) for one in found.items)
    return PricesPage(rows, found.next_cursor, not cursor, form, may_write)


def prices_form(typed: QueryDict | None) -> PricesForm:
    """The form with what was typed."""
    return PricesForm(typed) if typed else PricesForm(initial={"source": new_id()})


def prices_said(actor: Actor, form: PricesForm) -> list[PriceTold]:
    """What a filled form tells; UnreadableLine says which line is wrong and why."""
    lines = [_read(line.strip()) for line in form.cleaned_data["prices"].splitlines() if line.strip()]
    known = find_by_codes(actor, {line.code for line in lines})
    unknown = [line.code for line in lines if line.code not in known]
    if unknown:
        detail = gettext("No item has this SKU or barcode: %(codes)s.") % {"codes": ", ".join(unknown[:5])}
        raise UnreadableLine(detail=detail, field="prices")
    for line in lines:
        if len(known[line.code]) > 1:
            raise UnreadableLine(detail=shared_barcode(line.code, known[line.code]), field="prices")
    usual = form.cleaned_data["from_on"]
    return [PriceTold(known[line.code][0].variant_id, line.price, line.day or usual) for line in lines]


def _read(line: str) -> Line:
    match = _LINE.match(line)
    day = day_of(match["day"].replace("/", "-")) if match and match["day"] else None
    if match is None or (match["day"] and day is None):
        detail = gettext("Write an item and its price: “%(line)s” is neither.") % {"line": line}
        raise UnreadableLine(detail=detail, field="prices")
    return Line(match["code"].strip(), number_of(match["price"]), day)


def _row(one: PriceView, today: date, *, may_write: bool) -> PriceRow:
    begun = one.from_on <= today
    state = "cancelled" if one.cancelled_at else "begun" if begun else "coming"
    return PriceRow(one, state, may_cancel=may_write and state == "coming")
