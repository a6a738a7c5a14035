"""Codes that are fees, not goods: postage, discounts, bank charges, vouchers.

A line is a fee when its code is a known word of the trade, or when its code has no digit and its name
speaks of a fee, or when its whole name is the name of a fee, or, in a file whose codes have digits, when
its code is one to three letters. Names are judged by the majority of the lines of a code: one odd name does
not make a fee of a product, and a fee without a name on some line is still a fee.
What the person lists to keep or to skip goes before all of that.
"""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from stockwright.channels.connectors.files.mapping.plan import Mapping, ServiceRules

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


def code_census(lines: pl.DataFrame) -> pl.DataFrame:
    """Count the lines of every code: `code`, `name`, `lines`, `named`, `like_fee`, `quantity`, `money`.

    `lines` has `code`, `name`, `quantity` and `money`; `named` and `like_fee` count the lines with a name
    and with the name of a fee. The censuses of the batches of a file are put together by `merged`.
    """
    names = (
        lines.filter(pl.col("code").is_not_null())
        .group_by("code", "name")
        .agg(pl.len().cast(pl.Int64).alias("lines"), pl.col("quantity").sum(), pl.col("money").sum())
    )
    like_fee = pl.when(_like_fee()).then("lines").otherwise(0)
    named = pl.when(pl.col("name").is_not_null()).then("lines").otherwise(0)
    return merged([names.with_columns(named.alias("named"), like_fee.alias("like_fee"))])


def merged(censuses: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add up censuses; a code keeps its most frequent name."""
    total = pl.sum("lines", "named", "like_fee", "quantity", "money")
    name = pl.col("name").sort_by("named", descending=True).drop_nulls().first()
    order = ("code", "name", "lines", "named", "like_fee", "quantity", "money")
    return pl.concat(censuses).group_by("code").agg(name, total).select(order).sort("code")


def fees(census: pl.DataFrame, rules: ServiceRules) -> pl.DataFrame:
    """Return the codes of a census that are fees by these rules, the most frequent first."""
    code = pl.col("code")
    wordy = ~code.str.contains(r"\d")
    listed = code.str.to_lowercase().is_in([*_CODES.split(), *_CODE_PHRASES])
    brief = wordy & (code.str.len_chars() <= 3) & pl.lit(rules.short_words)
    known = (listed | brief | (pl.col("like_fee") * 2 > pl.col("named"))) & pl.lit(rules.known_words)
    is_fee = (known | code.is_in(rules.skip)) & ~code.is_in(rules.keep)
    return census.filter(is_fee).sort("lines", "code", descending=[True, False])


def settled(mapping: Mapping, census: pl.DataFrame) -> Mapping:
    """Write the fees of a whole file into its mapping as exact codes, so that no batch decides by itself."""
    codes = fees(census, mapping.services)["code"].sort().to_list()
    keep = mapping.services.keep
    return replace(mapping, services=ServiceRules(keep=keep, skip=tuple(codes), known_words=False))


def _like_fee() -> pl.Expr:
    spoken = pl.col("name").str.contains(_NAME_PART) & ~pl.col("code").str.contains(r"\d")
    return (spoken | pl.col("name").str.contains(_WHOLE_NAME)).fill_null(value=False)
