"""The forms of exported files, and what can be wrong with asking for one."""

from enum import StrEnum

from stockwright.kit.problems import Conflict, Invalid, NotFound

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run; an apostrophe before it makes it harmless."""


class Format(StrEnum):
    """How rows are written."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


class Pack(StrEnum):
    """What the rows come in: an archive with their manifest, compressed alone, or as they are."""

    ZIP = "zip"
    GZIP = "gzip"
    NONE = "none"


class NoSuchDataset(NotFound):
    """Nothing of that name can be exported."""

    message = "There is no data set “{name}”. Choose one of: {possible}."


class PackedAlready(Invalid):
    """A Parquet file is compressed inside."""

    message = "A Parquet file is compressed inside already. Leave gzip out."


class NoDeltas(Invalid):
    """Rows of the data set may change, so the new ones alone say little."""

    message = "“{name}” has no deltas, because its rows may change. Deltas exist of: {possible}."


class NameMissing(Invalid):
    """A delta belongs to whoever fetches it."""

    message = "Give the delta a name of 1 to 60 characters that says who fetches it, such as bookkeeping."


class NotTheOpenBatch(Conflict):
    """Another batch is waiting to be acknowledged, or none is."""

    message = "This batch does not wait to be acknowledged. Ask for the present one and use its id."


def check_consumer(name: str) -> str:
    """The name of whoever fetches a delta, or NameMissing."""
    clean = name.strip()
    if not 0 < len(clean) <= 60:
        raise NameMissing
    return clean


def check_pack(file_format: Format, pack: Pack) -> None:
    """Pass silently, or raise PackedAlready."""
    if file_format == Format.PARQUET and pack == Pack.GZIP:
        raise PackedAlready
