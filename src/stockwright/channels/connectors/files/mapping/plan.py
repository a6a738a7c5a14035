"""How one file is to be read: which column is which field, how dates and numbers are written."""

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

from stockwright.channels.connectors.files.mapping.fields import FIELDS, KINDS, Kind, required

DateOrder = Literal["ymd", "dmy", "mdy", "excel"]


class BadMapping(ValueError):  # noqa: N818  (problems are named as facts)
    """A mapping that cannot be used; the message says what to correct."""


@dataclass(frozen=True)
class ServiceRules:
    """Which codes are fees rather than goods: the person's own lists first, then the known words."""

    keep: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    known_words: bool = True
    short_words: bool = False  # codes of up to three letters, where codes otherwise have digits


@dataclass(frozen=True)
class Mapping:
    """Columns by field and the way of writing. A year first is always understood, whatever the order."""

    kind: Kind
    columns: dict[str, str] = field(default_factory=dict)
    date_format: DateOrder = "ymd"
    decimal: Literal[".", ","] = "."
    services: ServiceRules = ServiceRules()
    one_per_line: bool = False  # a file of sales without a quantity: every line is one piece

    @property
    def missing(self) -> tuple[str, ...]:
        return still_missing(self.kind, self.columns, one_per_line=self.one_per_line)

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: AnyMapping[str, Any]) -> "Mapping":
        """Read a mapping that a person may have changed. Raises `BadMapping`."""
        if given.get("kind") not in KINDS:
            raise BadMapping(f"The kind of file has to be one of: {', '.join(KINDS)}.")
        kind: Kind = given["kind"]
        if given.get("date_format", "ymd") not in get_args(DateOrder):
            raise BadMapping(f"The order of dates has to be one of: {', '.join(get_args(DateOrder))}.")
        if given.get("decimal", ".") not in {".", ","}:
            raise BadMapping("The decimal sign has to be a point or a comma.")
        return cls(
            kind=kind,
            columns=_columns(kind, given.get("columns") or {}),
            date_format=given.get("date_format", "ymd"),
            decimal=given.get("decimal", "."),
            services=_services(given.get("services") or {}),
            one_per_line=bool(given.get("one_per_line")),
        )


def still_missing(kind: Kind, fields: Iterable[str], *, one_per_line: bool) -> tuple[str, ...]:
    """Name the fields that are needed and not among these."""
    given = {*fields, "quantity"} if one_per_line and kind == "sales" else set(fields)
    return tuple(name for name in required(kind) if name not in given)


def _services(given: AnyMapping[str, Any]) -> ServiceRules:
    if unknown := sorted(set(given) - {each.name for each in fields(ServiceRules)}):
        raise BadMapping(f"There is no rule about fees named {', '.join(unknown)}.")
    lists = {key: tuple(str(code) for code in given.get(key, ())) for key in ("keep", "skip")}
    return ServiceRules(**(dict(given) | lists))


def _columns(kind: Kind, given: AnyMapping[str, Any]) -> dict[str, str]:
    known = {each.name for each in FIELDS[kind]}
    if unknown := sorted(set(given) - known):
        raise BadMapping(f"A file of {kind} has no field named {', '.join(unknown)}.")
    return {name: str(column) for name, column in given.items() if column}


def check_columns(mapping: Mapping, columns: tuple[str, ...]) -> None:
    """Raise `BadMapping` unless the file has every column named and every needed field has one."""
    if absent := sorted(set(mapping.columns.values()) - set(columns)):
        raise BadMapping(f"The file has no column named {', '.join(absent)}.")
    if mapping.missing:
        raise BadMapping(f"Choose a column for: {', '.join(mapping.missing)}.")
