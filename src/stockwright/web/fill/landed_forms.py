"""The form of a cost that came with goods."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stockwright.inventory.rules.landed import CostKind, Division

KINDS = {
    CostKind.FREIGHT: _("Freight"),
    CostKind.DUTY: _("Duty"),
    CostKind.INSURANCE: _("Insurance"),
    CostKind.HANDLING: _("Handling"),
    CostKind.OTHER: _("Other"),
}
DIVISIONS = {Division.VALUE: _("By value"), Division.QUANTITY: _("By quantity"), Division.EQUAL: _("Equally")}


class LandedForm(forms.Form):
    """What was paid, for which order, and how it is divided."""

    number = forms.CharField(
        label=_("Purchase order"),
        max_length=50,
        help_text=_("The cost is divided over everything it received so far."),
        widget=forms.TextInput({"class": "input", "autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=_("For"),
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        widget=forms.Select({"class": "input"}),
    )
    amount = forms.DecimalField(
        label=_("Amount"),
        min_value=0,
        max_digits=20,
        decimal_places=4,
        widget=forms.NumberInput({"class": "input", "step": "any", "inputmode": "decimal"}),
    )
    divided_by = forms.ChoiceField(
        label=_("Divided"),
        choices=[(one.value, words) for one, words in DIVISIONS.items()],
        widget=forms.Select({"class": "input"}),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )
    source = forms.CharField(max_length=100, widget=forms.HiddenInput)
