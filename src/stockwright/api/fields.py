"""The kinds of fields that requests and answers are made of."""

from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from stockwright.kit.money import plain

Item = TypeVar("Item")


_AS_TEXT = (
    PlainSerializer(plain, return_type=str),
    WithJsonSchema(
        {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["12.5"]},
        mode="serialization",
    ),
)

Exact = Annotated[Decimal, *_AS_TEXT]
"""An exact number, told as text so that no reader rounds it."""

Quantity = Annotated[Decimal, Field(max_digits=18, decimal_places=4, examples=["3"]), *_AS_TEXT]
"""Pieces (or metres, kilograms ...), to four places."""

Pieces = Annotated[Quantity, Field(gt=0)]
"""So many pieces, and at least a part of one."""

Counted = Annotated[Quantity, Field(ge=0)]
"""So many pieces, or none."""

Money = Annotated[Decimal, Field(max_digits=20, decimal_places=4, examples=["19.90"]), *_AS_TEXT]
"""An amount in the company's currency, to four places."""

Amount = Annotated[Money, Field(ge=0)]
"""The same, and not below zero."""


class In(BaseModel):
    """What is sent: unknown fields are refused, so that a typing mistake is noticed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    def changes(self) -> dict[str, Any]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class UndoIn(In):
    """Why something is taken back."""

    reason: str = Field("", max_length=200)


def optional(**about: Any) -> Any:
    """A field that may be left out, and is never null."""
    return Field(None, **about)


class Out(BaseModel):
    """What is answered, read from the attributes of an object."""

    model_config = ConfigDict(from_attributes=True)


class PageIn(BaseModel):
    """Which page of a list."""

    cursor: str | None = Field(
        None,
        max_length=2000,
        description="`next_cursor` of the page before; leave it out for the first page.",
    )
    limit: int = Field(100, ge=1, le=500, description="How many items at most.")


class PageOut(Out, Generic[Item]):
    """Some items and the way to the next ones."""

    items: list[Item]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null at the end.")
