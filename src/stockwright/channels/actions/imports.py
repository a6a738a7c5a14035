"""Bringing a file in: all of it or nothing, once, and undone as a whole."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import polars as pl
import structlog
from django.db import DataError
from django.db.models.functions import Now
from procrastinate.contrib.django import app

from stockwright.accounts.queries import company_of
from stockwright.catalog.actions.items import add_items
from stockwright.channels.actions.kinds import take_back, take_in
from stockwright.channels.connectors.files.mapping.parsing import parse
from stockwright.channels.connectors.files.mapping.plan import BadMapping, Mapping, check_columns
from stockwright.channels.events import ImportFailed, ImportFinished, ImportUndone
from stockwright.channels.models import ImportBatch, ImportState, RejectedRow
from stockwright.channels.queries.imports import batch_of, settled_mapping, table_of
from stockwright.channels.rules import ImportBusy, NothingImported, Tally, UnusableMapping
from stockwright.kit.actor import EVERYTHING, Actor
from stockwright.kit.deeds import deed
from stockwright.kit.frames import copy_frame
from stockwright.kit.locking import locked_one
from stockwright.kit.problems import Problem, Unfit
from stockwright.kit.tenancy import scope
from stockwright.messaging.actions.events import emit

log = structlog.get_logger("stockwright.channels")

_UNDER_WAY = (ImportState.QUEUED, ImportState.RUNNING)


@deed("imports.write")
def queue_import(actor: Actor, *, batch_id: UUID, mapping: Mapping) -> ImportBatch:
    """Fix how the file is read and have a worker bring it in."""
    batch = prepare_import(actor, batch_id=batch_id, mapping=mapping)
    app.configure_task("channels.import", lock=f"import:{actor.company_id}").defer(
        company_id=str(actor.company_id), batch_id=str(batch.pk), by=actor.label
    )
    return batch


@deed("imports.write")
def prepare_import(actor: Actor, *, batch_id: UUID, mapping: Mapping) -> ImportBatch:
    """Fix how the file is read; refuses columns that do not do, and an import that began already."""
    batch = _locked_batch(actor, batch_id)
    if batch.state not in {ImportState.UPLOADED, ImportState.FAILED}:
        raise ImportBusy(state=batch.get_state_display(), advice="Upload the file again to read it anew.")
    try:
        check_columns(mapping, table_of(batch).columns)
    except BadMapping as problem:
        raise UnusableMapping(detail=str(problem)) from problem
    batch.kind, batch.mapping, batch.state, batch.reason = mapping.kind, mapping.to_dict(), ImportState.QUEUED, ""
    batch.save(update_fields=["kind", "mapping", "state", "reason"])
    return batch


def run_import(actor: Actor, *, batch_id: UUID, today: date) -> ImportBatch:
    """Bring a prepared file in, in one transaction: a crash on the way leaves nothing of it behind.

    A file that cannot be used ends as failed with its reason. Run again after a crash it begins anew; run
    again after it was done it changes nothing.
    """
    if not _begin(actor, batch_id=batch_id):
        with scope(actor.company_id):
            return batch_of(actor, batch_id)
    try:
        _bring_in(actor, batch_id=batch_id, today=today)
    except Problem as problem:
        _fail(actor, batch_id=batch_id, reason=problem.text)
    except DataError:
        log.exception("import failed", company=str(actor.company_id), batch=str(batch_id))
        _fail(actor, batch_id=batch_id, reason=Unfit().text)
    except Exception as error:
        log.exception("import failed", company=str(actor.company_id), batch=str(batch_id))
        _fail(actor, batch_id=batch_id, reason=f"The import stopped with an error ({type(error).__name__}).")
        raise
    with scope(actor.company_id):
        return batch_of(actor, batch_id)


def abandon_import(company_id: str, batch_id: str, by: str) -> None:
    """Say that an import was given up because the workers that tried it died."""
    actor = Actor(UUID(company_id), EVERYTHING, label=by)
    reason = "The program was ended several times while it brought this file in. Nothing of it is in; try again."
    _fail(actor, batch_id=UUID(batch_id), reason=reason)


@deed("imports.write")
def undo_import(actor: Actor, *, batch_id: UUID) -> ImportBatch:
    """Take back everything a file brought; the second time changes nothing."""
    batch = _locked_batch(actor, batch_id)
    if batch.state == ImportState.UNDONE:
        return batch
    if batch.state != ImportState.DONE:
        raise ImportBusy(state=batch.get_state_display(), advice="Only an import that is done can be undone.")
    take_back(actor, batch)
    batch.state = ImportState.UNDONE
    batch.save(update_fields=["state"])
    emit(
        actor,
        ImportUndone(
            batch_id=batch_id,
            kind=batch.kind,
            file_name=batch.file_name,
            before={"state": ImportState.DONE.value},
            after={"state": ImportState.UNDONE.value},
        ),
    )
    return batch


@deed("imports.write")
def _begin(actor: Actor, *, batch_id: UUID) -> bool:
    batch = _locked_batch(actor, batch_id)
    if batch.state not in _UNDER_WAY:
        return False
    ImportBatch.objects.of(actor).filter(pk=batch_id).update(state=ImportState.RUNNING, started_at=Now())
    return True


@deed("imports.write")
def _bring_in(actor: Actor, *, batch_id: UUID, today: date) -> None:
    batch, tally = _locked_batch(actor, batch_id), Tally()
    if batch.state != ImportState.RUNNING:
        return
    zone = ZoneInfo(company_of(actor).time_zone)
    taken = take_in(actor, batch=batch, rows=_readable(batch, tally, today, zone), zone=zone)
    if not taken.added and not taken.known and not tally.unsold:
        raise NothingImported(rows=tally.read, example=_example(tally))
    if tally.listed:
        listed = pl.DataFrame(
            {"sku": list(tally.listed), "launched_on": list(tally.listed.values())},
            schema={"sku": pl.String, "launched_on": pl.Date},
        )
        add_items(actor, items=listed)
    _keep_rejects(actor, batch_id, tally)
    ImportBatch.objects.of(actor).filter(pk=batch_id).update(
        state=ImportState.DONE,
        rows_read=tally.read,
        rows_imported=taken.added,
        rows_known=taken.known,
        rows_skipped=tally.skipped + tally.unsold,
        rows_rejected=tally.rejected,
        totals={
            **taken.totals,
            "unsold_lines": tally.unsold,
            "reasons": dict(tally.reasons.most_common()),
            "fees": [
                {"code": one.code, "name": one.name, "lines": one.lines, "money": str(one.money)}
                for one in sorted(tally.fees.values(), key=lambda one: -one.lines)[:200]
            ],
        },
        finished_at=Now(),
    )
    emit(
        actor,
        ImportFinished(batch_id=batch_id, kind=batch.kind, file_name=batch.file_name, imported=taken.added),
    )


def _readable(batch: ImportBatch, tally: Tally, today: date, zone: ZoneInfo) -> Iterator[pl.DataFrame]:
    """The usable rows of the file, batch by batch; all others are counted on the way."""
    table = table_of(batch)
    mapping = settled_mapping(table, Mapping.from_dict(batch.mapping))
    for part in table.batches():
        parsed = parse(part, mapping, today=today, zone=zone)
        tally.read += part.height
        tally.rejected += parsed.rejected.height
        tally.skipped += parsed.skipped.height
        tally.unsold += parsed.unsold_lines
        tally.keep_reasons(parsed.rejected, left_out=True)
        tally.keep_reasons(parsed.skipped, left_out=True)
        tally.keep_reasons(parsed.warnings, left_out=False)
        if parsed.listed.height:
            tally.keep_listed(parsed.listed)
        if parsed.codes.height:
            tally.keep_fees(parsed.codes, mapping.services.skip)
        yield parsed.rows


def _keep_rejects(actor: Actor, batch_id: UUID, tally: Tally) -> None:
    if not tally.examples:
        return
    rows = pl.concat(tally.examples).select(
        "line",
        pl.col("column").fill_null("").str.slice(0, 100),
        pl.col("value").fill_null("").str.slice(0, 200),
        pl.col("reason").str.slice(0, 300),
        "left_out",
    )
    copy_frame(
        rows.unique(["line", "column"], keep="first"),
        RejectedRow._meta.db_table,
        constants={"company_id": actor.company_id, "batch_id": batch_id},
    )


def _example(tally: Tally) -> str:
    if not tally.examples:
        return "Choose other columns."
    line, reason = tally.examples[0].select("line", "reason").row(0)
    return f"Line {line}: {reason}"


@deed("imports.write")
def _fail(actor: Actor, *, batch_id: UUID, reason: str) -> None:
    under_way = ImportBatch.objects.of(actor).filter(pk=batch_id, state__in=_UNDER_WAY)
    if under_way.update(state=ImportState.FAILED, reason=reason, finished_at=Now()):
        emit(actor, ImportFailed(batch_id=batch_id, reason=reason))


def _locked_batch(actor: Actor, batch_id: UUID) -> ImportBatch:
    return locked_one(ImportBatch.objects.of(actor).filter(pk=batch_id), what="import")
