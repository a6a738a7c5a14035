"""Numbers as people read them."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from stockwright.web.components import numbers


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        ("3480.20", "EUR", "€3,480"),
        ("19.02", "USD", "$19.02"),
        ("99.999", "EUR", "€100.00"),
        ("8412.5", "EUR", "€8,413"),
        ("-12.5", "GBP", "\N{MINUS SIGN}£12.50"),
        ("1250.4", "KRW", "₩1,250"),
        ("0", "EUR", "€0"),
        ("5", "CHF", "CHF\N{NO-BREAK SPACE}5.00"),
    ],
)
def test_money_shows_coins_only_where_they_matter(value: str, currency: str, shown: str) -> None:
    with override("en"):
        assert numbers.money(Decimal(value), currency) == shown


def test_money_stands_where_the_language_puts_it() -> None:
    with override("ru"):
        assert numbers.money_exact(Decimal("1250.5"), "RUB").endswith("50\N{NO-BREAK SPACE}₽")
        assert "," in numbers.money_exact(Decimal("1250.5"), "RUB")


def test_what_is_not_known_is_a_dash() -> None:
    for written in (
        numbers.money_exact(None, "EUR"),
        numbers.quantity(None),
        numbers.percent(None),
        numbers.days(None),
    ):
        assert written == "\N{EN DASH}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("12.000", "12"), ("0.5", "0.5"), ("1234567", "1,234,567"), ("0.12345", "0.123"), ("0", "0")],
)
def test_a_quantity_keeps_the_decimals_it_has(value: str, shown: str) -> None:
    with override("en"):
        assert numbers.quantity(Decimal(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("0.2", "0.2"), ("9.96", "10.0"), ("14", "14"), ("203.4", "203")])
def test_days_have_a_decimal_only_below_ten(value: str, shown: str) -> None:
    with override("en"):
        assert numbers.days(Decimal(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("3.4", "3.4"), ("999", "999"), ("52076", "999+")])
def test_stock_that_lasts_beyond_every_plan_says_so(value: str, shown: str) -> None:
    with override("en"):
        assert numbers.days_left(Decimal(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("0.004", "0%"), ("0.12", "+12%"), ("-0.3", "\N{MINUS SIGN}30%")])
def test_a_change_has_its_sign(value: str, shown: str) -> None:
    assert numbers.signed_percent(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("0", "0"), ("0.0019", "<0.01"), ("0.034", "0.03"), ("4.6", "4.6"), ("120.4", "120")]
)
def test_a_rate_shows_two_digits_that_matter(value: str, shown: str) -> None:
    assert numbers.rate(Decimal(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("1440.000", "1440"), ("0.50", "0.5"), ("1E+3", "1000")])
def test_an_input_field_gets_a_plain_number_in_any_language(value: str, shown: str) -> None:
    with override("ru"):
        assert numbers.plain(Decimal(value)) == shown
