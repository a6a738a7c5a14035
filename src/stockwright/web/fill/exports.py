"""The rows of the files that lists are taken away in: what is shown, and what it adds up to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from stockwright.accounts.models import Company
from stockwright.insights.queries.catalogue import page_of_items
from stockwright.insights.rules.wording import day_of
from stockwright.insights.words.reasons import reason_label, reason_sentence
from stockwright.kit.actor import Actor
from stockwright.kit.money import ZERO
from stockwright.replenishment.models import Advice, PlanRun
from stockwright.replenishment.queries.advice import advice_rows
from stockwright.web.fill.asked import Asked, filter_words
from stockwright.web.fill.files import Cell
from stockwright.web.fill.item import status_words
from stockwright.web.fill.items import AskedItems, chips_of
from stockwright.web.fill.lines import change_of, known
from stockwright.web.fill.wording import wording_of

Row = Sequence[Cell]


@dataclass
class Sums:
    """Control totals, added up while the rows go by."""

    lines: int = 0
    pieces: Decimal = ZERO
    value: Decimal = ZERO
    at_stake: Decimal = ZERO

    def add(self, pieces: Decimal | None, value: Decimal | None, at_stake: Decimal | None) -> None:
        """Count one more row."""
        self.lines += 1
        self.pieces += pieces or ZERO
        self.value += value or ZERO
        self.at_stake += at_stake or ZERO


def today_rows(
    actor: Actor, company: Company, run: PlanRun, asked: Asked, picked: Sequence[UUID], *, now: datetime
) -> Iterator[Row]:
    """The lines of a list exactly as filtered and sorted, or those that were picked, and their totals."""
    wording, sums = wording_of(company), Sums()
    yield (
        *("SKU", gettext("Name"), gettext("Location"), gettext("Category"), gettext("Supplier")),
        *(gettext("Stock"), gettext("On its way"), gettext("Days left"), gettext("Runs out")),
        *(gettext("Lead time, days"), gettext("Sells a day"), gettext("Change in 28 days")),
        *(gettext("Recommended order"), gettext("Ordered"), gettext("Order value"), gettext("Last safe day")),
        *(gettext("Money at stake"), gettext("Confidence"), gettext("Why"), gettext("Reasons"), gettext("Flag")),
        *(gettext("Currency"), gettext("Advice")),
    )
    rows = advice_rows(actor, run, asked.filter).defer(None)
    if picked:
        rows = rows.filter(pk__in=picked)
    for row in rows.iterator(chunk_size=500):
        sums.add(row.recommended_quantity, row.order_value, row.money_at_stake)
        yield (
            *(row.sku, row.name, row.location_name, row.category, row.supplier, row.current_stock),
            *_told(row),
            *(reason_sentence(row.action_list, row.reasons, row.terms, wording), _labels(row), row.flag_note),
            *(company.currency, str(row.pk)),
        )
    filtered = gettext("%(n)d selected lines") % {"n": len(picked)} if picked else asked.in_words()
    yield from _foot(status_words(asked.list), filtered, run, sums, now)


def items_rows(
    actor: Actor, company: Company, run: PlanRun | None, asked: AskedItems, *, now: datetime
) -> Iterator[Row]:
    """The items exactly as filtered and sorted, and their totals."""
    sums = Sums()
    yield (
        *("SKU", gettext("Name"), gettext("Category"), gettext("Supplier"), gettext("Status"), gettext("Stock")),
        *(gettext("Stock value"), gettext("Days left"), gettext("Money at stake"), gettext("Currency")),
    )
    found = page_of_items(actor, run_id=run.pk if run else None, wanted=asked.filter, cursor="", limit=None)
    for row in found.items:
        sums.add(row.on_hand, row.value, row.at_stake)
        yield (
            *(row.sku, row.name, row.category, row.supplier, status_words(row.status) if row.status else ""),
            *(row.on_hand, row.value, row.runway_days, row.at_stake, company.currency),
        )
    yield from _foot(gettext("Items"), filter_words(asked.q, chips_of(asked)), run, sums, now)


def _told(row: Advice) -> Row:
    """The numbers of a line, as they were computed."""
    terms = row.terms
    return (
        known(terms, "inbound"),
        row.runway_days,
        row.stockout_on,
        terms["lead_days"],
        terms["burn_rate"],
        change_of(row.trend),
        row.recommended_quantity,
        row.ordered_quantity,
        row.order_value,
        day_of(terms.get("last_safe_order_on")),
        row.money_at_stake if terms.get("money_at_stake") is not None else None,
        row.confidence,
    )


def _labels(row: Advice) -> str:
    return ", ".join(reason_label(code) for code in row.reasons)


def _foot(name: str, filtered: str, run: PlanRun | None, sums: Sums, now: datetime) -> Iterator[Row]:
    """What the file holds: which list, filtered how, from when, and its control totals."""
    yield ()
    yield gettext("List"), name
    yield gettext("Filter"), filtered
    if run is not None:
        yield gettext("Plan of"), run.planned_on, _moment(run.finished_at or run.started_at)
    yield gettext("Written"), _moment(now)
    yield gettext("Lines"), sums.lines
    yield gettext("Total pieces"), sums.pieces
    yield gettext("Total value"), sums.value
    yield gettext("Total at stake"), sums.at_stake


def _moment(value: datetime) -> str:
    return timezone.localtime(value).isoformat(timespec="minutes")
