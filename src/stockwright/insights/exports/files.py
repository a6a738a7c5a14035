"""Files of a data set, written while they are read: any number of rows in the memory of a few thousand."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from uuid import UUID

from stockwright.accounts.queries import company_of
from stockwright.insights.actions.exports import keep_export
from stockwright.insights.exports.archive import Archive
from stockwright.insights.exports.dataset import EVERYTHING, Dataset, Narrowed
from stockwright.insights.exports.facts import Facts, Source, as_json
from stockwright.insights.exports.writers import writer_of
from stockwright.insights.rules.exports import Format, Pack, check_pack
from stockwright.kit.actor import Actor
from stockwright.kit.frames import stream_frames
from stockwright.kit.statements import ask_one
from stockwright.kit.tenancy import scope

ROWS = 50_000
"""Rows in memory at once; also the row group of a Parquet file."""


@dataclass(frozen=True)
class Wanted:
    """A file somebody asks for."""

    dataset: Dataset
    file_format: Format
    narrowed: Narrowed = EVERYTHING

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.dataset.name}.{self.file_format}"


def written(
    actor: Actor, wanted: Sequence[Wanted], *, export_id: UUID, pack: Pack, rows: int = ROWS
) -> Iterator[bytes]:
    """The bytes of the files, in a transaction of their own in which all of them are of one moment.

    Several files go into one archive. What was written to its end is kept as an export; of one that breaks off
    nothing is kept, and whoever reads it notices: the archive, the Parquet footer or the last chunk is missing.
    """
    check_pack(wanted[0].file_format, pack)
    with one_moment(actor) as source:
        told = [facts_of(one, export_id, source) for one in wanted]
        if pack == Pack.ZIP:
            yield from _archived(actor, wanted, told, rows)
        else:
            [one], [facts] = wanted, told
            pieces = rows_of(actor, one, facts, rows=rows)
            yield from compressed(pieces) if pack == Pack.GZIP else pieces
    keep_export(actor, export_id=export_id, told=told)


@contextmanager
def one_moment(actor: Actor) -> Iterator[Source]:
    """A transaction that sees the company as it was when it began."""
    with scope(actor.company_id, one_moment=True):
        [began] = ask_one("select now()", {})
        company = company_of(actor)
        yield Source(company.pk, company.name, company.currency, began)


def rows_of(actor: Actor, wanted: Wanted, facts: Facts, *, rows: int = ROWS) -> Iterator[bytes]:
    """The bytes of one file in the present transaction; the facts are whole once it is at its end."""
    dataset, narrowed = wanted.dataset, wanted.narrowed
    names = ", ".join(f'"{name}"' for name in dataset.columns)
    query = f"select {names} from ({dataset.sql}) one where {narrowed.condition} order by {dataset.order}"
    writer = writer_of(wanted.file_format, dataset.columns)
    yield writer.begin()
    params = {"company": actor.company_id, **narrowed.params}
    with closing(stream_frames(query, params, dataset.columns, rows=rows)) as frames:
        for frame in frames:
            facts.count(frame)
            yield writer.rows(frame)
    yield writer.end(facts)


def facts_of(wanted: Wanted, export_id: UUID, source: Source, *, file: str = "") -> Facts:
    """The facts of a file that is not written yet."""
    return Facts(
        export_id=export_id,
        dataset=wanted.dataset,
        file_format=wanted.file_format.value,
        source=source,
        filtered=wanted.narrowed.words,
        file=file or wanted.file,
    )


def _archived(actor: Actor, wanted: Sequence[Wanted], told: Sequence[Facts], rows: int) -> Iterator[bytes]:
    with closing(Archive(told[0].source.data_at)) as archive:
        for one, facts in zip(wanted, told, strict=True):
            squeezed = one.file_format != Format.PARQUET
            yield from archive.add(one.file, rows_of(actor, one, facts, rows=rows), squeezed=squeezed)
        manifest = told[0].told() if len(told) == 1 else {"files": [facts.told() for facts in told]}
        yield from archive.add("manifest.json", iter([as_json(manifest)]))
        yield archive.end()


def compressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes as a gzip file."""
    squeeze = zlib.compressobj(wbits=31)  # gzip
    for piece in pieces:
        yield squeeze.compress(piece)
    yield squeeze.flush()
