"""The form of an adjustment of several lines: typed line by line, kept as a draft."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stockwright.inventory.models import Lot
from stockwright.inventory.queries.adjustments import AdjustmentView
from stockwright.inventory.queries.effects import Wanted
from stockwright.inventory.queries.reasons import reasons_of
from stockwright.inventory.rules.adjustments import InvalidAdjustment, Way, check_direction
from stockwright.kit.actor import Actor
from stockwright.kit.ids import new_id
from stockwright.kit.money import plain
from stockwright.kit.problems import Problem
from stockwright.web.fill.adjust_forms import WAYS, ReasonedForm
from stockwright.web.fill.adjust_items import coded_items
from stockwright.web.fill.locations import location_options
from stockwright.web.shown.adjustments import DraftPage

MOST_TYPED = 100
"""How many lines a page takes; a table that is pasted has more."""
BLANK = 5
_TOTAL = "line-TOTAL_FORMS"


def _cell(label: object, **attrs: object) -> forms.CharField:
    plainly = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
    widget = forms.TextInput({"class": "input", **plainly, **attrs})
    return forms.CharField(label=label, max_length=100, required=False, widget=widget)  # type: ignore[arg-type]


def _number(label: object, digits: int, **limits: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,  # type: ignore[arg-type]
        required=False,
        max_digits=digits,
        decimal_places=4,
        widget=forms.NumberInput({"class": "input amount", "step": "any", "inputmode": "decimal"}),
        **limits,
    )


class LineForm(forms.Form):
    """One item at one location; without an item the line counts for nothing."""

    item = _cell(_("Item"))
    location = forms.ChoiceField(label=_("Location"), widget=forms.Select({"class": "input"}))
    lot = _cell(_("Lot"))
    way = forms.ChoiceField(label=_("What is right"), choices=WAYS, widget=forms.Select({"class": "input"}))
    quantity = _number(_("Pieces"), 18)
    unit_cost = _number(_("Cost of a piece"), 20, min_value=0)

    def __init__(self, *args: object, locations: Sequence[tuple[str, str]], **kwargs: object) -> None:
        """Offer the locations, and name every field for who does not see its column."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["location"].choices = locations  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean_item(self) -> Any:
        """A line that says how many names an item; one that was kept is dropped by emptying its item."""
        told = self.cleaned_data["item"]
        if not told and not self.initial.get("item") and self.data.get(self.add_prefix("quantity"), "").strip():
            raise forms.ValidationError(gettext("Say which item, or empty the line."))
        return told

    def clean_quantity(self) -> Any:
        """A line that names an item says how many."""
        told = self.cleaned_data["quantity"]
        if told is None and self.cleaned_data.get("item"):
            raise forms.ValidationError(gettext("Say how many pieces."))
        return told


class LineForms(BaseFormSet):  # type: ignore[type-arg]  # the class takes none when it runs
    """The lines together."""

    @property
    def told(self) -> list[LineForm]:
        """The lines that name an item."""
        return [form for form in self.forms if form.cleaned_data.get("item")]


class DraftForm(ReasonedForm):
    """Why, for all lines."""


_LineForms = formset_factory(LineForm, formset=LineForms, extra=0, max_num=MOST_TYPED, absolute_max=MOST_TYPED)


def draft_page(
    actor: Actor, data: QueryDict | None, held: AdjustmentView | None = None, *, more: bool = False
) -> DraftPage:
    """The form, as it was sent, as the draft holds it, or blank; with `more` it has some blank lines more."""
    if held and len(held.items) > MOST_TYPED:
        detail = gettext("This draft has more lines than a page holds. Reject it and paste a table instead.")
        raise InvalidAdjustment(detail=detail)
    start = _held(held) if held else {"source": f"page:{new_id()}"}
    form = DraftForm(data or None, initial=start)
    form.offer_reasons(reasons_of(actor, active=True))
    if held and held.head.reason not in dict(form.fields["reason"].choices):  # type: ignore[attr-defined]
        form.fields["reason"].choices = [("", "–"), *form.fields["reason"].choices]  # type: ignore[attr-defined]
    sent = _longer(data) if data and more else data
    shared = {"locations": location_options(actor)}
    lines = _LineForms(sent or None, initial=_rows(actor, held), prefix="line", form_kwargs=shared)
    back = reverse("adjustment", args=[held.head.id]) if held else reverse("adjustments")
    return DraftPage(form, lines, number=held.head.number if held else "", back_url=back)


