"""What becomes of each line: the first check that it fails decides, and every line is accounted for once."""

from datetime import date
from typing import Literal, NamedTuple

import polars as pl

from stockwright.channels.connectors.files.client.tables import LINE, PROBLEM, RAW
from stockwright.channels.connectors.files.mapping.fields import FIELDS
from stockwright.channels.connectors.files.mapping.plan import Mapping

OLDEST = date(1990, 1, 1)
NOTE = {"line": pl.Int64, "column": pl.String, "value": pl.String, "reason": pl.String}
LONGEST = {"location": 100, "channel": 50, "order": 100, "customer": 100} | {
    "category": 200,
    "supplier": 200,
    "barcode": 50,
}
"""How many letters are kept of each field that is not a free text."""

TEXT = "text of "  # a field as it was written, beside its typed column


class Check(NamedTuple):
    """A reason with the lines it applies to, the field it speaks of and what becomes of them."""

    reason: str
    field: str
    applies: pl.Expr
    verdict: Literal["reject", "skip", "count"] = "reject"


class Judged(NamedTuple):
    """The lines that passed, and the notes about those that did not."""

    passed: pl.DataFrame
    rejected: pl.DataFrame
    skipped: pl.DataFrame
    counted: pl.DataFrame


def texts(batch: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Return the readable lines with one text column per field, trimmed; absent fields are null."""
    lines = batch.filter(pl.col(PROBLEM).is_null())
    absent = pl.Series([None], dtype=pl.String).new_from_index(0, lines.height)
    columns = [lines[LINE]]
    for field in FIELDS[mapping.kind]:
        column = mapping.columns.get(field.name)
        if column is None and field.name == "quantity" and mapping.one_per_line:
            columns.append(pl.Series(TEXT + field.name, ["1"]).new_from_index(0, lines.height))
            continue
        text = absent if column is None else _trimmed(lines[column], code=field.type == "code")
        columns.append(text.alias(TEXT + field.name))
    return pl.DataFrame(columns)


def _trimmed(text: pl.Series, *, code: bool) -> pl.Series:
    """Trim blanks and zero bytes; unwrap ="0012", which keeps zeros from a spreadsheet.

    Most columns need none of the rewriting, so it is looked for first.
    """
    text = text.str.strip_chars()
    if text.str.contains("\0", literal=True).any():
        text = text.str.replace_all("\0", "", literal=True)
    if text.str.starts_with('="').any():
        text = text.str.replace(r'^="([^"]*)"$', "$1")
    if code and text.str.ends_with(".0").any():
        text = text.str.replace(r"^(\d+)\.0$", "$1")
    return text.set(text == "", None) if (text == "").any() else text


def broken(batch: pl.DataFrame) -> pl.DataFrame:
    """Note the lines that could not be divided into columns."""
    lines = batch.filter(pl.col(PROBLEM).is_not_null())
    return lines.select(
        LINE, pl.lit("").alias("column"), pl.col(RAW).alias("value"), pl.col(PROBLEM).alias("reason")
    )


def judge(frame: pl.DataFrame, checks: list[Check], mapping: Mapping) -> Judged:
    """Let the first check that applies decide about each line."""
    first = pl.coalesce(pl.when(check.applies).then(pl.lit(n, pl.Int8)) for n, check in enumerate(checks))
    frame = frame.with_columns(first.alias("verdict"))
    failed = frame.filter(pl.col("verdict").is_not_null())
    notes: dict[str, list[pl.DataFrame]] = {"reject": [], "skip": [], "count": []}
    for n in sorted(failed["verdict"].unique().to_list()):
        lines = failed.filter(pl.col("verdict") == n)
        counted = checks[n].verdict == "count"
        notes[checks[n].verdict].append(
            lines if counted else note(lines, checks[n].reason, checks[n].field, mapping)
        )
    empty = pl.DataFrame(schema=NOTE)
    return Judged(
        frame.filter(pl.col("verdict").is_null()).drop("verdict"),
        pl.concat([empty, *notes["reject"]]).sort("line"),
        pl.concat([empty, *notes["skip"]]).sort("line"),
        pl.concat([failed.clear(), *notes["count"]]).sort("line"),
    )


def note(lines: pl.DataFrame, reason: str, field: str, mapping: Mapping) -> pl.DataFrame:
    """Note these lines under a reason, with the value as it was written."""
    return lines.select(
        LINE,
        pl.lit(mapping.columns.get(field, ""), pl.String).alias("column"),
        pl.col(TEXT + field).alias("value"),
        pl.lit(reason, pl.String).alias("reason"),
    )


def sku_checks() -> list[Check]:
    """A product code is needed, and has to be a code."""
    sku = pl.col(TEXT + "sku")
    number = sku.str.contains(r"^[+-]\d+(?:[.,]\d+)?$")
    return [
        Check("missing_sku", "sku", sku.is_null()),
        Check("formula_in_sku", "sku", sku.str.contains(r"^[=+@\-]") & ~number),
        Check("sku_cut_by_spreadsheet", "sku", sku.str.contains(r"^\d[.,]\d+[eE]\+\d+$")),
        Check("sku_too_long", "sku", sku.str.len_chars() > 100),
    ]


def length_checks(*fields: str) -> list[Check]:
    """What is written has to fit where it is kept."""
    return [Check("too_long", field, pl.col(TEXT + field).str.len_chars() > LONGEST[field]) for field in fields]


def number_checks(field: str) -> list[Check]:
    """What is written in a column of numbers has to be one."""
    unread = pl.col(TEXT + field).is_not_null() & pl.col(field).is_null()
    return [
        Check("not_a_number", field, unread),
        Check("number_too_large", field, pl.col(field).abs() > 1_000_000_000),
    ]
