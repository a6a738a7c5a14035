"""The three kinds of file and the fields of each: what is needed, what may be there, of which type."""

from typing import Literal, NamedTuple

Kind = Literal["sales", "stock", "products"]
KINDS: tuple[Kind, ...] = ("sales", "stock", "products")


class Field(NamedTuple):
    """One thing that a column may tell."""

    name: str
    type: Literal["date", "number", "code", "text"]
    required: bool = False


_SKU = Field("sku", "code", required=True)
_NAME = Field("name", "text")
_LOCATION = Field("location", "text")

FIELDS: dict[Kind, tuple[Field, ...]] = {
    "sales": (
        Field("date", "date", required=True),
        _SKU,
        Field("quantity", "number", required=True),
        Field("price", "number"),
        Field("revenue", "number"),
        _NAME,
        _LOCATION,
        Field("channel", "text"),
        Field("customer", "code"),
        Field("order", "code"),
        Field("currency", "text"),
        Field("status", "text"),
    ),
    "stock": (
        _SKU,
        Field("quantity", "number", required=True),
        _LOCATION,
        Field("date", "date"),
        Field("cost", "number"),
        _NAME,
    ),
    "products": (
        _SKU,
        _NAME,
        Field("category", "text"),
        Field("cost", "number"),
        Field("price", "number"),
        Field("barcode", "code"),
        Field("supplier", "text"),
        Field("lead_days", "number"),
        Field("moq", "number"),
        Field("pack_multiple", "number"),
    ),
}


def required(kind: Kind) -> tuple[str, ...]:
    """Name the fields without which a file of this kind cannot be read."""
    return tuple(field.name for field in FIELDS[kind] if field.required)
