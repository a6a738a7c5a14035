"""The check of a file before it is brought in: the guess, the person's corrections, a preview."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from django.http import QueryDict
from django.utils.translation import gettext

from stockwright.channels.connectors.files.mapping.fields import FIELDS, KINDS, Field
from stockwright.channels.connectors.files.mapping.plan import Mapping as Columns
from stockwright.channels.models import ImportBatch
from stockwright.channels.queries.imports import Preview, mapping_from, twin_of
from stockwright.kit.actor import Actor
from stockwright.web.fill.imports import file_size, kind_words, reason_words, twin_words
from stockwright.web.shown.frame import Choice
from stockwright.web.shown.imports import CheckPage, Column, Rejected

_SAMPLES, _REJECTS = 3, 20
_ORDERS = ("dmy", "mdy", "ymd", "excel")


def check_page(actor: Actor, batch: ImportBatch, told: Preview) -> CheckPage:
    """How the file would be read."""
    mapping, table = told.mapping, told.table
    fields = {column: name for name, column in mapping.columns.items()}
    stored, rows = _stored(told)
    return CheckPage(
        id=batch.pk,
        file_name=batch.file_name,
        size=file_size(batch.size),
        read_as=", ".join(
            part for part in (table.kind.upper(), _separator(table.separator), table.encoding) if part
        ),
        kinds=tuple(Choice(kind, kind_words(kind), kind == mapping.kind) for kind in KINDS),
        columns=tuple(_column(i, name, fields.get(name, ""), told) for i, name in enumerate(table.columns)),
        headings=stored,
        preview=rows,
        rejected=tuple(_rejects(told)),
        rows_looked_at=told.sampled,
        missing=_missing(told),
        is_twin_of=twin_words(twin_of(actor, batch)),
    )


def mapping_of(form: QueryDict, guessed: Columns, columns: tuple[str, ...]) -> Columns:
    """The columns as the person left them in the form; the rest is as it was guessed."""
    kind = form.get("kind", guessed.kind)
    known = {field.name for field in FIELDS.get(kind, ())}  # type: ignore[call-overload]
    chosen: dict[str, str] = {}
    order: str = guessed.date_format
    decimal = form.get("decimal") or guessed.decimal
    for i, column in enumerate(columns):
        name, _, written = form.get(f"column-{i}", "").partition(":")
        if name in known and name not in chosen:
            chosen[name] = column
        if name == "date" and written in _ORDERS:
            order = written
    given: Mapping[str, Any] = {
        **guessed.to_dict(),
        "kind": kind,
        "columns": chosen,
        "date_format": order,
        "decimal": decimal,
    }
    return mapping_from(dict(given))


def field_words(name: str) -> str:
    """A field as people call it."""
    words = {
        "date": gettext("Date"),
        "sku": gettext("SKU"),
        "quantity": gettext("Quantity"),
        "price": gettext("Price of a piece"),
        "revenue": gettext("Revenue of the line"),
        "name": gettext("Name"),
        "location": gettext("Location"),
        "channel": gettext("Channel"),
        "customer": gettext("Customer"),
        "order": gettext("Order"),
        "currency": gettext("Currency"),
        "status": gettext("Status"),
        "cost": gettext("Cost of a piece"),
        "category": gettext("Category"),
        "barcode": gettext("Barcode"),
        "supplier": gettext("Supplier"),
        "lead_days": gettext("Lead time, days"),
        "moq": gettext("Minimum order"),
        "pack_multiple": gettext("Pack size"),
    }
    return words.get(name, name)


def _column(index: int, name: str, field: str, told: Preview) -> Column:
    samples = [value for value in told.rows[name].to_list() if value] if name in told.rows.columns else []
    kinds = {one.name: one.type for one in FIELDS[told.mapping.kind]}
    note = ""
    if kinds.get(field) == "date":
        note = _order_words(told.mapping.date_format)
        if told.guess.date_ambiguous:
            note = gettext("%(order)s? The dates fit both ways, please check.") % {"order": note}
    elif kinds.get(field) == "number":
        note = gettext("decimal comma") if told.mapping.decimal == "," else gettext("decimal point")
    shown = tuple(dict.fromkeys(samples))[:_SAMPLES]
    return Column(index, name, shown, tuple(_choices(told.mapping, field)), note, "")


def _choices(mapping: Columns, chosen: str) -> Iterator[Choice]:
    """What a column may be; a date also by the order in which it is written."""
    yield Choice("", gettext("Leave out"), not chosen)
    for field in FIELDS[mapping.kind]:
        if field.type == "date" and field.name == chosen:
            for order in _ORDERS:
                label = f"{field_words(field.name)} ({_order_words(order)})"
                yield Choice(f"{field.name}:{order}", label, order == mapping.date_format)
        else:
            yield Choice(field.name, _label(field), field.name == chosen)


def _label(field: Field) -> str:
    return f"{field_words(field.name)} *" if field.required else field_words(field.name)


def _order_words(order: str) -> str:
    return {
        "dmy": gettext("day.month.year"),
        "mdy": gettext("month/day/year"),
        "ymd": gettext("year-month-day"),
        "excel": gettext("day numbers of Excel"),
    }[order]


def _separator(separator: str) -> str:
    return {",": gettext("comma"), ";": gettext("semicolon"), "\t": gettext("tab"), "|": gettext("bar")}.get(
        separator, separator
    )


def _stored(told: Preview) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The first rows as they will be stored; as they stand in the file while the columns do not do."""
    if told.parsed is None or told.parsed.rows.is_empty():
        columns = [name for name in told.table.columns if name in told.rows.columns]
        return tuple(columns), _cells(told.rows.select(columns))
    names = ["on" if name == "date" else name for name in told.mapping.columns]
    shown = [name for name in names if name in told.parsed.rows.columns]
    headings = tuple(field_words("date" if name == "on" else name) for name in shown)
    return headings, _cells(told.parsed.rows.head(8).select(shown))


def _cells(rows: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple("" if value is None else str(value) for value in row) for row in rows.iter_rows())


def _rejects(told: Preview) -> Iterator[Rejected]:
    if told.parsed is None:
        return
    kinds = ((told.parsed.rejected, True), (told.parsed.skipped, True), (told.parsed.warnings, False))
    for frame, left_out in kinds:
        for row in frame.head(_REJECTS).iter_rows(named=True):
            yield Rejected(
                row["line"], row["column"] or "", row["value"] or "", reason_words(row["reason"]), left_out
            )


def _missing(told: Preview) -> tuple[str, ...]:
    lacking = tuple(
        gettext("Choose the column that holds: %(field)s.") % {"field": field_words(name)}
        for name in told.mapping.missing
    )
    if lacking or told.parsed is not None:
        return lacking
    return (told.complaint,)
