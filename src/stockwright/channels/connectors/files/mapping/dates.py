"""Dates and times from text, day or month first, with the months of several languages."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

import polars as pl

from stockwright.channels.connectors.files.mapping.plan import DateOrder

_TIME = (
    r"(?:[T,\s]+(?:(오전|오후)\s*)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$"
)
_YEAR_FIRST = r"^(\d{4})[-./\s년年]+(\d{1,2})[-./\s월月]+(\d{1,2})[.일日]*" + _TIME
_YEAR_LAST = r"^(\d{1,2})[-./\s]+(\d{1,2})[-./,\s]+(\d{4}|\d{2})" + _TIME
_COMPACT = r"^((?:19|20)\d{2})(\d{2})(\d{2})$"
_ISO = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?$"
_SERIAL = r"^[1-9]\d{4}(?:\.\d+)?$"
_DAY_MONTH = r"^(?:\p{L}{2,}\.?,\s*)?(\d{1,2})[-.\s]*(\p{L}{3,})[-.,\s]*(\d{4})"
_MONTH_DAY = r"^(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
_MONTHS = (
    ("jan", "янв"),
    ("feb", "фев"),
    ("mar", "мар", "mär", "mrz"),
    ("apr", "апр"),
    ("may", "май", "мая", "mai"),
    ("jun", "июн"),
    ("jul", "июл"),
    ("aug", "авг"),
    ("sep", "сен"),
    ("oct", "окт", "okt"),
    ("nov", "ноя"),
    ("dec", "дек", "dez"),
)
_MONTH_NUMBER = {name: str(n) for n, names in enumerate(_MONTHS, start=1) for name in names}
_PARTS = ("a", "b", "c", "half_before", "hour", "minute", "second", "half_after", "offset")


class DateGuess(NamedTuple):
    """The order of day, month and year; `ambiguous` when the data allow both."""

    order: DateOrder
    ambiguous: bool


def moments(texts: pl.Series, order: DateOrder, zone: ZoneInfo) -> pl.DataFrame:
    """Read dates as columns `at` (UTC), `on` (the day in `zone`) and `has_time`; null where unreadable.

    A day without a time of day, or exactly at midnight, is put at noon of that day: no rounding of zones
    can move it to another day. A time that the clock skipped in spring is read an hour later.
    """
    if (exact := _of_programs(texts)) is not None:
        local = exact.alias("local").to_frame().with_columns(pl.lit(None, pl.String).alias("offset"))
        return local.select(_in_zone(zone))
    read = _moments_of(texts.drop_nulls().unique(), order, zone)
    return texts.alias("text").to_frame().join(read, on="text", how="left", maintain_order="left").drop("text")


def date_order(texts: pl.Series) -> DateGuess:
    """Decide from the values whether the day or the month comes first."""
    values = texts.drop_nulls().str.strip_chars()
    if values.is_empty() or values.str.contains(_SERIAL).mean() > 0.8:  # type: ignore[operator]
        return DateGuess("ymd" if values.is_empty() else "excel", False)
    parts = values.str.extract_groups(_YEAR_LAST).struct.unnest()[:, :2].cast(pl.Int32).drop_nulls()
    if parts.height * 2 < len(values):
        return DateGuess("ymd", False)
    first, second = parts.to_series(0), parts.to_series(1)
    day_first, month_first = int((first > 12).sum()), int((second > 12).sum())
    if day_first or month_first:
        return DateGuess("dmy" if day_first >= month_first else "mdy", day_first > 0 and month_first > 0)
    if values.str.contains(r"^\d{1,2}\.").mean() > 0.5:  # type: ignore[operator]
        return DateGuess("dmy", False)  # nobody writes month.day.year
    return DateGuess(_steadier(first, second), True)


def is_date(texts: pl.Series) -> pl.Series:
    """Mark texts that look like a date in any order (not whether the day exists)."""
    values = texts.str.strip_chars()
    return (
        values.str.contains(_YEAR_FIRST)
        | values.str.contains(_YEAR_LAST)
        | (values.str.contains(_COMPACT) & values.str.contains(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])"))
        | values.str.contains(_DAY_MONTH)
        | values.str.contains(_MONTH_DAY)
    )


def _steadier(first: pl.Series, second: pl.Series) -> DateOrder:
    """Prefer the reading in which months change less often from row to row."""
    changes_first, changes_second = ((part.diff().fill_null(0) != 0).sum() for part in (first, second))
    return "mdy" if changes_first < changes_second else "dmy"


def _moments_of(texts: pl.Series, order: DateOrder, zone: ZoneInfo) -> pl.DataFrame:
    frame = texts.alias("text").to_frame()
    plain = _with_numbers_for_months(texts.str.strip_chars())
    year_first, year_last = (_parts(plain, pattern) for pattern in (_YEAR_FIRST, _YEAR_LAST))
    last = {"mdy": ("c", "a", "b")}.get(order, ("c", "b", "a"))
    local = _else(_local(year_first, ("a", "b", "c")), _local(year_last, last))
    offset = _else(year_first["offset"], year_last["offset"])
    if order == "excel":
        local = _else(local, _from_serial(plain))
    frame = frame.with_columns(local.alias("local"), offset.alias("offset"))
    return frame.select("text", *_in_zone(zone))


def _else(first: pl.Series, second: pl.Series) -> pl.Series:
    return first.zip_with(first.is_not_null(), second)


def _of_programs(texts: pl.Series) -> pl.Series | None:
    """Read ISO times as programs write them, many times faster than the ways of people; None if not so."""
    first = texts.drop_nulls().head(1)
    if first.is_empty() or not texts.str.contains(_ISO).all():
        return None
    separator = first.item()[10]
    read = texts.str.to_datetime(f"%Y-%m-%d{separator}%H:%M:%S%.f", time_unit="us", strict=False)
    return read if read.null_count() == texts.null_count() else None


def _with_numbers_for_months(texts: pl.Series) -> pl.Series:
    plain = texts.str.replace(_COMPACT, "$1-$2-$3")
    if not plain.str.contains(r"\p{L}{3,}").any():
        return plain
    for pattern, (year, month, day) in ((_DAY_MONTH, (2, 1, 0)), (_MONTH_DAY, (2, 0, 1))):
        groups = plain.str.extract_groups(pattern).struct.unnest()
        number = (
            groups.to_series(month)
            .str.to_lowercase()
            .str.slice(0, 3)
            .replace_strict(_MONTH_NUMBER, default=None, return_dtype=pl.String)
        )
        rest = plain.str.replace(pattern, "")
        written = groups.to_series(year) + "-" + number + "-" + groups.to_series(day) + rest
        plain = _else(written, plain)
    return plain


def _parts(texts: pl.Series, pattern: str) -> pl.DataFrame:
    return texts.str.extract_groups(pattern).struct.rename_fields(list(_PARTS)).struct.unnest()


def _local(parts: pl.DataFrame, order: tuple[str, ...]) -> pl.Series:
    """Put the parts together as a local time; days that do not exist become null."""
    year, month, day = (pl.col(name) for name in order)
    year = pl.when(year.str.len_chars() == 2).then("20" + year).otherwise(year)
    half = pl.coalesce("half_before", "half_after").str.to_lowercase().str.slice(0, 2)
    hour = pl.col("hour").cast(pl.Int32).fill_null(0)
    afternoon = half.str.starts_with("p") | (half == "오후")
    hour = pl.when(half.is_null()).then(hour).otherwise(hour % 12 + 12 * afternoon.cast(pl.Int32))
    text = pl.format(
        "{}-{}-{} {}:{}:{}",
        year,
        month.str.zfill(2),
        day.str.zfill(2),
        hour.cast(pl.String).str.zfill(2),
        pl.col("minute").fill_null("00"),
        pl.col("second").fill_null("00"),
    )
    return parts.select(text.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)).to_series()


def _from_serial(texts: pl.Series) -> pl.Series:
    """Read the day number of a spreadsheet: days since 30 December 1899."""
    days = texts.set(~texts.str.contains(_SERIAL), None).cast(pl.Float64, strict=False)
    seconds = (days * 86_400).round().cast(pl.Int64)
    since = pl.datetime(1899, 12, 30, time_unit="us") + pl.duration(seconds=pl.col("seconds"))
    return seconds.alias("seconds").to_frame().select(since).to_series()


def _in_zone(zone: ZoneInfo) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    local, offset = pl.col("local"), pl.col("offset")
    timed = local.dt.time() != pl.time(0, 0, 0)
    wall = pl.when(timed).then(local).otherwise(local.dt.truncate("1d") + pl.duration(hours=12))
    here = pl.coalesce(_localized(wall, zone), _localized(wall + pl.duration(hours=1), zone))
    sign = pl.when(offset.str.starts_with("-")).then(-1).otherwise(1)
    digits = offset.str.replace_all(r"\D", "").str.zfill(4)
    minutes = digits.str.slice(0, 2).cast(pl.Int32) * 60 + digits.str.slice(2, 2).cast(pl.Int32)
    exact = (local - pl.duration(minutes=minutes * sign)).dt.replace_time_zone("UTC")
    at = pl.when(offset.is_null()).then(here.dt.convert_time_zone("UTC")).otherwise(exact)
    return (
        at.alias("at"),
        at.dt.convert_time_zone(str(zone)).dt.date().alias("on"),
        (timed | offset.is_not_null()).fill_null(value=False).alias("has_time"),
    )


def _localized(wall: pl.Expr, zone: ZoneInfo) -> pl.Expr:
    return wall.dt.replace_time_zone(str(zone), ambiguous="earliest", non_existent="null")
