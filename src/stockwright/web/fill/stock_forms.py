"""Forms of how stock is kept: a channel's share, places, and an item's own terms."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from stockwright.catalog.rules import Tracking

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words


def _pieces(label: "Words", help_text: "Words", *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=0,
        max_digits=18,
        decimal_places=4,
        widget=forms.NumberInput({"class": "input", "step": "any", "inputmode": "decimal"}),
    )


class ChannelRuleForm(forms.Form):
    """What a channel may sell, of every item or of one."""

    channel = forms.CharField(
        label=_("Channel"),
        max_length=50,
        help_text=_("As your orders name it, such as WEB or POS."),
        widget=forms.TextInput({"class": "input", "list": "channels", "autocomplete": "off"}),
    )
    item = forms.CharField(
        label=_("Only for the item"),
        required=False,
        help_text=_("A SKU; its rule takes the place of the channel's. Empty: all items."),
        widget=forms.TextInput({"class": "input", "autocomplete": "off", "spellcheck": "false"}),
    )
    buffer = _pieces(_("Buffer"), _("Pieces kept back from the channel."))
    floor = _pieces(_("Floor"), _("With fewer left after the buffer, the channel sees none."))
    hold_minutes = forms.IntegerField(
        label=_("A reservation holds"),
        help_text=_("Minutes; empty: until somebody ends it."),
        required=False,
        min_value=1,
        widget=forms.NumberInput({"class": "input", "inputmode": "numeric"}),
    )


class LocationForm(forms.Form):
    """How a place is used."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput({"class": "input"}))
    rank = forms.IntegerField(
        label=_("Rank"),
        min_value=0,
        max_value=9999,
        help_text=_("Orders are promised from the lowest rank first."),
        widget=forms.NumberInput({"class": "input", "inputmode": "numeric"}),
    )
    sells = forms.BooleanField(label=_("Orders are promised from here"), required=False)


class NewLocationForm(forms.Form):
    """A new place."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("As your files name it, such as Warehouse or Shop."),
        widget=forms.TextInput({"class": "input"}),
    )


class TermsForm(forms.Form):
    """How an item is counted, followed and watched."""

    unit = forms.CharField(
        label=_("Unit"),
        max_length=20,
        help_text=_("What is counted, such as pcs, kg or m."),
        widget=forms.TextInput({"class": "input"}),
    )
    units_per_pack = _pieces(_("Units in a pack"), _("1 where it comes singly."), required=True)
    tracking = forms.ChoiceField(
        label=_("Follow its pieces"),
        choices=(
            (Tracking.NONE.value, _("Not one by one")),
            (Tracking.LOT.value, _("By lot, with the day it expires")),
            (Tracking.SERIAL.value, _("Piece by piece, by serial number or tag")),
        ),
        help_text=_("It can be changed while there is no stock of the item."),
        widget=forms.Select({"class": "input"}),
    )
    low_stock = _pieces(
        _("Low stock from"),
        _("Free stock of all places that sell at or below this alerts. Empty: only when it sells and is gone."),
    )
