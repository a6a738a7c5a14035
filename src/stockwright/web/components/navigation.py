"""Ways from one page of a section to the next."""

from typing import Any

from django.template import Library

from stockwright.web.fill.stock_places import stock_places

register = Library()


@register.inclusion_tag("stock/_places.html")
def stock_navigation(current: str) -> dict[str, Any]:
    """List the pages of the stock section; `current` is the name of the open one's address."""
    return {"places": stock_places(current)}
