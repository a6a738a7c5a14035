"""What can go wrong with a file that is brought in, and what an import adds up to."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import polars as pl

from stockwright.kit.problems import Conflict, Invalid

KEPT_REJECTS = 1000
LARGEST_FILE = 20 * 1024**3


class UnreadableFile(Invalid):
    """The file as a whole cannot be read."""

    message = "{detail}"


class UnusableMapping(Invalid):
    """The columns that were chosen do not do."""

    message = "{detail}"


class ImportBusy(Conflict):
    """The import is under way or over."""

    message = "This import is {state}. {advice}"


class NothingImported(Invalid):
    """Not one row of the file could be used."""

    message = "None of the {rows} rows could be used. {example}"


@dataclass
class Tally:
    """What a file adds up to while it streams by; memory does not grow with the file."""

    read: int = 0
    rejected: int = 0
    skipped: int = 0
    unsold: int = 0
    reasons: "Counter[str]" = field(default_factory=Counter)
    examples: "list[pl.DataFrame]" = field(default_factory=list)
    listed: "dict[str, date]" = field(default_factory=dict)
    fees: "dict[str, FeeCode]" = field(default_factory=dict)
    _kept: int = 0

    def keep_reasons(self, rows: pl.DataFrame, *, left_out: bool) -> None:
        """Count the reasons of rejected, skipped or warned rows, and keep the first of them."""
        for reason, count in rows["reason"].value_counts().iter_rows():
            self.reasons[reason] += count
        free = KEPT_REJECTS - self._kept
        if free > 0 and rows.height:
            kept = rows.head(free).with_columns(left_out=pl.lit(left_out))
            self.examples.append(kept)
            self._kept += kept.height

    def keep_listed(self, rows: pl.DataFrame) -> None:
        """Remember since when each item was on offer."""
        for sku, first_on in rows.group_by("sku").agg(pl.col("first_on").min()).iter_rows():
            self.listed[sku] = min(first_on, self.listed.get(sku, first_on))

    def keep_fees(self, codes: pl.DataFrame, skipped: Collection[str]) -> None:
        """Add up the codes that were skipped as fees."""
        for row in codes.filter(pl.col("code").is_in(list(skipped))).iter_rows(named=True):
            known = self.fees.get(row["code"], FeeCode(row["code"], row["name"] or ""))
            self.fees[row["code"]] = known.plus(int(row["lines"]), row["money"] or Decimal(0))


@dataclass(frozen=True)
class FeeCode:
    """A code that is a fee rather than goods, with its lines and money."""

    code: str
    name: str
    lines: int = 0
    money: Decimal = Decimal(0)

    def plus(self, lines: int, money: Decimal) -> "FeeCode":
        """The same code with more lines."""
        return FeeCode(self.code, self.name, self.lines + lines, self.money + money)
