"""Plain values as JSON: exact decimals as text, moments in UTC, dataclasses by their fields."""

from decimal import Decimal
from typing import Any

import orjson


def to_json(value: object) -> str:
    """The JSON of dataclasses, named tuples, mappings, lists, identifiers, moments, days and amounts."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS).decode()


def to_plain(value: object) -> Any:
    """The same as lists, mappings, texts and numbers."""
    return orjson.loads(to_json(value))


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return value._asdict() if hasattr(value, "_asdict") else list(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON.")
