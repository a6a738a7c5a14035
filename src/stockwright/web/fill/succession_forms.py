"""The form that says whom an item follows."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stockwright.forecasting.queries.successions import SuccessionView

HUNDRED = Decimal(100)


class SuccessionForm(forms.Form):
    """Which item was sold before this one, since when, and how much of its demand comes over."""

    predecessor = forms.CharField(
        label=_("Item that was sold before"),
        max_length=100,
        help_text=_("Its SKU or barcode. What it sold counts as the history of this item."),
        widget=forms.TextInput({"class": "input", "autocomplete": "off", "spellcheck": "false"}),
    )
    from_on = forms.DateField(
        label=_("From"), widget=forms.DateInput({"class": "input", "type": "date"}, format="%Y-%m-%d")
    )
    share = forms.DecimalField(
        label=_("Share of its demand"),
        min_value=Decimal("0.01"),
        max_value=Decimal(1000),
        decimal_places=2,
        widget=forms.NumberInput({"class": "input", "step": "any", "inputmode": "decimal"}),
    )
    replaces = forms.BooleanField(
        label=_("It replaces that item, which is not forecast any more"),
        required=False,
        widget=forms.CheckboxInput(),
    )


def first_values(known: SuccessionView | None, today: date) -> dict[str, Any]:
    """What the form begins with."""
    if known is None:
        return {"from_on": today, "share": HUNDRED, "replaces": True}
    return {
        "predecessor": known.predecessor_sku,
        "from_on": known.from_on,
        "share": (known.share * HUNDRED).normalize(),
        "replaces": known.replaces,
    }
