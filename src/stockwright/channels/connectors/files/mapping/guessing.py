"""What a file is and what its columns mean, from their names and their values."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from stockwright.channels.connectors.files.mapping.dates import DateGuess, date_order, is_date
from stockwright.channels.connectors.files.mapping.fields import FIELDS, KINDS, Field, Kind, required
from stockwright.channels.connectors.files.mapping.numbers import numbers
from stockwright.channels.connectors.files.mapping.plan import DateOrder, Mapping, ServiceRules, still_missing
from stockwright.channels.connectors.files.mapping.words import (
    FILE_WORDS,
    STATUS,
    STOCK_WORDS,
    WORDS,
    likeness,
    plain,
)

LEAST_CERTAINTY = 0.3
UNREADABLE_DATES = 0.35  # a column called date is the date: unreadable ones are told, not passed over
_OWN: dict[Kind, tuple[str, ...]] = {
    "sales": ("order", "customer", "revenue", "price", "channel", "status"),
    "stock": (),
    "products": ("category", "cost", "barcode", "supplier", "lead_days", "moq", "pack_multiple"),
}


@dataclass(frozen=True)
class FieldGuess:
    """The column of a field; `certainty` from 0 to 1, `why` is "name", "part of the name" or "values"."""

    column: str
    certainty: float
    why: Literal["name", "part of the name", "values"]


@dataclass(frozen=True)
class Guess:
    """What the file seems to be; the person sees it, corrects it and it becomes a `Mapping`."""

    kind: Kind
    fields: dict[str, FieldGuess]
    date_format: DateOrder
    date_ambiguous: bool
    decimal: Literal[".", ","]
    short_words: bool
    one_per_line: bool

    @property
    def missing(self) -> tuple[str, ...]:
        return still_missing(self.kind, self.fields, one_per_line=self.one_per_line)

    def mapping(self) -> Mapping:
        columns = {name: guess.column for name, guess in self.fields.items()}
        services = ServiceRules(short_words=self.short_words)
        return Mapping(self.kind, columns, self.date_format, self.decimal, services, self.one_per_line)


@dataclass(frozen=True)
class _Profile:
    """Shares of the filled values of a column, each from 0 to 1."""

    filled: float
    dates: float
    numbers: float
    whole: float
    distinct: float
    with_digits: float
    barcodes: float
    numbered: float  # like #1001
    statuses: float


def guess(columns: tuple[str, ...], sample: pl.DataFrame, *, name: str = "") -> Guess:
    """Guess the kind of file and the column of every field.

    `sample` is text, best spread over the file; `name` is the name of the file and only decides when the
    columns alone leave a doubt.
    """
    decimal = _decimal(sample, columns)
    profiles = {column: _profile(sample[column], decimal) for column in columns}
    found = {kind: _fields(kind, profiles) for kind in KINDS}
    kind = max(KINDS, key=lambda each: _score(each, found[each], name))
    fields = found[kind]
    dates = date_order(sample[fields["date"].column]) if "date" in fields else DateGuess("ymd", False)
    short = "sku" in fields and _distinct_with_digits(sample[fields["sku"].column]) >= 0.9
    single = kind == "sales" and "quantity" not in fields and {"date", "sku", "order"} <= set(fields)
    return Guess(kind, fields, dates.order, dates.ambiguous, decimal, short, single)


def _decimal(sample: pl.DataFrame, columns: tuple[str, ...]) -> Literal[".", ","]:
    """Count values that can only be read one way; 1,234 and 1.234 do not vote."""
    texts = pl.concat([sample[column].alias("text") for column in columns]).drop_nulls().str.strip_chars()
    comma = texts.str.contains(r"^[+-]?\d+(?:[.\s]\d{3})*,(?:\d{1,2}|\d{4,})$").sum()
    point = texts.str.contains(r"^[+-]?\d+(?:[,\s]\d{3})*\.(?:\d{1,2}|\d{4,})$").sum()
    return "," if comma > point else "."


def _profile(column: pl.Series, decimal: str) -> _Profile:
    values = column.drop_nulls().str.strip_chars()
    values = values.filter(values != "")
    count = max(len(values), 1)
    read = numbers(values, decimal)
    number_count = len(values) - read.null_count()
    return _Profile(
        filled=len(values) / max(len(column), 1),
        dates=_share(is_date(values), count),
        numbers=number_count / count,
        whole=_share(read == read.round(0), max(number_count, 1)),
        distinct=values.n_unique() / count,
        with_digits=_share(values.str.contains(r"\d"), count),
        barcodes=_share(values.str.contains(r"^\d{8}(?:\d{4,6})?$"), count),
        numbered=_share(values.str.contains(r"^#\d+$"), count),
        statuses=_share(values.str.contains(STATUS), count),
    )


def _share(marks: pl.Series, count: int) -> float:
    return int(marks.sum()) / count


def _fields(kind: Kind, profiles: dict[str, _Profile]) -> dict[str, FieldGuess]:
    """Give every field its best column, the surest first; a column serves one field."""
    offers = [
        (made.certainty, -place, field.name, made)
        for field in FIELDS[kind]
        for place, (column, profile) in enumerate(profiles.items())
        if (made := _offer(kind, field, column, profile)).certainty >= LEAST_CERTAINTY
    ]
    chosen: dict[str, FieldGuess] = {}
    used: set[str] = set()
    for _, _, field_name, made in sorted(offers, key=lambda offer: offer[:2], reverse=True):
        if field_name not in chosen and made.column not in used:
            chosen[field_name] = made
            used.add(made.column)
    if "revenue" in chosen and "price" in chosen and chosen["price"].why == "values":
        del chosen["price"]  # the money is known by name: another amount may be a discount or a tax
    return {field.name: chosen[field.name] for field in FIELDS[kind] if field.name in chosen}


def _offer(kind: Kind, field: Field, column: str, profile: _Profile) -> FieldGuess:
    named = likeness(column, WORDS[kind][field.name])
    fitting = _fits(field, profile)
    if named:
        why: Literal["name", "part of the name"] = "name" if named >= 0.9 else "part of the name"
        return FieldGuess(column, round(named * fitting, 3), why)
    other = field.type == "number" and any(likeness(column, words) for words in WORDS[kind].values())
    return FieldGuess(column, 0.0 if other else round(_looks(field, profile), 3), "values")


def _fits(field: Field, profile: _Profile) -> float:
    """Lower the trust in a name whose values are of another type; an empty column tells nothing."""
    if profile.filled == 0:
        return 0.6
    if field.type == "date":
        serial = profile.numbers > 0.8 and profile.whole > 0.8
        return 1.0 if profile.dates >= 0.5 else 0.5 if serial else UNREADABLE_DATES
    unlike = {
        "name": _named_like_words(profile),
        "status": 1.0 if profile.statuses > 0.5 else 0.2,
        "sku": 0.3 if profile.dates > 0.8 and profile.numbers < 0.5 else 1.0,
    }
    number = 1.0 if profile.numbers >= 0.5 else 0.2
    return number if field.type == "number" else unlike.get(field.name, 1.0)


def _named_like_words(profile: _Profile) -> float:
    if profile.filled < 0.3 or profile.numbered > 0.5:
        return 0.3
    return 0.6 if profile.numbers > 0.9 else 1.0


def _looks(field: Field, profile: _Profile) -> float:
    """Trust the values alone a little: dates are plain, codes and counts less so."""
    if profile.filled < 0.8:
        return 0.0
    counts = profile.numbers > 0.95 and profile.whole > 0.95 and profile.distinct < 0.3
    coded = profile.with_digits > 0.9 and profile.numbers < 0.5 and profile.dates < 0.1
    trust = {
        "date": 0.55 * (profile.dates > 0.95),
        "order": 0.5 * (profile.numbered > 0.9),
        "barcode": 0.5 * (profile.barcodes > 0.9 and profile.distinct > 0.5),
        "quantity": 0.35 * counts,
        "price": 0.32 * (profile.numbers > 0.95 and profile.whole < 0.7),
        "sku": 0.34 * (coded and profile.distinct > 0.01),
    }
    return trust.get(field.name, 0.0)


def _score(kind: Kind, fields: dict[str, FieldGuess], name: str) -> float:
    """Weigh what only this kind of file has."""
    needed = required(kind)
    score = 3.0 * sum(fields[each].certainty for each in needed if each in fields) / len(needed)
    score += 0.4 * sum(fields[each].certainty for each in _OWN[kind] if each in fields)
    if kind == "stock" and "quantity" in fields and _is_stock_word(fields["quantity"].column):
        score += 1.5
    if kind == "products":
        score -= 0.8  # codes alone are in every kind of file
    return score + 0.5 * any(word in plain(name) for word in FILE_WORDS[kind])


def _is_stock_word(column: str) -> bool:
    return likeness(column, tuple(sorted(STOCK_WORDS))) > 0


def _distinct_with_digits(codes: pl.Series) -> float:
    distinct = codes.drop_nulls().unique()
    return _share(distinct.str.contains(r"\d"), max(len(distinct), 1))
