"""Public holidays of the company's country, and which of them count for the company."""

from dataclasses import dataclass
from datetime import date

import holidays

from stockwright.accounts.queries import company_of
from stockwright.forecasting.models import IgnoredHoliday
from stockwright.forecasting.rules.calendar import Span
from stockwright.kit.actor import Actor


@dataclass(frozen=True)
class Holiday:
    """A public holiday; `counts` tells whether the forecast knows it as one."""

    day: date
    name: str
    counts: bool


def holidays_between(actor: Actor, within: Span) -> list[Holiday]:
    """The public holidays of a span by day and name; none where the company named no country."""
    known = _known(company_of(actor).holidays_of, range(within.first.year, within.last.year + 1))
    ignored = ignored_holidays(actor)
    days = sorted(day for day in known if within.first <= day <= within.last)
    return [Holiday(day, name, name not in ignored) for day in days for name in sorted(known.get_list(day))]


def ignored_holidays(actor: Actor) -> set[str]:
    """The names of those on which the company sells as on any other day."""
    return set(IgnoredHoliday.objects.of(actor).values_list("name", flat=True))


def holiday_names(actor: Actor, *, today: date) -> set[str]:
    """Every public holiday that could be switched: those of the years around, and those switched off."""
    around = Span(date(today.year - 3, 1, 1), date(today.year + 2, 12, 31))
    return {one.name for one in holidays_between(actor, around)} | ignored_holidays(actor)


def _known(country: str, years: range) -> holidays.HolidayBase:
    """The public holidays of a country; none where it is not named, or not known.

    They are named in the country's own language: the names are keys, and must not follow the machine's settings.
    """
    try:
        own = holidays.country_holidays(country).default_language
        return holidays.country_holidays(country, years=years, language=own)
    except NotImplementedError:
        return holidays.HolidayBase()
