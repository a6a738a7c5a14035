"""What a set of data to export is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from stockwright.kit.frames import Schema

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KINDS: Schema = {
    "text": pl.String(),
    "id": pl.String(),
    "whole": pl.Int64(),
    "quantity": pl.Decimal(18, 4),
    "money": pl.Decimal(20, 4),
    "flag": pl.Boolean(),
    "day": pl.Date(),
    "moment": pl.Datetime("us", "UTC"),
}
"""What a column may be."""


def columns(told: str) -> Schema:
    """The columns that are told by words such as `on_hand:quantity`; a word alone is a text."""
    pairs = (word.partition(":") for word in told.split())
    return {name: KINDS[kind or "text"] for name, _, kind in pairs}


@dataclass(frozen=True)
class Dataset:
    """One entry of the registry.

    `sql` answers the columns by their names and in their order, and speaks only of `%(company)s`. `order`
    names columns of the answer. `totals` are the columns that are added up into control totals. A `ledger`
    is a table whose rows are only ever added, with the `id` that the answer has too: it can be taken in deltas.
    """

    name: str
    title: "_StrPromise"
    about: "_StrPromise"
    permission: str
    columns: Schema
    sql: str
    order: str
    totals: tuple[str, ...] = ()
    ledger: str = ""


@dataclass(frozen=True)
class Narrowed:
    """Which rows of a data set are wanted: a condition on its columns, its values, and the same in words."""

    condition: str = "true"
    params: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""


EVERYTHING = Narrowed()
