"""What a file says of itself: its rows and sums as they were really written, and what they are of."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext

from stockwright.insights.exports.dataset import Dataset
from stockwright.kit.money import ZERO, plain


@dataclass(frozen=True)
class Source:
    """Whose data it is, and the moment it is of: everything that was committed by then is in it."""

    company_id: UUID
    company: str
    currency: str
    data_at: datetime


@dataclass
class Facts:
    """The facts of one file, added up while its rows go by."""

    export_id: UUID
    dataset: Dataset
    file_format: str
    source: Source
    filtered: str
    file: str = ""
    rows: int = 0
    totals: dict[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.totals = dict.fromkeys(self.dataset.totals, ZERO)

    def count(self, frame: pl.DataFrame) -> None:
        """Add the rows that are about to be written."""
        self.rows += frame.height
        for name in self.totals:
            self.totals[name] += Decimal(frame[name].sum() or ZERO)

    def told(self) -> dict[str, Any]:
        """The facts as plain values; sums are exact text."""
        return {
            "export": str(self.export_id),
            "file": self.file,
            "dataset": self.dataset.name,
            "format": self.file_format,
            "company": self.source.company,
            "company_id": str(self.source.company_id),
            "currency": self.source.currency,
            "data_at": self.source.data_at.isoformat(),
            "filter": self.filtered or gettext("everything"),
            "rows": self.rows,
            "totals": {name: plain(total) for name, total in self.totals.items()},
            "columns": {name: str(kind) for name, kind in self.dataset.columns.items()},
        }


def as_json(told: object) -> bytes:
    """A manifest as the text of a file."""
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()


def as_strings(told: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The facts as pairs of text."""
    return ((key, value if isinstance(value, str) else json.dumps(value)) for key, value in told.items())
