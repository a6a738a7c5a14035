"""Days of bulk orders, as pages tell them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext, ngettext

from stockwright.forecasting.queries.outliers import OutlierRow, outliers_page
from stockwright.forecasting.rules.outliers import Decision, Explained
from stockwright.insights.queries.stock import has_several_places
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid
from stockwright.web.components.numbers import quantity, rate, signed
from stockwright.web.shown.demand import OutlierLine, OutliersPage

LEAST_EFFECT = 0.5
SHOWN_OF_ITEM = 5
STATES = {"waiting": False, "decided": True, "all": None}


@dataclass(frozen=True)
class AskedOutliers:
    """Which days a person wants to see."""

    state: str
    cursor: str

    @staticmethod
    def of(told: QueryDict) -> "AskedOutliers":
        """What the address says."""
        state = told.get("state", "all")
        return AskedOutliers(state if state in STATES else "all", told.get("cursor", ""))


def outliers_shown(actor: Actor, asked: AskedOutliers) -> OutliersPage:
    """A page of days, the newest first."""
    found = outliers_page(actor, decided=STATES[asked.state], cursor=asked.cursor)
    return OutliersPage(
        lines=tuple(outlier_line(row) for row in found.items),
        state=asked.state,
        next_cursor=found.next_cursor,
        is_first=not asked.cursor,
        several_places=has_several_places(actor),
        may_write=actor.may("forecast.write"),
    )


def outliers_of_item(actor: Actor, variant_id: UUID) -> tuple[OutlierLine, ...]:
    """The latest days of one item."""
    found = outliers_page(actor, variant_id=variant_id, limit=SHOWN_OF_ITEM)
    return tuple(outlier_line(row) for row in found.items)


def outlier_line(row: OutlierRow) -> OutlierLine:
    """A day in words."""
    return OutlierLine(
        variant_id=row.variant_id,
        sku=row.sku,
        name=row.name,
        location_id=row.location_id,
        location=row.location,
        day=row.day,
        sold=row.sold,
        believed=row.believed,
        why=_why(row),
        effect=_effect(row.effect),
        decision=row.decision,
        decision_words=decision_words(row.decision),
        note=row.note,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def decision_words(decision: str) -> str:
    """What a day counts as, in words."""
    return {
        Decision.KEEP.value: gettext("Counts in full"),
        Decision.DAMP.value: gettext("Counts as a good day"),
        Decision.IGNORE.value: gettext("Does not count"),
    }.get(decision, gettext("Damped by the program"))


def _why(row: OutlierRow) -> str:
    usual = gettext("A good day has %(pieces)s.") % {"pieces": rate(row.good_day)} if row.good_day else ""
    told = {"pieces": quantity(row.largest), "customer": row.customer, "orders": quantity(row.orders)}
    words = {
        Explained.ONE_ORDER: gettext("One order of %(pieces)s by %(customer)s.")
        if row.customer
        else gettext("One order of %(pieces)s."),
        Explained.FEW_ORDERS: ngettext(
            "%(orders)s order, the largest of %(pieces)s.",
            "%(orders)s orders, the largest of %(pieces)s.",
            row.orders,
        ),
        Explained.MANY_ORDERS: gettext("%(orders)s orders, the largest of %(pieces)s."),
        Explained.UNKNOWN: "",
    }[row.explained]
    return f"{words % told} {usual}".strip()


def _effect(effect: float) -> str:
    """What counting the day in full would add to the forecast; nothing where that is next to nothing."""
    return signed(round(effect)) if abs(effect) >= LEAST_EFFECT else ""


def decided_key(told: QueryDict) -> dict[str, UUID | date]:
    """The item, place and day of a form; Invalid where it names none."""
    try:
        return {
            "variant_id": UUID(told.get("variant", "")),
            "location_id": UUID(told.get("location", "")),
            "day": date.fromisoformat(told.get("day", "")),
        }
    except ValueError as error:
        raise Invalid(gettext("Choose a day of the list.")) from error
