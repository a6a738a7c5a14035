"""The forms of people and of the company; what they mean is judged by the actions."""

from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from stockwright.accounts.rules import POLICIES, ROLES, VALUATIONS
from stockwright.kit.problems import Problem
from stockwright.web.fill.frame import role_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

POLICY_WORDS: "dict[str, Words]" = {
    "position": _("Stock and open orders against the demand until the next order arrives (recommended)"),
    "runway": _("Classic: alert at a number of days of stock"),
}

VALUATION_WORDS: "dict[str, Words]" = {
    "average": _("At the moving average of what was paid"),
    "fifo": _("First in, first out"),
}


class LoginForm(forms.Form):
    """Who somebody is."""

    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput({"class": "input", "autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"class": "input", "autocomplete": "current-password"}),
    )


class SignupForm(forms.Form):
    """A company and its first owner."""

    company_name = forms.CharField(
        label=_("Company"),
        max_length=200,
        widget=forms.TextInput({"class": "input", "autocomplete": "organization", "autofocus": True}),
    )
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput({"class": "input", "autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput({"class": "input", "autocomplete": "new-password"}),
    )


class PersonForm(forms.Form):
    """Somebody new in the company."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"class": "input", "autocomplete": "off"}))
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, widget=forms.TextInput({"class": "input"})
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=lambda: [(role, role_name(role)) for role in ROLES],
        initial="buyer",
        widget=forms.Select({"class": "input"}),
    )
    password = forms.CharField(
        label=_("First password"),
        strip=False,
        help_text=_("At least 10 characters. Tell it to them yourself."),
        widget=forms.PasswordInput({"class": "input", "autocomplete": "new-password"}),
    )


def _days(label: "Words", help_text: "Words", least: int = 0) -> forms.IntegerField:
    widget = forms.NumberInput({"class": "input", "inputmode": "numeric"})
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=365, widget=widget)


class CompanyForm(forms.Form):
    """How a company works and orders."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"class": "input"}))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(zone, zone) for zone in sorted(available_timezones())],
        help_text=_("The night runs, and a day of sales ends, by this clock."),
        widget=forms.Select({"class": "input"}),
    )
    currency = forms.CharField(
        label=_("Currency"),
        min_length=3,
        max_length=3,
        help_text=_("Three letters, such as EUR."),
        widget=forms.TextInput({"class": "input", "autocapitalize": "characters"}),
    )
    holidays_of = forms.CharField(
        label=_("Holidays of"),
        required=False,
        max_length=2,
        help_text=_("Two letters of a country, such as DE: the forecast knows its public holidays."),
        widget=forms.TextInput({"class": "input"}),
    )
    policy = forms.ChoiceField(
        label=_("When to order"),
        choices=lambda: [(policy, POLICY_WORDS[policy]) for policy in POLICIES],
        widget=forms.RadioSelect(),
    )
    service_level = forms.DecimalField(
        label=_("Target service level"),
        min_value=0.5,
        max_value=0.999,
        decimal_places=3,
        help_text=_("The share of order cycles without a stockout. 0.95 means 95 of 100."),
        widget=forms.NumberInput({"class": "input", "step": "0.005", "inputmode": "decimal"}),
    )
    review_days = _days(_("Review period"), _("How often you order from a supplier."), least=1)
    lead_days = _days(_("Lead time"), _("From ordering to having it on the shelf."))
    safety_days = _days(_("Safety days"), _("Extra days of stock of the classic rule."))
    threshold_days = _days(_("Alert threshold"), _("Days of stock at which the classic rule alerts."))
    spike_factor = forms.DecimalField(
        label=_("Spike"),
        min_value=1,
        max_value=100,
        decimal_places=1,
        help_text=_("Sales of a week this many times above the forecast need a look."),
        widget=forms.NumberInput({"class": "input", "step": "0.1", "inputmode": "decimal"}),
    )
    confidence_floor = forms.DecimalField(
        label=_("Least confidence"),
        min_value=0,
        max_value=1,
        decimal_places=2,
        help_text=_("Forecasts less sure than this need a look. 0.70 means 70 of 100."),
        widget=forms.NumberInput({"class": "input", "step": "0.05", "inputmode": "decimal"}),
    )
    confidence_within = forms.DecimalField(
        label=_("Sure means within"),
        min_value=Decimal("0.01"),
        max_value=1,
        decimal_places=2,
        help_text=_("How near to the forecast demand has to be. 0.30 means 30% above or below."),
        widget=forms.NumberInput({"class": "input", "step": "0.05", "inputmode": "decimal"}),
    )
    extra_cover_days = _days(_("Rounding"), _("More extra days of stock by packs or minimums need a look."))
    assume_no_stock = forms.TypedChoiceField(
        label=_("Items without a stock figure"),
        required=False,
        choices=[(False, _("Ask for the figure")), (True, _("Plan as if none were there"))],
        coerce=lambda chosen: chosen == "True",
        empty_value=False,  # type: ignore[arg-type]  # the stubs know text only
        help_text=_("A stock file tells the figures."),
        widget=forms.Select({"class": "input"}),
    )
    valuation = forms.ChoiceField(
        label=_("What stock is worth"),
        choices=lambda: [(way, VALUATION_WORDS[way]) for way in VALUATIONS],
        widget=forms.RadioSelect(),
    )
    approval_limit = forms.DecimalField(
        label=_("Approval above"),
        required=False,
        min_value=0,
        max_digits=20,
        decimal_places=4,
        help_text=_("Adjustments that move more money wait for somebody else. Empty: none does."),
        widget=forms.NumberInput({"class": "input", "step": "any", "inputmode": "decimal"}),
    )
    closed_through = forms.DateField(
        label=_("Books closed through"),
        required=False,
        help_text=_("Nothing can be posted up to this day. Empty opens all days again; it is noted."),
        widget=forms.DateInput({"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    allow_backorders = forms.TypedChoiceField(
        label=_("What is not there"),
        required=False,
        choices=[(False, _("Cannot be sold")), (True, _("Can be sold, and is owed"))],
        coerce=lambda chosen: chosen == "True",
        empty_value=False,  # type: ignore[arg-type]  # the stubs know text only
        widget=forms.Select({"class": "input"}),
    )


def field_of(problem: Problem) -> str | None:
    """The field of a person's form that a refusal is about."""
    return {"email_taken": "email", "weak_password": "password"}.get(problem.code)
