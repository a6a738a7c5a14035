"""What the forecast of one item is made from, on its page and in its chart."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from stockwright.forecasting.queries.basis import Basis, basis_of
from stockwright.forecasting.queries.basis_days import known_days
from stockwright.forecasting.rules.basis import Known, LeftOut, Told
from stockwright.forecasting.rules.calendar import Span
from stockwright.forecasting.rules.overrides import Way
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.sales.rules import DemandKind
from stockwright.web.components.numbers import grouped, percent, quantity, rate
from stockwright.web.fill.demand_words import demand_class_name, family_name, mix_words, stage_words
from stockwright.web.fill.notices import notices_of_item
from stockwright.web.fill.overrides import said
from stockwright.web.fill.wording import day_in_words
from stockwright.web.shown.item import ChartMark, ItemBasis, KnownLine

_TONES = {
    Told.EVENT: "event",
    Told.HOLIDAY: "holiday",
    Told.PROMOTION: "promotion",
    Told.PRICE: "price",
    Told.OVERRIDE: "override",
    LeftOut.BULK_DAY: "left_out",
    LeftOut.IGNORED_DAY: "left_out",
}
_PAGES = {
    Told.EVENT: "calendar",
    Told.HOLIDAY: "calendar",
    Told.PROMOTION: "promotions",
    Told.PRICE: "planned_prices",
    Told.OVERRIDE: "overrides",
    Told.KEPT_DAY: "outliers",
    LeftOut.BULK_DAY: "outliers",
    LeftOut.IGNORED_DAY: "outliers",
    LeftOut.HOLIDAY_OFF: "calendar",
}


def item_marks(actor: Actor, item: tuple[UUID, UUID | None], within: Span) -> tuple[ChartMark, ...]:
    """What makes days of the chart special: what was told of them, what does not count, where demand changed."""
    told = tuple(
        ChartMark(_mark_name(one), _TONES[one.kind], one.first, one.last or one.first)
        for one in known_days(actor, item, within)
        if one.kind in _TONES and one.first is not None
    )
    changes = (ChartMark(one.words, "change", one.since, one.since) for one in notices_of_item(actor, item[0]))
    return (*told, *(one for one in changes if within.first <= one.first <= within.last))


def item_basis(actor: Actor, variant_id: UUID, location_id: UUID | None, today: date) -> ItemBasis:
    """Who forecasts the item, what was told of it, and what is left out."""
    found = basis_of(actor, variant_id, location_id, today=today)
    return ItemBasis(
        stage=stage_words(found.stage) if found.stage else "",
        how=tuple(_how(found)) if found.as_of else (),
        told=tuple(map(known_line, found.told)),
        left_out=tuple(map(known_line, found.left_out)),
        override_url=f"{reverse('override_new')}?variant={variant_id}" if actor.may("forecast.write") else "",
    )


def _how(found: Basis) -> list[str]:
    """Sentences on the history, the methods and days without stock."""
    lines = []
    if found.as_of is not None:
        told = {"day": day_in_words(found.as_of), "version": found.version}
        lines.append(gettext("From sales up to %(day)s, version %(version)s.") % told)
    if found.shares:
        told = {"method": family_name(found.method), "kind": demand_class_name(found.demand_class)}
        lines.append(gettext("Items like it (%(kind)s) are forecast mostly by %(method)s.") % told)
        told = {"mix": mix_words(found.shares)}
        lines.append(gettext("The say of each method, by days it had not seen: %(mix)s.") % told)
    if found.days_out:
        days = ngettext(
            "On %(n)d day of the last year it was not in stock all day; only the time in stock counts.",
            "On %(n)d days of the last year it was not in stock all day; only the time in stock counts.",
            found.days_out,
        )
        lines.append(days % {"n": found.days_out})
    return lines


def known_line(one: Known) -> KnownLine:
    """A thing in words."""
    page = _PAGES.get(one.kind)
    return KnownLine(_what(one), one.name, _when(one), reverse(page) if page else "")


def _what(one: Known) -> str:
    """What it is, with its number."""
    amount = one.amount or ZERO
    if one.kind is Told.OVERRIDE:
        return gettext("override: %(said)s") % {"said": said(Way(one.detail), amount)}
    pieces = {"counts": rate(amount), "whole": quantity(one.whole)}
    net = one.detail == DemandKind.NET
    return {
        Told.EVENT: one.detail,
        Told.HOLIDAY: gettext("public holiday"),
        Told.PROMOTION: gettext("promotion, %(share)s off") % {"share": percent(amount)},
        Told.PRICE: gettext("new price %(price)s") % {"price": grouped(amount, 2)},
        Told.HISTORY: gettext("%(share)s of the history of") % {"share": percent(amount)},
        Told.SET: gettext("%(n)s in each set of") % {"n": quantity(amount)},
        Told.CHANNEL: gettext("net of returns on") if net else gettext("what is bought out on"),
        Told.KEPT_DAY: gettext("bulk day, counts in full (%(whole)s)") % pieces,
        LeftOut.BULK_DAY: gettext("bulk day, counts as %(counts)s of %(whole)s") % pieces,
        LeftOut.IGNORED_DAY: gettext("a day that says nothing (%(whole)s sold)") % pieces,
        LeftOut.HOLIDAY_OFF: gettext("holiday that sells as any other day"),
        LeftOut.CALLED_OFF: gettext("called off"),
    }[one.kind]


def _mark_name(one: Known) -> str:
    """What the chart calls it: the name where it has one of its own."""
    return one.name if one.kind in (Told.EVENT, Told.HOLIDAY, Told.PROMOTION) else _what(one)


def _when(one: Known) -> str:
    if one.first is None:
        return ""
    if one.last is None:
        return gettext("from %(day)s") % {"day": day_in_words(one.first)}
    if one.first == one.last:
        return day_in_words(one.first)
    return gettext("%(first)s to %(last)s") % {"first": day_in_words(one.first), "last": day_in_words(one.last)}
