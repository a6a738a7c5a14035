"""Icons from one open set, inlined so that they take the colour of the text."""

import re
from functools import cache
from pathlib import Path

from django.template import Library
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent.parent / "static/vendor/lucide-1.62.0/icons"
SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)

register = Library()


@cache
def shapes(name: str) -> str:
    """Return what is drawn inside the icon's SVG, on one line.

    Raises FileNotFoundError when the icon is not vendored, so that a misspelt name never ships.
    """
    found = SHAPES.search((FOLDER / f"{name}.svg").read_text())
    if found is None:
        raise ValueError(f"{name}.svg has no svg element")
    return " ".join(found[1].split()).replace("> <", "><")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; with a label it speaks, without one it is decoration."""
    speech = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(  # noqa: S308 - the shapes are our own files, the label is escaped
        f'<svg class="icon" viewBox="0 0 24 24" {speech}>{shapes(name)}</svg>'
    )
