"""What is true of items: one SKU each, amounts that are no debts."""

from enum import StrEnum

from stockwright.kit.problems import Conflict, Invalid

SKU_LENGTH = 100


class Tracking(StrEnum):
    """How closely the pieces of an item are followed."""

    NONE = "none"
    LOT = "lot"
    SERIAL = "serial"


class SkuTaken(Conflict):
    """A SKU names one item of a company."""

    message = "There is an item with the SKU “{sku}” already. Choose another, or change that item."


class InvalidItem(Invalid):
    """An item breaks a rule."""

    message = "{detail}"


def check_sku(sku: str) -> str:
    """The SKU without blanks around it, or InvalidItem."""
    clean = sku.strip()
    if not clean:
        raise InvalidItem(detail="An item needs a SKU.")
    if len(clean) > SKU_LENGTH:
        raise InvalidItem(detail=f"The SKU “{clean[:20]}…” is longer than {SKU_LENGTH} characters.")
    return clean


def check_amounts(amounts: "dict[str, object]") -> None:
    """Pass silently, or name the first amount that is out of its range."""
    for name, lowest, exclusive in _LOWEST:
        value = amounts.get(name)
        if value is None:
            continue
        if value < lowest or (exclusive and value == lowest):  # type: ignore[operator]
            bound = "above" if exclusive else "at least"
            raise InvalidItem(detail=f"{name.replace('_', ' ').capitalize()} has to be {bound} {lowest}.")


_LOWEST = (
    ("cost", 0, False),
    ("price", 0, False),
    ("moq", 0, False),
    ("lead_days", 0, False),
    ("threshold_days", 0, False),
    ("pack_multiple", 0, True),
)
"""Each amount of an item with its lower bound, and whether the bound itself is out."""
