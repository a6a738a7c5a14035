"""The page of many lines, filled."""

import hashlib

from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.inventory.queries.reasons import reasons_of
from stockwright.inventory.queries.stock_updates import preview_updates
from stockwright.inventory.rules.adjustments import Way
from stockwright.inventory.rules.stock_updates import InvalidTable, ReadTable, read_table
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.web.fill.adjust_forms import TableForm
from stockwright.web.shown.adjustments import TablePage

SHOWN = 200
"""How many lines of a preview are drawn; its sums are those of all."""


def table_form(actor: Actor, data: object, files: object) -> TableForm:
    """The form, empty or as it was sent; a file takes the place of what was pasted."""
    start = {"source": f"table:{new_id()}", "way": Way.SET_TO.value, "reason": "correction"}
    if data and files and "file" in files:  # type: ignore[operator]
        data = data.copy()  # type: ignore[attr-defined]
        data["table"] = _text(files["file"].read())  # type: ignore[index]
    form = TableForm(data or None, initial=start)  # type: ignore[arg-type]
    form.offer_reasons(reasons_of(actor, active=True))
    return form


def asked_rows(form: TableForm) -> ReadTable:
    """The lines of a valid form."""
    return read_table(form.cleaned_data["table"], way=form.cleaned_data["way"])


def mark_of(read: ReadTable) -> str:
    """The same text for the same lines: what is posted is what was looked at."""
    return hashlib.sha256(repr(read.rows).encode()).hexdigest()


def table_page(actor: Actor, company: Company, form: TableForm, read: ReadTable | None) -> TablePage:
    """The form with what its lines would change."""
    if read is None:
        return TablePage(form, None, "", 0, company.approval_limit)
    preview = preview_updates(actor, read.rows, read.bad)
    return TablePage(form, preview, mark_of(read), max(len(preview.effects) - SHOWN, 0), company.approval_limit)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp1252")
    except UnicodeDecodeError as error:
        detail = gettext("The file is no text. Save it as CSV (UTF-8) and choose it again.")
        raise InvalidTable(detail=detail) from error
