"""The page of the reasons for setting stock right, filled, and its form."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stockwright.inventory.queries.reasons import reasons_of
from stockwright.inventory.rules.adjustments import CODE_LENGTH, ReasonKind
from stockwright.kit.actor import Actor
from stockwright.web.shown.stock_settings import ReasonLine, ReasonsPage


class ReasonForm(forms.Form):
    """A new reason."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput({"class": "input"}))
    kind = forms.ChoiceField(
        label=_("What it does"),
        choices=lambda: [(kind.value, kind_words(kind)) for kind in ReasonKind],
        widget=forms.Select({"class": "input"}),
    )
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=CODE_LENGTH,
        help_text=_("As programs name it; it stays. Empty: made of the name."),
        widget=forms.TextInput({"class": "input", "autocomplete": "off", "spellcheck": "false"}),
    )

    def told(self) -> dict[str, str]:
        """What the filled form asks for."""
        told: dict[str, str] = self.cleaned_data
        return {**told, "code": told["code"] or told["name"][:CODE_LENGTH]}


def reasons_page(actor: Actor, form: ReasonForm, error: str = "") -> ReasonsPage:
    """Every reason by name, those out of use last."""
    rows = sorted(reasons_of(actor), key=lambda row: not row.active)
    lines = tuple(ReasonLine(row, kind_words(row.kind)) for row in rows)
    return ReasonsPage(lines, form, error, may_write=actor.may("inventory.approve"))


def kind_words(kind: str) -> str:
    """What a reason does, as people say it."""
    return {
        ReasonKind.ADJUSTMENT: gettext("Sets stock right"),
        ReasonKind.WASTE: gettext("Writes stock off"),
    }[ReasonKind(kind)]
