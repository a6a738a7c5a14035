"""Everything that has to agree, one line for each check, and the repairs that a person can confirm."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stockwright.insights.queries.deliveries import compare_deliveries
from stockwright.insights.queries.tracked import compare_lots, compare_tags
from stockwright.insights.rules.proof import UnknownRepair
from stockwright.inventory.actions.layers import rebuild_layers
from stockwright.inventory.actions.promises import settle_promises
from stockwright.inventory.actions.rebuild import rebuild_levels
from stockwright.inventory.actions.transit import expect_transfers_anew
from stockwright.inventory.queries.comparing import Comparison
from stockwright.inventory.queries.proof import comparison_of
from stockwright.inventory.queries.transit import compare_transit
from stockwright.kit.actor import Actor
from stockwright.purchasing.actions.expected import expect_anew
from stockwright.purchasing.queries import compare_expected
from stockwright.sales.actions.rebuild import rebuild_daily_sales
from stockwright.sales.queries.proof import compare_daily_pieces, compare_daily_revenue


class Check(NamedTuple):
    """What has to agree: what is wanted, what is found, who compares, and which repair mends it ("" for none)."""

    name: str
    title: Promise
    wanted: Promise
    found: Promise
    compare: Callable[[Actor], Comparison]
    repair: str = ""


class Repair(NamedTuple):
    """A way to set totals right, which a person confirms after seeing what it changes."""

    name: str
    title: Promise
    does: Promise
    act: Callable[[Actor, datetime], object]


def _stock(name: str, title: Promise, wanted: Promise, found: Promise, repair: str) -> Check:
    """A check of the stock part, which knows both of its sides by name."""
    return Check(name, title, wanted, found, partial(comparison_of, check=name), repair)


_LEDGER, _LEVEL, _LAYERS = _("the ledger"), _("the stock level"), _("the cost layers")
_EXPECTED = _("what is expected")
_LINES, _DAYS = _("the lines of sales"), _("the sums by day")

CHECKS: tuple[Check, ...] = (
    _stock("ledger_on_hand", _("Pieces on hand"), _LEDGER, _LEVEL, "levels"),
    _stock("ledger_reserved", _("Pieces reserved"), _LEDGER, _LEVEL, "levels"),
    _stock("ledger_average_value", _("Moving average value"), _LEDGER, _LEVEL, "levels"),
    _stock("ledger_fifo_value", _("First in, first out value"), _LEDGER, _LEVEL, "levels"),
    _stock("holds", _("Reservations"), _("the reservations"), _LEVEL, "promises"),
    _stock("inbound", _("Pieces on their way in"), _EXPECTED, _LEVEL, "levels"),
    _stock("outbound", _("Pieces about to leave"), _EXPECTED, _LEVEL, "levels"),
    _stock("layer_quantity", _("Pieces in cost layers"), _LEVEL, _LAYERS, "layers"),
    _stock("layer_value", _("Value of cost layers"), _LEVEL, _LAYERS, "layers"),
    Check("lots", _("Pieces in lots"), _LEDGER, _("the lots"), compare_lots),
    Check("tags", _("Pieces with a code"), _LEVEL, _("the codes"), compare_tags),
    Check("transfers", _("Transfers under way"), _("the transfers"), _EXPECTED, compare_transit, "expected"),
    Check("orders", _("Open purchase orders"), _("the orders"), _EXPECTED, compare_expected, "expected"),
    Check("daily_sales", _("Pieces sold by day"), _LINES, _DAYS, compare_daily_pieces, "days"),
    Check("daily_revenue", _("Revenue by day"), _LINES, _DAYS, compare_daily_revenue, "days"),
    Check("deliveries", _("Webhooks"), _("events to tell"), _("deliveries"), compare_deliveries),
)
"""Every check there is; a new one is a line here."""

REPAIRS: tuple[Repair, ...] = (
    Repair(
        "expected",
        _("Expect anew what orders and transfers bring"),
        _("What is expected is set to what is missing of each open order and transfer."),
        lambda actor, _now: (expect_anew(actor), expect_transfers_anew(actor)),
    ),
    Repair(
        "levels",
        _("Rebuild levels from the ledger"),
        _("Each level is set to the sum of its movements and of what is expected. The ledger stays as it is."),
        lambda actor, _now: rebuild_levels(actor),
    ),
    Repair(
        "promises",
        _("Set what is reserved to the reservations"),
        _("A movement reserves or releases the difference, so that ledger and levels follow."),
        lambda actor, now: settle_promises(actor, now=now),
    ),
    Repair(
        "layers",
        _("Rebuild cost layers from the ledger"),
        _("The ledger of each item is played again, first in, first out; what then differs in value is booked."),
        lambda actor, now: rebuild_layers(actor, now=now),
    ),
    Repair(
        "days",
        _("Sum up the days anew"),
        _("Each day is set to the sum of its lines of sales."),
        lambda actor, _now: rebuild_daily_sales(actor),
    ),
)
"""Every repair, in the order in which they are done together: the later ones build on the earlier."""


def repair_named(name: str) -> Repair:
    """A repair by its name, or UnknownRepair."""
    for one in REPAIRS:
        if one.name == name:
            return one
    raise UnknownRepair(repair=name, possible=", ".join(one.name for one in REPAIRS))


def checks_mended_by(repair: str) -> tuple[Check, ...]:
    """The checks that a repair turns green."""
    return tuple(check for check in CHECKS if check.repair == repair)
