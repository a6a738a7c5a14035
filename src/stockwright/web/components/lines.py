"""Lines of the morning's lists, each drawn once as long as nothing about it changes."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from stockwright.web.shown.today import Line

KEPT = 4096  # lines; some 6 kB each

register = Library()


@dataclass(frozen=True)
class Reader:
    """All that a line's looks depend on besides the line itself."""

    currency: str
    may: frozenset[str]
    language: str
    today: date


@register.simple_tag(takes_context=True)
def today_line(context: Context, line: Line, tab: str) -> SafeString:
    """Draw a line of the list `tab` for whoever is looking."""
    frame = context["frame"]
    return drawn(line, tab, Reader(frame.currency, frame.may, get_language() or "en", timezone.localdate()))


@lru_cache(maxsize=KEPT)
def drawn(line: Line, tab: str, reader: Reader) -> SafeString:
    """Draw a line, or return what was drawn of the very same line before.

    The key is everything that the template reads, so nothing can be stale or another company's.
    """
    return render_to_string("today/_line.html", {"line": line, "tab": tab, "frame": reader})
