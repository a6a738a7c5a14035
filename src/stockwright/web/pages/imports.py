"""Bringing a file in: upload, check, go, see what came of it, undo."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stockwright.channels.actions.imports import queue_import, undo_import
from stockwright.channels.actions.uploads import upload_file
from stockwright.channels.models import ImportState
from stockwright.channels.queries.imports import batch_of, preview, rejected_rows
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Problem
from stockwright.web.fill.checks import check_page, mapping_of
from stockwright.web.fill.files import lines_of_csv
from stockwright.web.fill.imports import UNDER_WAY, imports_page, progress_page, reason_words, result_page
from stockwright.web.http import PageRequest, framed, page


@require_http_methods(["GET", "POST"])
@page("imports.read")
def imports(request: PageRequest, actor: Actor) -> HttpResponse:
    """The upload and what was brought in before."""
    error = ""
    if request.method == "POST":
        actor.require("imports.write")
        file = request.FILES.get("file")
        try:
            if file is None:
                error = gettext("Choose a file first.")
            else:
                batch = upload_file(actor, name=file.name or "file", chunks=file.chunks())
                return redirect("import_check", batch.pk)
        except Problem as problem:
            error = problem.text
    shown = imports_page(actor, error=error)
    status = 422 if error else 200
    return framed(request, actor, "imports/page.html", section="imports", status=status, page=shown)


@require_GET
@page("imports.read")
def one(request: PageRequest, actor: Actor, batch_id: UUID) -> HttpResponse:
    """An import where it stands: to check, under way, or over."""
    batch = batch_of(actor, batch_id)
    if batch.state == ImportState.UPLOADED:
        return redirect("import_check", batch_id)
    if batch.state in UNDER_WAY:
        return framed(request, actor, "imports/progress.html", section="imports", page=progress_page(batch))
    shown = result_page(actor, batch, request.company.currency)
    return framed(request, actor, "imports/result.html", section="imports", page=shown)


@require_http_methods(["GET", "POST"])
@page("imports.write")
def check(request: PageRequest, actor: Actor, batch_id: UUID) -> HttpResponse:
    """What was understood of the file, to be corrected; then it is brought in."""
    batch = batch_of(actor, batch_id)
    if batch.state != ImportState.UPLOADED:
        return redirect("import", batch_id)
    today = clock.today(request.company.time_zone)
    told = preview(actor, batch, today=today)
    if request.method == "POST":
        mapping = mapping_of(request.POST, told.guess.mapping(), told.table.columns)
        if request.POST.get("go") and not mapping.missing:
            queue_import(actor, batch_id=batch_id, mapping=mapping)
            return redirect("import", batch_id)
        told = preview(actor, batch, today=today, mapping=mapping)
    shown = check_page(actor, batch, told)
    return framed(request, actor, "imports/check.html", section="imports", page=shown)


@require_GET
@page("imports.read")
def progress(request: PageRequest, actor: Actor, batch_id: UUID) -> HttpResponse:
    """How far an import is; the import's own page once it is over."""
    batch = batch_of(actor, batch_id)
    if batch.state not in UNDER_WAY:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("import", args=[batch_id])})
    return framed(request, actor, "components/_progress.html", progress=progress_page(batch).progress)


@require_POST
@page("imports.write")
def undo(request: PageRequest, actor: Actor, batch_id: UUID) -> HttpResponse:
    """Take back all that a file brought."""
    undo_import(actor, batch_id=batch_id)
    messages.success(request, gettext("Undone: the rows of this file count no more."))
    return redirect("import", batch_id)


@require_GET
@page("imports.read")
def rejected_csv(request: PageRequest, actor: Actor, batch_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """Every row that is kept of those left out, with its reason."""
    batch = batch_of(actor, batch_id)
    told = [(row.line, row.column, row.value, reason_words(row.reason)) for row in rejected_rows(actor, batch_id)]
    heading = (gettext("Line"), gettext("Column"), gettext("Value"), gettext("Reason"))
    name = f"left-out-{batch.created_at:%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lines_of_csv([heading, *told]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
