"""Examples of what events tell, made from the fields of their classes."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import NAMESPACE_URL, UUID, uuid5

BY_NAME: dict[str, str] = {
    "sku": "TEA-001",
    "name": "Green tea",
    "currency": "EUR",
    "reason": "The receiver answered 500 Internal Server Error.",
    "url": "https://example.com/hooks",
    "role": "buyer",
    "step": "forecast",
    "number": "PO-1042",
    "file_name": "sales.csv",
    "due_on": "2026-01-05",
    "channel": "shop",
    "note": "Look at the price.",
    "advised": "120",
    "ordered": "120",
}
"""What a text field of that name could say; one of another name tells its name."""

CHANGES = {"before": {"price": "4.90"}, "after": {"price": "5.10"}}
"""The fields that changed, as they were and as they are."""

BY_TYPE: dict[type, object] = {
    bool: True,
    int: 3,
    float: 0.5,
    Decimal: "12.5",
    date: "2026-01-05",
    datetime: "2026-01-05T10:00:00Z",
}


def example_of(kind: type) -> dict[str, Any]:
    """The fields of a dataclass, as JSON would show them."""
    hints = get_type_hints(kind)
    return {one.name: _example(one.name, hints[one.name]) for one in fields(kind)}


def _example(name: str, hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        return _example(name, next(one for one in get_args(hint) if one is not NoneType))
    if origin is dict:
        return CHANGES.get(name) or {"quantity": "12.5"}
    if origin in {list, tuple}:
        return [_example(name.removesuffix("s"), get_args(hint)[0])]
    if is_dataclass(hint) and isinstance(hint, type):
        return example_of(hint)
    return _plain(name, hint)


def _plain(name: str, hint: Any) -> object:
    if hint is UUID:
        return str(uuid5(NAMESPACE_URL, name))
    if hint in BY_TYPE:
        return BY_TYPE[hint]
    return BY_NAME.get(name, name.replace("_", " "))
