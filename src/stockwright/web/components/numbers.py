"""Numbers as people read them: grouped, rounded to what matters, in the active language's format."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.template import Library
from django.utils.formats import number_format
from django.utils.translation import get_language

from stockwright.kit import money as amounts

register = Library()

DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
SYMBOLS = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "RUB": "₽",
    "KRW": "₩",
    "JPY": "¥",
    "INR": "₹",
    "KZT": "₸",
    "UAH": "₴",
}
WHOLE = {"KRW", "JPY", "VND", "CLP", "ISK"}
MOST_DAYS = 999
LEAST_RATE = Decimal("0.01")
SYMBOL_FIRST = {"en", "ko", "ja", "zh"}


def grouped(value: Decimal, places: int) -> str:
    """Write a number with grouped thousands, a true minus and exactly `places` decimals."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = number_format(abs(rounded), decimal_pos=places, use_l10n=True, force_grouping=True)
    return MINUS + text if rounded < 0 else text


def with_symbol(text: str, currency: str) -> str:
    """Put the currency where the active language writes it."""
    symbol = SYMBOLS.get(currency, currency)
    if (get_language() or "en").split("-")[0] not in SYMBOL_FIRST:
        return f"{text}{NO_BREAK}{symbol}"
    gap = NO_BREAK if symbol == currency else ""
    return f"{symbol}{gap}{text}" if not text.startswith(MINUS) else f"{MINUS}{symbol}{gap}{text[1:]}"


@register.filter
def money(value: Any, currency: str) -> str:
    """Write money for reading at a glance: no small change from 100 up, a dash for nothing known."""
    if value is None:
        return DASH
    amount = Decimal(value)
    places = 0 if currency in WHOLE or abs(amount) >= 100 or amount == 0 else 2
    return with_symbol(grouped(amount, places), currency)


@register.filter
def money_exact(value: Any, currency: str) -> str:
    """Write money to the last coin, as documents and receipts do."""
    if value is None:
        return DASH
    return with_symbol(grouped(Decimal(value), 0 if currency in WHOLE else 2), currency)


@register.filter
def quantity(value: Any) -> str:
    """Write a quantity with as many decimals as it has, three at most; a dash for None."""
    if value is None:
        return DASH
    amount = round(Decimal(value), 3).normalize()
    exponent = amount.as_tuple().exponent
    return grouped(amount, max(0, -exponent if isinstance(exponent, int) else 0))


@register.filter
def quantity_or_dash(value: Any) -> str:
    """Write a quantity, and a dash where zero means nothing."""
    return quantity(value or None)


@register.filter
def signed(value: Any) -> str:
    """Write a change of a quantity with its sign."""
    text = quantity(value)
    return f"+{text}" if value is not None and Decimal(value) > 0 else text


@register.filter
def days(value: Any) -> str:
    """Write a number of days: one decimal below ten, whole above."""
    if value is None:
        return DASH
    amount = Decimal(value)
    return grouped(amount, 1 if abs(amount) < 10 and amount != amount.to_integral_value() else 0)


@register.filter
def days_left(value: Any) -> str:
    """Write how many days stock lasts; far beyond every plan the number says nothing more."""
    return f"{MOST_DAYS}+" if value is not None and Decimal(value) > MOST_DAYS else days(value)


@register.filter
def rate(value: Any) -> str:
    """Write an amount a day, which may be far below one: two digits that matter."""
    if value is None:
        return DASH
    amount = Decimal(value)
    if 0 < amount < LEAST_RATE:
        return f"<{grouped(LEAST_RATE, 2)}"
    places = 0 if abs(amount) >= 100 or amount == 0 else 1 if abs(amount) >= 1 else 2
    return grouped(amount, places)


@register.filter
def percent(value: Any) -> str:
    """Write a share of 0..1 as whole percent."""
    if value is None:
        return DASH
    return f"{grouped(Decimal(value) * 100, 0)}%"


@register.filter
def signed_percent(value: Any) -> str:
    """Write a change of -1..n as percent with its sign."""
    if value is None:
        return DASH
    text = percent(value)
    return text if text.startswith(MINUS) or text == "0%" else f"+{text}"


@register.filter
def plain(value: Any) -> str:
    """Write a number for an input field: no grouping, a point, no trailing zeros."""
    return "" if value is None else amounts.plain(Decimal(value))