def asked_lines(actor: Actor, page: DraftPage) -> list[Wanted] | None:
    """What the forms ask for; None where something is wrong, which they tell at its field."""
    if not (page.form.is_valid() and page.lines.is_valid()):
        return None
    told = page.lines.told
    items = coded_items(actor, [form.cleaned_data["item"] for form in told])
    lots = _lots(actor, [form.cleaned_data["lot"] for form in told])
    lines: list[Wanted] = []
    for form in told:
        try:
            lines.append(_line(form, items.item(form.cleaned_data["item"]), lots))
        except InvalidAdjustment as problem:
            form.add_error(str(problem.fields["field"]), problem.text)
    return lines if page.lines.is_valid() else None


def check_write_off(actor: Actor, page: DraftPage, lines: Sequence[Wanted]) -> None:
    """Pass silently, or InvalidAdjustment where pieces would come in by a reason that writes off."""
    kinds = {reason.code: reason.kind for reason in reasons_of(actor)}
    changes = (line.amount for line in lines if line.way == Way.CHANGE_BY)
    check_direction(kinds[page.form.cleaned_data["reason"]], changes)


def tell_at_line(page: DraftPage, problem: Problem) -> None:
    """Tell a refusal at the line that it names, or above all of them."""
    line = problem.fields.get("line")
    if line:
        page.lines.told[int(str(line)) - 1].add_error("item", problem.text)
    else:
        page.form.add_error(None, problem.text)


def _line(form: LineForm, item: UUID, lots: Mapping[tuple[UUID, str], UUID]) -> Wanted:
    told = form.cleaned_data
    lot_id = None
    if told["lot"]:
        lot_id = lots.get((item, told["lot"]))
        if lot_id is None:
            detail = gettext("This item has no lot “%(code)s”.") % {"code": told["lot"]}
            raise InvalidAdjustment(detail=detail, field="lot")
    return Wanted(item, UUID(told["location"]), told["way"], told["quantity"], lot_id, told["unit_cost"])


def _lots(actor: Actor, codes: Iterable[str]) -> dict[tuple[UUID, str], UUID]:
    found = Lot.objects.of(actor).filter(code__in={code for code in codes if code})
    return {(variant_id, code): pk for pk, variant_id, code in found.values_list("pk", "variant_id", "code")}


def _held(held: AdjustmentView) -> dict[str, str]:
    return {"reason": held.head.reason, "note": held.head.note, "source": f"page:{new_id()}"}


def _rows(actor: Actor, held: AdjustmentView | None) -> list[dict[str, Any]]:
    """What the lines of a draft hold, and some blank ones after them."""
    blank: list[dict[str, Any]] = [{"way": Way.CHANGE_BY.value}] * BLANK
    if held is None:
        return blank
    codes = dict(Lot.objects.of(actor).filter(pk__in=[one.lot_id for one in held.items]).values_list("pk", "code"))
    rows = [
        {
            "item": line.sku,
            "location": str(line.location_id),
            "lot": codes[line.lot_id] if line.lot_id else "",
            "way": line.way,
            "quantity": plain(line.amount),
            "unit_cost": None if line.unit_cost is None else plain(line.unit_cost),
        }
        for line in held.items
    ]
    return (rows + blank)[:MOST_TYPED]


def _longer(data: QueryDict) -> QueryDict:
    """The same with some blank lines more."""
    longer, total = data.copy(), data.get(_TOTAL, "")
    if total.isdecimal() and len(total) < 9:
        longer[_TOTAL] = str(min(int(total) + BLANK, MOST_TYPED))
    return longer
