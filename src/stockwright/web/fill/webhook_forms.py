"""The forms of the webhooks; what they mean is judged by the actions."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _


class WebhookForm(forms.Form):
    """Where events go, and which."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("It gets a POST with JSON for each event."),
        widget=forms.URLInput({"class": "input", "placeholder": "https://example.com/hooks", "inputmode": "url"}),
    )
    description = forms.CharField(
        label=_("What it is for"), max_length=200, required=False, widget=forms.TextInput({"class": "input"})
    )
    events = forms.CharField(
        label=_("Events"),
        initial="*",
        help_text=_("One on each line: a name, a group such as inventory.*, or * for everything."),
        widget=forms.Textarea({"class": "input", "rows": 3, "spellcheck": "false"}),
    )

    def clean_events(self) -> list[str]:
        """The names, however they are divided."""
        return [name for name in re.split(r"[\s,;]+", self.cleaned_data["events"]) if name]


class ReplayForm(forms.Form):
    """From when on things are told again."""

    since = forms.DateTimeField(
        label=_("Since"),
        help_text=_("By the clock of your company."),
        widget=forms.DateTimeInput({"class": "input", "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
