"""`stockwright import FILE`: bring a sales, stock or product file in."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import polars as pl

from stockwright.channels.actions.imports import prepare_import, run_import, undo_import
from stockwright.channels.actions.uploads import upload_file
from stockwright.channels.connectors.files.mapping.plan import Mapping
from stockwright.channels.models import ImportBatch, ImportState
from stockwright.channels.queries.imports import Preview, mapping_from, preview
from stockwright.cli.companies import add_company_option, chosen_company, today_of
from stockwright.cli.progress import say, step
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid
from stockwright.kit.tenancy import scope

_BLOCK = 1 << 20


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("import", help="bring in a sales, stock or product file (CSV, XLSX, Parquet)")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--kind", choices=["sales", "stock", "products"], help="instead of the guess")
    parser.add_argument(
        "--column", action="append", default=[], metavar="FIELD=COLUMN", help="instead of the guess; repeatable"
    )
    parser.add_argument("--dates", choices=["ymd", "dmy", "mdy", "excel"], help="how dates are written")
    parser.add_argument("--decimal", choices=[".", ","], help="how decimals are written")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--undo", metavar="ID", type=UUID, help="take back an import")
    add_company_option(parser)
    parser.set_defaults(run=bring_in)


def bring_in(options: argparse.Namespace) -> int:
    """Show the guess, ask, import and tell counts and control totals."""
    actor = chosen_company(options)
    if options.undo:
        undo_import(actor, batch_id=options.undo)
        say("Undone.")
        return 0
    if options.file is None or not options.file.is_file():
        raise Invalid(f"There is no file {options.file or ''}. Name one: stockwright import sales.csv.")
    batch = upload_file(actor, name=options.file.name, chunks=_chunks(options.file))
    shown = _previewed(actor, batch, options)
    _tell(shown)
    if not (options.yes or _agreed()):
        say("Nothing was imported.")
        return 1
    prepare_import(actor, batch_id=batch.pk, mapping=shown.mapping)
    with step(f"Importing {batch.file_name}"):
        done = run_import(actor, batch_id=batch.pk, today=today_of(actor))
    return _told(done)


def _previewed(actor: Actor, batch: ImportBatch, options: argparse.Namespace) -> Preview:
    today = today_of(actor)
    with scope(actor.company_id):
        shown = preview(actor, batch, today=today)
        corrected = _corrected(shown.mapping, options)
        return shown if corrected == shown.mapping else preview(actor, batch, today=today, mapping=corrected)


def _corrected(guessed: Mapping, options: argparse.Namespace) -> Mapping:
    """The guess with what the person said on the command line."""
    told = dict(pair.partition("=")[::2] for pair in options.column)
    columns = told if options.kind and options.kind != guessed.kind else {**guessed.columns, **told}
    given = replace(guessed, columns=columns).to_dict()
    given |= {
        key: value
        for key, value in (("kind", options.kind), ("date_format", options.dates), ("decimal", options.decimal))
        if value
    }
    return mapping_from(given)


def _tell(shown: Preview) -> None:
    say(f"{shown.table.name} looks like {shown.mapping.kind}: {shown.table.kind} {shown.table.encoding}")
    for name, column in shown.mapping.columns.items():
        guessed = shown.guess.fields.get(name)
        certainty = f"{guessed.certainty:.0%} sure" if guessed and guessed.column == column else "as you said"
        say(f"  {name:<14} {column}  ({certainty})")
    if shown.guess.date_ambiguous:
        say(f"  The dates can be read in two ways; taken as {shown.mapping.date_format} (--dates changes it).")
    if shown.complaint:
        say(f"  {shown.complaint} Say which: --column quantity=Pieces.")
    if shown.parsed is not None:
        say(f"  In a sample of {shown.sampled} rows {shown.parsed.rejected.height} cannot be read:")
        _tell_rows(shown.parsed.rejected)


def _tell_rows(rows: pl.DataFrame) -> None:
    for line, column, value, reason in rows.head(5).select("line", "column", "value", "reason").iter_rows():
        say(f"    line {line}, {column} “{value}”: {reason}")


def _told(batch: ImportBatch) -> int:
    if batch.state != ImportState.DONE:
        say(f"Nothing was imported. {batch.reason}")
        return 1
    say(
        f"  rows read {batch.rows_read}, imported {batch.rows_imported}, known already {batch.rows_known}, "
        f"left out on purpose {batch.rows_skipped}, not readable {batch.rows_rejected}"
    )
    for name in ("quantity", "returned", "revenue", "first_on", "last_on", "new_items", "duplicates"):
        if batch.totals.get(name) is not None:
            say(f"  {name.replace('_', ' ')}: {batch.totals[name]}")
    for reason, count in batch.totals.get("reasons", {}).items():
        say(f"  {count} × {reason}")
    say(f"  Undo: stockwright import --undo {batch.pk}")
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise Invalid("Add --yes to import without being asked.")
    return input("Import it like this? [Y/n] ").strip().lower() in {"", "y", "yes"}


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
