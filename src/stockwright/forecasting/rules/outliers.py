"""What a person may say of a day, and in which words the program tells why it looks at it."""

from datetime import date
from enum import StrEnum

from stockwright.forecasting.rules.calendar import FIRST_DAY
from stockwright.kit.problems import Invalid

LONGEST_NOTE = 300


class Decision(StrEnum):
    """What a day counts as."""

    KEEP = "keep"
    DAMP = "damp"
    IGNORE = "ignore"


class InvalidDecision(Invalid):
    """A decision on a day is told wrongly."""

    message = "{detail}"


def check_decision(decision: str, note: str, *, day: date, today: date) -> str:
    """The note without blanks around it, or InvalidDecision; an empty decision takes one back."""
    if decision and not FIRST_DAY <= day <= today:
        raise InvalidDecision(
            detail="Decide on a day that is past: of days to come nothing is sold yet.", field="day"
        )
    if decision and decision not in set(Decision):
        raise InvalidDecision(detail="Keep the day, damp it or ignore it.", field="decision")
    clean = note.strip()
    if len(clean) > LONGEST_NOTE:
        raise InvalidDecision(detail=f"Keep the note within {LONGEST_NOTE} characters.", field="note")
    return clean


class Explained(StrEnum):
    """What the lines of a day say of it."""

    ONE_ORDER = "one_order"
    FEW_ORDERS = "few_orders"
    MANY_ORDERS = "many_orders"
    UNKNOWN = "unknown"


ONE_ORDER_SHARE = 0.5
FEW = 3


def explained(*, sold: float, orders: int, largest: float) -> Explained:
    """Why so much was sold on a day: one order that made half of it or more, a few orders, or many."""
    if not orders:
        return Explained.UNKNOWN
    if largest >= ONE_ORDER_SHARE * sold:
        return Explained.ONE_ORDER
    return Explained.FEW_ORDERS if orders <= FEW else Explained.MANY_ORDERS
