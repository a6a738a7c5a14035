"""The form of how a company counts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stockwright.inventory.queries.counts import rhythm_of
from stockwright.kit.actor import Actor
from stockwright.web.fill.count_forms import held_limits, limit_field


def _days(label: object) -> forms.IntegerField:
    widget = forms.NumberInput({"class": "input", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=1, max_value=3650, widget=widget)  # type: ignore[arg-type]


class CountSettingsForm(forms.Form):
    """After how many days items are due, and which differences are counted again."""

    a_days = _days(_("Class A, every"))
    b_days = _days(_("Class B, every"))
    c_days = _days(_("Class C, every"))
    tolerance_pieces = limit_field(_("Pieces"))
    tolerance_percent = limit_field(_("Percent"))
    tolerance_money = limit_field(_("Money"))


def held_settings(actor: Actor) -> dict[str, Any]:
    """What the form holds before anybody types."""
    rhythm = rhythm_of(actor)
    days = {f"{name.lower()}_days": number for name, number in rhythm.days.items()}
    return days | held_limits(rhythm)
