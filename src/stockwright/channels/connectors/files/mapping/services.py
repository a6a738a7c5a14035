"""Codes that are fees, not goods: postage, discounts, bank charges, vouchers.

A line is a fee when its code is a known word of the trade, or when its code has no digit and its name
speaks of a fee, or when its whole name is the name of a fee, or, in a file whose codes have digits, when
its code is one to three letters. Names are judged by the majority of the lines of a code in a batch: one odd
name does not make a fee of a product, and a fee without a name on some line is still a fee.
What the person lists to keep or to skip goes before all of that.
"""

import polars as pl

from stockwright.channels.connectors.files.mapping.plan import ServiceRules

_CODES = """post postage dot dcpost shipping ship delivery freight carriage fee fees amazonfee bank
charges bank_charges bankcharges discount disc manual adjust adjustment commission
handling tip tips gift_card giftcard giftwrap gift_wrap voucher coupon deposit tax vat
surcharge insurance refund credit sample samples test cruk доставка почта скидка
комиссия услуга упаковка эквайринг штраф предоплата купон сертификат логистика хранение
배송비 택배비 할인 쿠폰 수수료 포장비 적립금 반송비 versand versandkosten porto rabatt gebühr gutschein fracht
verpackung trinkgeld pfand"""
_CODE_PHRASES = ("bank charges", "gift card", "gift wrap", "shipping fee", "delivery fee")
_NAME_PART = (
    r"(?i)\b(?:postage|shipping|delivery|carriage|freight|manual|discount|samples?|bank charges|fees?"
    r"|commission|adjust(?:ment)?|bad debt|handling|voucher|surcharge|доставка|скидка|комиссия|услуга"
    r"|versand(?:kosten)?|porto|rabatt|gebühr|gutschein)\b|배송비|택배비|할인|수수료"
)
_WHOLE_NAME = (
    r"(?i)^(?:.*\bpostage|shipping(?: fee| cost| charge)?s?|delivery(?: fee| cost| charge)?s?|carriage"
    r"|freight|discount|bank charges|.*\bgift (?:voucher|card)s?\b.*|adjust bad debt|next day carriage"
    r"|(?:услуг[аи] )?доставк[аи]|скидка|комиссия|подарочный сертификат.*|배송비|택배비|수수료"
    r"|versand(?:kosten)?|porto|rabatt|gutschein.*)$"
)


def is_service(code: pl.Expr, name: pl.Expr, rules: ServiceRules) -> pl.Expr:
    """Mark lines whose code is a fee by these rules; null codes are not marked."""
    asked = code.is_in(list(rules.skip))
    ruled = _known(code, name, short=rules.short_words) if rules.known_words else pl.lit(value=False)
    return ((asked | ruled) & ~code.is_in(list(rules.keep))).fill_null(value=False)


def _known(code: pl.Expr, name: pl.Expr, *, short: bool) -> pl.Expr:
    listed = code.str.to_lowercase().is_in([*_CODES.split(), *_CODE_PHRASES])
    wordy = ~code.str.contains(r"\d")
    spoken = wordy & name.str.contains(_NAME_PART).fill_null(value=False)
    whole = name.str.contains(_WHOLE_NAME).fill_null(value=False)
    brief = wordy & (code.str.len_chars() <= 3) & pl.lit(short)
    named = (spoken | whole).filter(name.is_not_null()).mean().over(code).fill_null(0) > 0.5
    return listed | named | brief


def service_summary(lines: pl.DataFrame) -> pl.DataFrame:
    """Count lines, quantity and money per skipped code: `code`, `name`, `lines`, `quantity`, `money`.

    Summaries of several batches are put together by calling it again on all of them.
    """
    if "lines" not in lines.columns:
        lines = lines.with_columns(pl.lit(1, pl.Int64).alias("lines"))
    return (
        lines.group_by("code")
        .agg(
            pl.col("name").drop_nulls().first(),
            pl.col("lines").sum(),
            pl.col("quantity").sum(),
            pl.col("money").sum(),
        )
        .sort("lines", "code", descending=[True, False])
    )
