"""Dates and times: near ones in words, the exact one on focus."""

from datetime import date, datetime, timedelta

from django.template import Library
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

register = Library()


def near(day: date, today: date) -> str:
    """Name a day as one would say it: today, tomorrow, a weekday within the week, else day and month."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}[away]
    if 1 < away < 7:
        return date_format(day, "l")
    return date_format(day, gettext("j M") if day.year == today.year else gettext("j M Y"))


def since(moment: datetime, now: datetime) -> str:
    """Say how long ago something was, in its largest unit."""
    gone = max(now - moment, timedelta())
    minutes, hours = int(gone.total_seconds() // 60), int(gone.total_seconds() // 3600)
    if minutes < 1:
        return gettext("just now")
    if hours < 1:
        return ngettext("%(n)d min ago", "%(n)d min ago", minutes) % {"n": minutes}
    if gone.days < 1:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return ngettext("%(n)d day ago", "%(n)d days ago", gone.days) % {"n": gone.days}


@register.filter
def day(value: date | None) -> str | SafeString:
    """Show a day near today in words, with the full date on hover and for machines."""
    if value is None:
        return "\N{EN DASH}"
    full = date_format(value, gettext("l j F Y"))
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), full, near(value, timezone.localdate())
    )


@register.filter
def ago(value: datetime | None) -> str | SafeString:
    """Show how old a moment is, with the exact local time on hover."""
    if value is None:
        return "\N{EN DASH}"
    full = date_format(timezone.localtime(value), gettext("l j F Y, H:i"))
    words = since(value, timezone.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), full, words)


@register.filter
def moment(value: datetime | None) -> str:
    """Show a coming moment as its day in words and the local time."""
    if value is None:
        return "\N{EN DASH}"
    local = timezone.localtime(value)
    return f"{near(local.date(), timezone.localdate())}, {date_format(local, 'H:i')}"


@register.filter
def exactly(value: datetime | None) -> str:
    """Show a moment as its date and local time, as records do."""
    if value is None:
        return "\N{EN DASH}"
    return date_format(timezone.localtime(value), gettext("j M Y, H:i"))
