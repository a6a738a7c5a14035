"""Many items set right at once: pasted, looked at, posted."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stockwright.inventory.actions.stock_updates import update_stock
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Conflict, Invalid
from stockwright.web.fill.refusals import tell_refusal
from stockwright.web.fill.stock_updates import asked_rows, mark_of, table_form, table_page
from stockwright.web.http import PageRequest, framed, page
from stockwright.web.pages.adjustments import told


@require_http_methods(["GET", "POST"])
@page("inventory.write")
def stock_updates(request: PageRequest, actor: Actor) -> HttpResponse:
    """A table of stock; what it changes is shown before it is posted, and again after it was edited."""
    form = table_form(actor, request.POST, request.FILES)
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            read = asked_rows(form)
            if "go" in request.POST and not read.bad and request.POST.get("seen") == mark_of(read):
                given = form.cleaned_data
                made = update_stock(
                    actor,
                    rows=read.rows,
                    reason=given["reason"],
                    note=given["note"],
                    source=given["source"],
                    now=clock.now(),
                )
                told(request, made)
                return redirect("adjustment", made.pk)
            preview = read
        except (Conflict, Invalid) as problem:
            tell_refusal(form, problem)
    return framed(
        request,
        actor,
        "adjustments/table.html",
        section="stock",
        status=422 if form.errors else 200,
        page=table_page(actor, request.company, form, preview),
        place="adjustments",
        part="updates",
    )
