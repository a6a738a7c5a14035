"""Ways from one page of a section to the next."""

from typing import Any

from django.template import Library

from stockwright.web.fill.forecast_places import forecast_places
from stockwright.web.fill.stock_places import stock_places

register = Library()


@register.inclusion_tag("stock/_places.html")
def stock_navigation(current: str) -> dict[str, Any]:
    """List the pages of the stock section; `current` is the name of the open one's address."""
    return {"places": stock_places(current)}


@register.inclusion_tag("forecast/_places.html")
def forecast_navigation(current: str) -> dict[str, Any]:
    """List the pages of the forecast; `current` is the name of the open one's address."""
    return {"places": forecast_places(current)}
