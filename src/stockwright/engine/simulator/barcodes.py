"""European article numbers."""

_INSIDE_A_SHOP = 200_000_000_000  # the prefix range that is reserved for numbers a shop gives itself


def ean13(number: int) -> str:
    """The valid EAN-13 of the `number`th article, from the range kept for use inside a shop."""
    digits = f"{_INSIDE_A_SHOP + number:012d}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"
