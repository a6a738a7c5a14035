"""The forms that set stock right; what they mean is judged by the actions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stockwright.inventory.queries.reasons import ReasonRow
from stockwright.inventory.rules.adjustments import Way

WAYS = ((Way.CHANGE_BY.value, _("Change by")), (Way.SET_TO.value, _("Set to")))


def _text(label: object, help_text: object = "", *, required: bool = True, **attrs: object) -> forms.CharField:
    widget = forms.TextInput({"class": "input", **attrs})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget)  # type: ignore[arg-type]


class ReasonedForm(forms.Form):
    """What every form that sets stock right asks for."""

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.Select({"class": "input"}))
    note = _text(_("Note"), required=False)
    source = forms.CharField(widget=forms.HiddenInput, max_length=120)

    def offer_reasons(self, reasons: list[ReasonRow]) -> None:
        """Let one of these be chosen."""
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(reason.code, reason.name) for reason in reasons]


class AdjustForm(ReasonedForm):
    """One item at one location."""

    item = _text(
        _("Item"),
        _("SKU or barcode; a scanner types it for you."),
        autofocus=True,
        autocomplete="off",
        spellcheck="false",
        autocapitalize="off",
    )
    location = forms.ChoiceField(label=_("Location"), widget=forms.Select({"class": "input"}))
    way = forms.ChoiceField(label=_("What is right"), choices=WAYS, widget=forms.RadioSelect, required=False)
    quantity = forms.DecimalField(
        label=_("Pieces"),
        max_digits=18,
        decimal_places=4,
        widget=forms.NumberInput({"class": "input", "step": "any", "inputmode": "decimal"}),
    )
    unit_cost = forms.DecimalField(
        label=_("Cost of a piece that is found"),
        help_text=_("Empty: what the stock there is worth."),
        required=False,
        min_value=0,
        max_digits=20,
        decimal_places=4,
        widget=forms.NumberInput({"class": "input", "step": "any", "inputmode": "decimal"}),
    )
    field_order = ("item", "location", "way", "quantity", "reason", "unit_cost", "note")

    def offer_locations(self, locations: list[tuple[str, str]]) -> None:
        """Let one of these be chosen."""
        field = self.fields["location"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = locations


class WasteForm(AdjustForm):
    """The same for pieces that are no good any more."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        del self.fields["way"], self.fields["unit_cost"]
        self.fields["quantity"].label = _("Pieces to write off")
        self.fields["quantity"].widget.attrs["min"] = "0"


class TableForm(ReasonedForm):
    """Many lines, pasted or from a file."""

    way = forms.ChoiceField(label=_("The quantities are"), choices=WAYS, widget=forms.RadioSelect)
    table = forms.CharField(
        label=_("Lines"),
        required=False,
        help_text=_("SKU, location, quantity on each line, as copied from a spreadsheet. 10,000 lines at most."),
        widget=forms.Textarea({"class": "input", "rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Or a CSV file"), required=False, widget=forms.FileInput({"accept": ".csv,.txt,.tsv"})
    )
    field_order = ("table", "file", "way", "reason", "note")
