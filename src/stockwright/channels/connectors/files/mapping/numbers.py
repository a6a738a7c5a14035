"""Numbers from text: thousands, decimal comma, currency signs, minus in any of its shapes."""

from typing import Final

import polars as pl

EXACT: Final = pl.Decimal(18, 4)
_AROUND = r"[\s\u00a0\u202f'’_$€£¥₽₩]|(?i:руб|шт|pcs|stk|eur|usd|rub|krw)\.?|원|개"
_MINUS = r"^(?:\((.+)\)|(.+)-)$"


def numbers(texts: pl.Series, decimal: str) -> pl.Series:
    """Read numbers as exact decimals with four places; what is not a number becomes null.

    A sign that cannot divide thousands where it stands is taken for the decimal sign: 1,5 is one and a half.
    """
    plain = texts if decimal == "." else texts.set(texts.str.contains(".", literal=True), None)
    exact = plain.cast(EXACT, strict=False)
    doubtful = exact.is_null() & texts.is_not_null()
    if not doubtful.any():
        return exact
    rest = texts.to_frame("text").filter(doubtful).select(_careful(decimal))
    places = doubtful.arg_true()
    return exact.scatter(places, rest.to_series())


def _careful(decimal: str) -> pl.Expr:
    thousand = "," if decimal == "." else "."
    text = pl.col("text").str.replace_all("[−–]", "-").str.replace_all(_AROUND, "")
    text = text.str.replace(_MINUS, "-$1$2")
    grouped = text.str.contains(rf"^[+-]?\d{{1,3}}(?:\{thousand}\d{{3}})+(?:\{decimal}\d+)?$")
    single = text.str.contains(r"^[+-]?\d*(?:[.,]\d+)?$") & text.str.contains(r"\d")
    point = text.str.replace(",", ".", literal=True)
    ungrouped = text.str.replace_all(thousand, "", literal=True).str.replace(",", ".", literal=True)
    return pl.when(grouped).then(ungrouped).when(single).then(point).cast(EXACT, strict=False)
