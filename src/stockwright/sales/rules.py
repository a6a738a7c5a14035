"""What a line of a sale needs, and by what it is known again."""

from enum import StrEnum
from hashlib import blake2b

import polars as pl

from stockwright.kit.problems import Invalid

_SAID = ("order", "sku", "quantity", "price", "revenue", "location", "channel", "customer", "currency")
_AMOUNTS = ("quantity", "price", "revenue")
_BETWEEN = "\x1f"


SETTLED_AFTER_DAYS = 14
LONGEST_SETTLING = 90


class DemandKind(StrEnum):
    """Which pieces of a channel count as demand."""

    ORDERED = "ordered"
    BOUGHT_OUT = "bought_out"
    NET = "net"


class InvalidChannelDemand(Invalid):
    """What a channel's demand is was told wrongly."""

    message = "{detail}"


def check_channel_demand(channel: str, kind: str, settle_days: int) -> tuple[str, DemandKind]:
    """The channel's name without blanks around it and the kind, or InvalidChannelDemand."""
    name = channel.strip()
    if not 0 < len(name) <= 50:
        raise InvalidChannelDemand(detail="Give the channel a name of 1 to 50 characters.", field="channel")
    if kind not in set(DemandKind):
        raise InvalidChannelDemand(detail="Choose ordered, bought out or net of returns.", field="kind")
    if not 1 <= settle_days <= LONGEST_SETTLING:
        detail = f"Customers decide within 1 to {LONGEST_SETTLING} days."
        raise InvalidChannelDemand(detail=detail, field="settle_days")
    return name, DemandKind(kind)


class InvalidSale(Invalid):
    """A line of a sale lacks something."""

    message = "{detail}"


def fingerprints(lines: pl.DataFrame, *, moment: pl.Expr) -> pl.Series:
    """The column `fingerprint`: 32 hexadecimal digits that are the same for the same line, whoever tells it.

    Where a line has an `id` of its own, unique within its `channel`, that alone counts. Else they are made of
    the `moment` and of everything the line says but the name, which changes without a sale changing; what a
    frame has no column for counts as not said. The moment has to be what the teller wrote: local where it
    wrote local time, so that another time zone of the company does not make the same line a new one.
    """
    told = [moment.dt.cast_time_unit("us").cast(pl.Int64), *(_as_said(name, lines) for name in _SAID)]
    text = pl.concat_str([part.cast(pl.String).fill_null("") for part in told], separator=_BETWEEN)
    if "id" in lines.columns:
        own = pl.concat_str(pl.lit("id"), pl.col("channel").fill_null(""), "id", separator=_BETWEEN)
        text = pl.coalesce(own, text)
    told_lines = lines.select(text.cast(pl.Binary)).to_series().to_list()
    digests = [blake2b(line, digest_size=16).digest() for line in told_lines]
    return pl.Series("fingerprint", digests, dtype=pl.Binary).bin.encode("hex")


def _as_said(name: str, lines: pl.DataFrame) -> pl.Expr:
    if name not in lines.columns:
        return pl.lit("")
    return pl.col(name).cast(pl.Decimal(38, 4)) if name in _AMOUNTS else pl.col(name)
