"""Fields of the forms in which people tell the forecast something."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words


def day_field(label: "Words", help_text: "Words | str" = "", *, required: bool = True) -> forms.DateField:
    """A day, chosen or typed."""
    widget = forms.DateInput({"class": "input", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def text_field(
    label: "Words", help_text: "Words | str" = "", *, most: int = 200, required: bool = True, **attrs: object
) -> forms.CharField:
    """A line of text."""
    widget = forms.TextInput({"class": "input", "autocomplete": "off", **attrs})
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=required, widget=widget)


def number_field(
    label: "Words",
    help_text: "Words | str" = "",
    *,
    digits: int = 13,
    places: int = 4,
    least: int | None = None,
    most: int | None = None,
) -> forms.DecimalField:
    """An exact number."""
    widget = forms.NumberInput({"class": "input", "step": "any", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        max_digits=digits,
        decimal_places=places,
        min_value=least,
        max_value=most,
        widget=widget,
    )


def lines_field(label: "Words", help_text: "Words", *, rows: int = 8, required: bool = True) -> forms.CharField:
    """Lines that are typed, scanned or pasted."""
    widget = forms.Textarea({"class": "input", "rows": rows, "spellcheck": "false", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget)


class SourcedForm(forms.Form):
    """A form whose second sending changes nothing."""

    source = forms.CharField(max_length=100, widget=forms.HiddenInput)


class EventForm(SourcedForm):
    """An event of the calendar."""

    name = text_field(_("Name"), autofocus=True)
    kind = text_field(
        _("Kind"),
        _("Alike events learn from each other: fair, payday, school holidays."),
        most=40,
        list="kinds",
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    yearly = forms.BooleanField(
        label=_("Comes back every year"),
        required=False,
        help_text=_("Give its first year as the first day, so that the forecast learns from past years."),
    )
    repeats_until = day_field(_("Comes back until"), _("Empty: for good."), required=False)
    note = text_field(_("Note"), most=500, required=False)


class PromotionForm(SourcedForm):
    """A promotion."""

    name = text_field(_("Name"), autofocus=True)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    discount = number_field(_("Discount"), _("Off the usual price."), digits=5, places=2, least=0, most=100)
    category = forms.ChoiceField(label=_("Of a category"), required=False, widget=forms.Select({"class": "input"}))
    items = lines_field(
        _("Or of these items"), _("One a line: SKU or barcode, typed, scanned or pasted."), required=False
    )
    note = text_field(_("Note"), most=500, required=False)

    def offer_categories(self, choices: list[tuple[str, str]]) -> None:
        """Let one of these be chosen, or none."""
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("No category: items")), *choices]


class PromotionTableForm(SourcedForm):
    """Many promotions, pasted."""

    table = lines_field(
        _("Promotions"),
        _(
            "On each line: name, first day, last day, discount in percent, SKU or barcode. Lines with the same "
            "name, days and discount are one promotion."
        ),
        rows=12,
    )


class PricesForm(SourcedForm):
    """Prices from a day on."""

    from_on = day_field(_("From"), _("The first day with the new price. A line may name a day of its own."))
    prices = lines_field(
        _("Prices"), _("One a line: SKU or barcode, then the price, then a day if it differs."), rows=5
    )


class OverrideForm(SourcedForm):
    """What a person says otherwise than the forecast."""

    item = text_field(_("Item"), _("SKU or barcode."), spellcheck="false", autocapitalize="off")
    location = forms.ChoiceField(label=_("Location"), required=False, widget=forms.Select({"class": "input"}))
    way = forms.ChoiceField(
        label=_("What you say"),
        choices=[
            ("fixed", _("So many pieces a day")),
            ("times", _("The forecast times a factor")),
            ("plus", _("So many pieces a day more")),
        ],
        widget=forms.RadioSelect,
    )
    amount = number_field(_("Number"), _("Pieces a day, or the factor: 1.5 is half as much again."))
    starts_on = day_field(_("First day"))
    expires_on = day_field(_("Last day"), _("Then the forecast stands again by itself."))
    note = text_field(_("Why"), _("It is read when your word and the forecast are compared."), most=500)

    def offer_locations(self, choices: list[tuple[str, str]]) -> None:
        """Let one of these be chosen, or all together."""
        field = self.fields["location"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("All locations together")), *choices]
