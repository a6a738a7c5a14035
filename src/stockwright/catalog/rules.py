"""What is true of items: one SKU each, amounts that are no debts."""

from enum import StrEnum

from stockwright.kit.problems import Conflict, Invalid

SKU_LENGTH = 100
UNIT_LENGTH = 20


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


def check_terms(fields: "dict[str, object]") -> None:
    """Pass silently, or say which unit or way of tracking there is not."""
    unit, tracking = fields.get("unit"), fields.get("tracking")
    if unit is not None and not 0 < len(str(unit).strip()) <= UNIT_LENGTH:
        raise InvalidItem(detail=f"Give the unit 1 to {UNIT_LENGTH} characters, such as pcs or kg.", field="unit")
    if tracking is not None and tracking not in set(Tracking):
        raise InvalidItem(detail=f"Track an item by one of: {', '.join(Tracking)}.", field="tracking")


_LOWEST = (
    ("cost", 0, False),
    ("price", 0, False),
    ("moq", 0, False),
    ("lead_days", 0, False),
    ("threshold_days", 0, False),
    ("pack_multiple", 0, True),
    ("units_per_pack", 0, True),
    ("low_stock", 0, False),
)
"""Each amount of an item with its lower bound, and whether the bound itself is out."""
