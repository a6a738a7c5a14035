"""Pages of a set-based statement: what comes after the last row shown, in any order of one column."""

from typing import NamedTuple


class SortKey(NamedTuple):
    """What a list sorts by: the expression, its type in PostgreSQL, and whether the greatest come first."""

    column: str
    kind: str
    greatest_first: bool = False


def order_of(key: SortKey, ids: str, *, backwards: bool) -> str:
    """The order by `key`, unknown values last, and by `ids` (columns, parted by commas) among equals."""
    return f"{key.column} {_way(key, backwards)} nulls last, {ids}"


def after_of(key: SortKey, ids: str, after: str, value: str, *, backwards: bool) -> str:
    """The condition for rows after the one whose key is the parameter `value` and whose ids are `after`.

    `value` is the cursor's text and the parameter's name is `value`; an empty text stands for unknown, save
    in a column of texts, which has to know all of them.
    """
    if not value and key.kind != "text":
        return f"({key.column} is null and ({ids}) > ({after}))"
    beyond = "<" if _way(key, backwards) == "desc" else ">"
    same = f"{key.column} = %(value)s::{key.kind} and ({ids}) > ({after})"
    return f"({key.column} {beyond} %(value)s::{key.kind} or ({same}) or {key.column} is null)"


def _way(key: SortKey, backwards: bool) -> str:
    return "desc" if key.greatest_first != backwards else "asc"
