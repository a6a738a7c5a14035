"""Exact amounts: money and quantities are decimals from end to end."""

from decimal import ROUND_HALF_EVEN, Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """An amount rounded half to even at two places, as money is shown."""
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN)


def exact(number: float, places: int = 4) -> Decimal:
    """A statistic (a float) as a decimal of at most `places` places, ready for a numeric column."""
    return Decimal(repr(round(number, places)))
