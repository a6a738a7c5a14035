"""What counts as demand on each channel, filled and read."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stockwright.accounts.models import Company
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.sales.queries.channels import channel_demands
from stockwright.sales.rules import LONGEST_SETTLING, SETTLED_AFTER_DAYS, DemandKind
from stockwright.web.shown.stock_settings import ChannelDemandLine

SOLD_LATELY = timedelta(days=91)
_KINDS = (
    (DemandKind.ORDERED.value, _("What was ordered")),
    (DemandKind.BOUGHT_OUT.value, _("What was bought out")),
    (DemandKind.NET.value, _("What was not given back")),
)


class ChannelDemandForm(forms.Form):
    """Which of a channel's pieces count as demand."""

    channel = forms.CharField(
        label=_("Channel"),
        max_length=50,
        widget=forms.TextInput({"class": "input", "list": "sold-on", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Counts as demand"),
        choices=_KINDS,
        help_text=_("Bought out leaves out what was cancelled or refused, net all that ever came back."),
        widget=forms.Select({"class": "input"}),
    )
    settle_days = forms.IntegerField(
        label=_("Customers decide within"),
        help_text=_("Days after the order; what comes back later was bought out."),
        min_value=1,
        max_value=LONGEST_SETTLING,
        initial=SETTLED_AFTER_DAYS,
        widget=forms.NumberInput({"class": "input", "inputmode": "numeric"}),
    )


def channel_demand_lines(actor: Actor, company: Company) -> tuple[ChannelDemandLine, ...]:
    """The channels that something is sold on, and what counts there."""
    since = clock.today(company.time_zone) - SOLD_LATELY
    return tuple(
        ChannelDemandLine(
            row.channel,
            row.kind,
            str(dict(_KINDS)[row.kind]),
            gettext("%(days)s days") % {"days": row.settle_days} if row.kind == DemandKind.BOUGHT_OUT else "",
        )
        for row in channel_demands(actor, since=since)
    )
