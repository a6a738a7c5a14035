"""What is true of adjustments: why stock is set right, by how much, and who has to agree."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from stockwright.kit.money import ZERO
from stockwright.kit.problems import Conflict, Invalid, NotAllowed

MOST_LINES = 10_000
CODE_LENGTH = 30
NOTE_LENGTH = 500


class ReasonKind(StrEnum):
    """What a reason stands for: setting stock right, or writing it off."""

    ADJUSTMENT = "adjustment"
    WASTE = "waste"


REF_TYPES = {ReasonKind.ADJUSTMENT: "adjustment", ReasonKind.WASTE: "WASTE"}
"""How the ledger names the document behind a movement, by the kind of its reason."""

DEFAULT_REASONS = (
    ("damaged", "Damaged", ReasonKind.WASTE),
    ("expired", "Expired", ReasonKind.WASTE),
    ("sample", "Sample", ReasonKind.WASTE),
    ("own_use", "Own use", ReasonKind.WASTE),
    ("stolen", "Stolen", ReasonKind.ADJUSTMENT),
    ("found", "Found", ReasonKind.ADJUSTMENT),
    ("correction", "Correction", ReasonKind.ADJUSTMENT),
)
"""The reasons (code, name, kind) that every company begins with."""


class AdjustmentState(StrEnum):
    """Where an adjustment stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    POSTED = "posted"
    REJECTED = "rejected"
    UNDONE = "undone"


class Way(StrEnum):
    """How a line says what is right: by a difference, or by how much there is."""

    CHANGE_BY = "change_by"
    SET_TO = "set_to"


class InvalidAdjustment(Invalid):
    """A line or a reason breaks a rule."""

    message = "{detail}"


class ReasonTaken(Conflict):
    """Two reasons cannot have one code."""

    message = "There is a reason with the code “{code}” already. Choose another code, or change that reason."


class AdjustmentClosed(Conflict):
    """It was posted, rejected or undone before."""

    message = "This adjustment is {state} already. Make a new one."


class NotWaiting(Conflict):
    """Only what waits for approval can be approved."""

    message = "This adjustment does not wait for approval: it is {state}."


class OwnAdjustment(NotAllowed):
    """Four eyes are two people."""

    message = "You made this adjustment, so somebody else has to approve it. Only a single owner may do both."


class SourceTaken(Conflict):
    """One source cannot stand for two different adjustments."""

    message = "The source “{source}” has an adjustment already, with other lines. Use a new source for each."


class Stake(NamedTuple):
    """The money that an adjustment moves, up and down alike, and how many of its lines have no known cost."""

    money: Decimal
    unknown: int


def difference(way: str, amount: Decimal, before: Decimal) -> Decimal:
    """By how much a line changes what is there."""
    return amount - before if way == Way.SET_TO else amount


def stake_of(values: Iterable[Decimal | None]) -> Stake:
    """What lines of these values put at stake together; a value of None is not known."""
    told = list(values)
    known = [abs(value) for value in told if value is not None]
    return Stake(sum(known, ZERO), len(told) - len(known))


def needs_approval(stake: Stake, limit: Decimal | None) -> bool:
    """Whether somebody else has to agree: above the limit, and where the value is not known."""
    return limit is not None and (stake.money > limit or stake.unknown > 0)


def check_text(note: str, source: str) -> None:
    """Pass silently, or say what is too long."""
    if len(note) > NOTE_LENGTH:
        raise InvalidAdjustment(detail=f"Keep the note to {NOTE_LENGTH} characters.")
    if len(source) > 120:
        raise InvalidAdjustment(detail="A source has at most 120 characters.")


def check_lines(lines: Collection[tuple[UUID, UUID, UUID | None, str, Decimal, Decimal | None]]) -> None:
    """Pass silently, or name what is wrong with lines of (item, place, lot, way, amount, unit cost)."""
    if not lines or len(lines) > MOST_LINES:
        raise InvalidAdjustment(detail=f"An adjustment has 1 to {MOST_LINES:,} lines.")
    seen: set[tuple[UUID, UUID, UUID | None]] = set()
    for number, (item, place, lot, way, amount, cost) in enumerate(lines, 1):
        if (item, place, lot) in seen:
            raise InvalidAdjustment(detail=f"Line {number} names an item and place a second time.", line=number)
        seen.add((item, place, lot))
        if way == Way.CHANGE_BY and amount == 0:
            raise InvalidAdjustment(detail=f"Line {number} changes nothing: give a quantity.", line=number)
        if way == Way.SET_TO and amount < 0:
            raise InvalidAdjustment(detail=f"Line {number} sets stock below zero.", line=number)
        if cost is not None and cost < 0:
            raise InvalidAdjustment(detail=f"The unit cost of line {number} is below zero.", line=number)
    whole = {(item, place) for item, place, lot, way, _, _ in lines if way == Way.SET_TO and lot is None}
    for number, (item, place, lot, *_rest) in enumerate(lines, 1):
        if lot is not None and (item, place) in whole:
            detail = f"Line {number} changes a lot of an item that another line sets as a whole."
            raise InvalidAdjustment(detail=detail, line=number)


def check_code(code: str) -> str:
    """The code of a reason in its plain form, or InvalidAdjustment."""
    clean = code.strip().lower().replace(" ", "_")
    if not 0 < len(clean) <= CODE_LENGTH:
        raise InvalidAdjustment(detail=f"Give the reason a code of 1 to {CODE_LENGTH} characters.")
    return clean


def check_name(name: str) -> str:
    """The name of a reason without blanks around it, or InvalidAdjustment."""
    clean = name.strip()
    if not 0 < len(clean) <= 100:
        raise InvalidAdjustment(detail="Give the reason a name of 1 to 100 characters.")
    return clean


def check_direction(kind: str, quantities: Iterable[Decimal]) -> None:
    """Pass silently, or InvalidAdjustment where a write-off would bring pieces in."""
    if kind == ReasonKind.WASTE and any(quantity > 0 for quantity in quantities):
        raise InvalidAdjustment(detail="A write-off takes pieces away. Choose another reason to bring pieces in.")
