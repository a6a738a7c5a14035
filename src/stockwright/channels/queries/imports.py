"""What a file seems to be, and how imports went."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import polars as pl
from django.conf import settings

from stockwright.accounts.queries import company_of
from stockwright.channels.connectors.files.client.opening import open_table
from stockwright.channels.connectors.files.client.tables import Table
from stockwright.channels.connectors.files.mapping.fees import code_census, merged, settled
from stockwright.channels.connectors.files.mapping.guessing import Guess, guess
from stockwright.channels.connectors.files.mapping.parsing import Parsed, parse
from stockwright.channels.connectors.files.mapping.plan import BadMapping, Mapping
from stockwright.channels.connectors.files.mapping.verdicts import TEXT, texts
from stockwright.channels.connectors.files.problems import FileProblem
from stockwright.channels.models import ImportBatch, ImportState, RejectedRow
from stockwright.channels.rules import UnreadableFile, UnusableMapping
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound

PREVIEW_ROWS = 12


@dataclass(frozen=True)
class Preview:
    """A file as it would be read: its first rows, the guess, and what a sample of it comes to."""

    table: Table
    guess: Guess
    mapping: Mapping
    rows: pl.DataFrame
    sampled: int
    parsed: Parsed | None
    complaint: str


def batch_of(actor: Actor, batch_id: UUID) -> ImportBatch:
    """One import of the company."""
    found = ImportBatch.objects.of(actor).filter(pk=batch_id).first()
    if found is None:
        raise NotFound(what="import")
    return found


def recent_imports(actor: Actor, *, limit: int = 50) -> list[ImportBatch]:
    """The newest imports."""
    return list(ImportBatch.objects.of(actor).order_by("-created_at")[:limit])


def twin_of(actor: Actor, batch: ImportBatch) -> ImportBatch | None:
    """The newest import of the very same file that is in."""
    same = ImportBatch.objects.of(actor).filter(sha256=batch.sha256, state=ImportState.DONE)
    return same.exclude(pk=batch.pk).order_by("-created_at").first()


def rejected_rows(actor: Actor, batch_id: UUID) -> list[RejectedRow]:
    """The kept rows that were left out or warned about, in the order of the file."""
    return list(RejectedRow.objects.of(actor).filter(batch_id=batch_id).order_by("line"))


def stored_file(batch: ImportBatch) -> Path:
    """Where the file of an import is kept."""
    return Path(settings.MEDIA_ROOT) / batch.stored_as


def table_of(batch: ImportBatch) -> Table:
    """The file of an import, opened."""
    try:
        return open_table(stored_file(batch), name=batch.file_name)
    except FileProblem as problem:
        raise UnreadableFile(detail=problem.message, reason=problem.code) from problem


def preview(actor: Actor, batch: ImportBatch, *, today: date, mapping: Mapping | None = None) -> Preview:
    """Show how the file would be read, by the given mapping or by the guess."""
    table = table_of(batch)
    sample = table.sample()
    guessed = guess(table.columns, sample, name=batch.file_name)
    chosen = mapping or guessed.mapping()
    parsed, complaint = None, ""
    try:
        parsed = parse(sample, chosen, today=today, zone=ZoneInfo(company_of(actor).time_zone))
    except BadMapping as problem:
        complaint = str(problem)
    return Preview(table, guessed, chosen, table.preview(PREVIEW_ROWS), sample.height, parsed, complaint)


def settled_mapping(table: Table, mapping: Mapping) -> Mapping:
    """The mapping with the fee codes of the whole file, so that no part of it decides by itself.

    One quick pass over two columns; memory grows with the codes, not with the rows.
    """
    if mapping.kind != "sales" or not mapping.services.known_words:
        return mapping
    nothing = pl.lit(None, pl.Decimal(38, 4))
    census: pl.DataFrame | None = None
    for part in table.batches():
        lines = texts(part, mapping).select(
            pl.col(f"{TEXT}sku").alias("code"), pl.col(f"{TEXT}name").alias("name"), quantity=nothing, money=nothing
        )
        counted = code_census(lines)
        census = counted if census is None else merged([census, counted])
    return mapping if census is None else settled(mapping, census)


def mapping_from(given: dict[str, object]) -> Mapping:
    """A mapping out of plain values, or UnusableMapping."""
    try:
        return Mapping.from_dict(given)
    except BadMapping as problem:
        raise UnusableMapping(detail=str(problem)) from problem
