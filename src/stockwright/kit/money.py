"""Exact amounts: money and quantities are decimals from end to end."""

from decimal import Decimal

ZERO = Decimal(0)


def exact(number: float, places: int = 4) -> Decimal:
    """A statistic (a float) as a decimal of at most `places` places, ready for a numeric column."""
    return Decimal(repr(round(number, places)))


def plain(amount: Decimal) -> str:
    """An amount as a person writes it: without zeros at its end, never in powers of ten."""
    return f"{amount.normalize():f}"
