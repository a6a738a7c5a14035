"""The pages of an import: what was brought in before, how far one is, what came of it."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from stockwright.channels.connectors.files.mapping.reasons import REASONS
from stockwright.channels.models import ImportBatch, ImportState, RejectedRow
from stockwright.channels.queries.imports import recent_imports, rejected_rows
from stockwright.channels.rules import LARGEST_FILE
from stockwright.insights.rules.wording import day_of
from stockwright.kit.actor import Actor
from stockwright.web.components.numbers import money_exact, quantity
from stockwright.web.fill.wording import day_in_words
from stockwright.web.shown.frame import Progress
from stockwright.web.shown.imports import ImportsPage, PastImport, ProgressPage, Rejected, ResultPage, Total

SHOWN_REJECTS = 50
UNDER_WAY = (ImportState.QUEUED, ImportState.RUNNING)


def imports_page(actor: Actor, *, error: str = "") -> ImportsPage:
    """The upload and the history."""
    past = tuple(_past(batch) for batch in recent_imports(actor))
    return ImportsPage(past, error, file_size(LARGEST_FILE), may_write=actor.may("imports.write"))


def progress_page(batch: ImportBatch) -> ProgressPage:
    """An import that waits or runs."""
    step = gettext("Waiting for its turn") if batch.state == ImportState.QUEUED else gettext("Reading the rows")
    title = gettext("Importing %(name)s") % {"name": batch.file_name}
    poll = reverse("import_progress", args=[batch.pk])
    return ProgressPage(batch.pk, batch.file_name, Progress(title, step, 0, 0, poll))


def result_page(actor: Actor, batch: ImportBatch, currency: str) -> ResultPage:
    """What came of an import, with its control totals and the rows it left out."""
    rejected = rejected_rows(actor, batch.pk)
    end = batch.finished_at or batch.created_at
    done = batch.state == ImportState.DONE
    return ResultPage(
        id=batch.pk,
        file_name=batch.file_name,
        kind_words=kind_words(batch.kind),
        state=batch.state,
        reason=batch.reason,
        rows_read=batch.rows_read,
        rows_imported=batch.rows_imported,
        rows_known=batch.rows_known,
        rows_skipped=batch.rows_skipped,
        rows_rejected=batch.rows_rejected,
        totals=_totals(batch.totals, currency),
        rejected=tuple(rejected_row(row) for row in rejected[:SHOWN_REJECTS]),
        rejected_url=reverse("import_rejected", args=[batch.pk]) if rejected else "",
        new_items=int(batch.totals.get("new_items") or 0),
        seconds=Decimal(str(round((end - (batch.started_at or end)).total_seconds(), 1))),
        by=batch.by,
        at=end,
        can_undo=done and actor.may("imports.write"),
        undo_words=_undo_words(batch),
        plan_words=gettext("The next forecast and plan start by themselves.") if batch.rows_imported else "",
    )


def kind_words(kind: str) -> str:
    """A kind of file as people call it."""
    return {"sales": gettext("Sales"), "stock": gettext("Stock"), "products": gettext("Products")}.get(kind, "")


def file_size(size: int) -> str:
    """A size in its largest fitting unit."""
    for unit, factor in (("GB", 1024**3), ("MB", 1024**2)):
        if size >= factor:
            return f"{quantity(round(Decimal(size) / factor, 1))} {unit}"
    return f"{quantity(max(round(Decimal(size) / 1024), 1))} kB"


def rejected_row(row: RejectedRow) -> Rejected:
    """A kept row that was left out, or kept with a warning."""
    return Rejected(row.line, row.column, row.value, reason_words(row.reason), row.left_out)


def reason_words(code: str) -> str:
    """Why a row was left out, as a sentence; a reason that is one already stays."""
    return gettext(REASONS[code]) if code in REASONS else code


def _past(batch: ImportBatch) -> PastImport:
    names = {
        ImportState.UPLOADED: gettext("to check"),
        ImportState.QUEUED: gettext("waiting"),
        ImportState.RUNNING: gettext("under way"),
        ImportState.DONE: gettext("done"),
        ImportState.FAILED: gettext("failed"),
        ImportState.UNDONE: gettext("undone"),
    }
    return PastImport(
        batch.pk,
        reverse("import", args=[batch.pk]),
        batch.file_name,
        kind_words(batch.kind),
        batch.state,
        names[ImportState(batch.state)],
        batch.rows_imported,
        batch.rows_rejected,
        batch.by,
        batch.created_at,
    )


def _totals(told: dict[str, Any], currency: str) -> tuple[Total, ...]:
    """The control totals that there are, in the order in which people check them."""
    first, last = day_of(told.get("first_on")), day_of(told.get("last_on"))
    money, pieces = told.get("revenue"), told.get("quantity")
    rows = (
        (gettext("Pieces"), quantity(pieces) if pieces is not None else ""),
        (gettext("Returned"), quantity(told["returned"]) if Decimal(told.get("returned") or 0) else ""),
        (gettext("Revenue"), money_exact(money, currency) if money is not None else ""),
        (gettext("First day"), day_in_words(first) if first else ""),
        (gettext("Last day"), day_in_words(last) if last else ""),
        (gettext("Lines alike"), quantity(told["duplicates"]) if told.get("duplicates") else ""),
        (gettext("Changed items"), quantity(told["changed_items"]) if told.get("changed_items") else ""),
        (gettext("Corrections of stock"), quantity(told["corrections"]) if told.get("corrections") else ""),
    )
    return tuple(Total(label, value) for label, value in rows if value)


def _undo_words(batch: ImportBatch) -> str:
    rows = ngettext(
        "Takes back %(n)s row of %(kind)s; everything else stays.",
        "Takes back %(n)s rows of %(kind)s; everything else stays.",
        batch.rows_imported,
    )
    return rows % {"n": quantity(batch.rows_imported), "kind": kind_words(batch.kind).lower()}


def twin_words(twin: ImportBatch | None) -> str:
    """The earlier import of the very same file."""
    if twin is None:
        return ""
    return gettext("the import of %(day)s") % {"day": date_format(twin.created_at, gettext("j F Y"))}
