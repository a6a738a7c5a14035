"""Expected totals in figures, a chart and a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from stockwright.catalog.queries import category_names
from stockwright.forecasting.queries.basis_days import calendar_days, promotions_within
from stockwright.forecasting.rules.basis import Known, LeftOut, Told
from stockwright.forecasting.rules.calendar import Span
from stockwright.insights.queries.outlook import Outlook, Part, Wish, outlook, sold_before
from stockwright.inventory.queries.locations import locations_of
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO, exact
from stockwright.web.components.numbers import quantity, signed_percent
from stockwright.web.fill.item_basis import known_line
from stockwright.web.fill.locations import location_choices
from stockwright.web.fill.outlook_chart import outlook_chart
from stockwright.web.fill.readings import id_in
from stockwright.web.fill.wording import day_in_words
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.item import KnownLine
from stockwright.web.shown.outlook import OutlookPage, OutlookRow
from stockwright.web.shown.stock_health import Figure

PERIODS = (7, 14, 28)


@dataclass(frozen=True)
class AskedOutlook:
    """What the address asks for."""

    category: str = ""
    location: UUID | None = None
    by: str = "category"

    @staticmethod
    def of(told: Mapping[str, str]) -> "AskedOutlook":
        """Read an address; what cannot be read is left out."""
        by = "location" if told.get("by") == "location" else "category"
        return AskedOutlook(told.get("category", "").strip()[:200], id_in(told.get("location", "")), by)

    @property
    def wish(self) -> Wish:
        """The same for the query."""
        return Wish(category=self.category, location_id=self.location, by=self.by)


def outlook_page(actor: Actor, asked: AskedOutlook) -> OutlookPage:
    """What is expected, of what that is made, and which parts it has."""
    found = outlook(actor, asked.wish)
    places = {place.name: str(place.id) for place in locations_of(actor)}
    divisions = {"category": gettext("Category"), "location": gettext("Location")}
    run, sold = found.run, {}
    if run is not None:
        sold = sold_before(actor, asked.wish, run.as_of)
    told, left_out = _known(actor, found)
    return OutlookPage(
        title=_title(asked, places),
        as_of=gettext("From sales up to %(day)s.") % {"day": day_in_words(run.as_of)} if run else "",
        categories=tuple(Choice(name, name, name == asked.category) for name in category_names(actor)),
        locations=location_choices(actor, str(asked.location or "")),
        divisions=tuple(Choice(key, label, key == asked.by) for key, label in divisions.items()),
        division=divisions[asked.by],
        figures=tuple(_figure(found, days, sum(list(sold.values())[-days:], ZERO)) for days in PERIODS),
        chart=outlook_chart(found, sold) if found.days else None,
        rows=tuple(_row(part, asked, places) for part in sorted(found.parts, key=lambda part: -part.total)),
        whole=_whole(found) if found.days else None,
        effects=_effects(found),
        told=tuple(map(known_line, told)),
        left_out=(*map(known_line, left_out), *_missed(found)),
    )


def _title(asked: AskedOutlook, places: Mapping[str, str]) -> str:
    place = next((name for name, key in places.items() if key == str(asked.location)), "")
    return " · ".join(part for part in (asked.category, place) if part) or gettext("Everything")


def _figure(found: Outlook, days: int, before: Decimal) -> Figure:
    """So many days ahead, with where past totals lay, and the same number of days before."""
    expected, seen = found.over(days), found.ranges.get(days)
    words = []
    if seen is not None:
        low, high = (quantity(round(pieces)) for pieces in seen.around(expected))
        words.append(gettext("8 of 10 times %(low)s to %(high)s") % {"low": low, "high": high})
    if before > 0:
        change = signed_percent(exact(float(expected / before) - 1.0))
        words.append(gettext("%(change)s against the %(days)d days before") % {"change": change, "days": days})
    return Figure(gettext("Next %(days)d days") % {"days": days}, quantity(round(expected)), " · ".join(words))


def _row(part: Part, asked: AskedOutlook, places: Mapping[str, str]) -> OutlookRow:
    narrowed = {
        "category": part.name if asked.by == "category" else asked.category,
        "location": places.get(part.name, "") if asked.by == "location" else str(asked.location or ""),
        "by": "location" if asked.by == "category" else "category",
    }
    query = urlencode({key: value for key, value in narrowed.items() if value})
    return OutlookRow(
        name=part.name or gettext("No category"),
        url=f"{reverse('outlook')}?{query}" if part.name else "",
        items=part.items,
        **_sums(part),
    )


def _whole(found: Outlook) -> OutlookRow:
    return OutlookRow(name=gettext("All together"), url="", items=found.items, **_sums(found))


def _sums(of: Part | Outlook) -> dict[str, Decimal]:
    return dict(zip(("week", "fortnight", "month"), (of.over(days) for days in PERIODS), strict=True))


def _known(actor: Actor, found: Outlook) -> tuple[list[Known], list[Known]]:
    """What is told of the days that are forecast, and what is left out."""
    if found.run is None or not found.days:
        return [], []
    ahead = Span(found.run.as_of + timedelta(days=1), found.days[-1].day)
    known = sorted([*calendar_days(actor, ahead), *promotions_within(actor, ahead)], key=lambda one: one.order)
    told = [one for one in known if isinstance(one.kind, Told)]
    return told, [one for one in known if isinstance(one.kind, LeftOut)]


def _missed(found: Outlook) -> tuple[KnownLine, ...]:
    """What the sales that it is made from do not say."""
    lines = []
    if found.capped:
        words = gettext("%(n)s days of bulk orders, which count in part") % {"n": quantity(found.capped)}
        lines.append(KnownLine(words, "", "", reverse("outliers")))
    if found.missed >= 1:
        words = gettext("about %(n)s pieces missed without stock in the last four weeks, which sales do not show")
        lines.append(KnownLine(words % {"n": quantity(round(found.missed))}, "", "", ""))
    return tuple(lines)


def _effects(found: Outlook) -> tuple[str, ...]:
    """What the things told add to the total, in sentences."""
    told = []
    if found.planned:
        words = gettext("Promotions and planned prices add %(n)s pieces.")
        told.append(words % {"n": quantity(round(found.planned))})
    if found.overridden:
        told.append(gettext("Overrides add %(n)s pieces.") % {"n": quantity(round(found.overridden))})
    return tuple(told)
