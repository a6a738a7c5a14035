"""Numbers in sentences, written as the pages write them everywhere."""

from datetime import date
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.insights.rules.wording import Number, Wording
from stockwright.web.components.numbers import days, money, percent, quantity, rate


def wording_of(company: Company) -> Wording:
    """How numbers are written for the company."""
    return Wording(
        quantity=quantity,
        estimate=estimate,
        days=days,
        money=partial(money, currency=company.currency),
        share=percent,
        day=day_in_words,
    )


def estimate(value: Number) -> str:
    """An expected number of pieces: as exact as is honest, whole ones without decimals."""
    return quantity(value) if value == int(value) else rate(value)


def day_in_words(value: date) -> str:
    """A day as it stands in a sentence."""
    return date_format(value, gettext("j F Y"))
