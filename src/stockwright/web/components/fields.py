"""One shape for every form field: label above, help below, error beside."""

from typing import Any

from django.forms import BoundField, CheckboxInput
from django.template import Context, Library

register = Library()


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField, unit: str = "") -> dict[str, Any]:
    """Show a field of a Django form with its label, unit, help and errors."""
    is_check = isinstance(bound.field.widget, CheckboxInput)
    return {"field": bound, "unit": unit, "is_check": is_check}


@register.inclusion_tag("components/_sort.html", takes_context=True)
def sort_link(context: Context, key: str, label: str, sort: str) -> dict[str, Any]:
    """Show a column's heading as a link that sorts by it, and turns the order when it already does."""
    return {"request": context.get("request"), "key": key, "turned": f"-{key}", "label": label, "sort": sort}
