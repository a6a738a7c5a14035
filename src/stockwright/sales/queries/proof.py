"""Daily sums held against the lines that they sum up."""

from stockwright.inventory.queries.comparing import Comparison, compared
from stockwright.kit.actor import Actor

# A day on a channel is compared by its pieces and by its money.
_DAY = "sold_on || case when channel = '' then '' else ' ' || channel end as subject, variant_id, location_id"
_BY_LINES = f"select {_DAY}, {{amount}} as amount from sales_saleline where company_id = %(company)s"
_BY_DAYS = f"select {_DAY}, {{amount}} as amount from sales_dailysales where company_id = %(company)s and lines > 0"


def compare_daily_pieces(actor: Actor) -> Comparison:
    """The pieces of each day against the lines of sales that they sum up."""
    lines, days = _BY_LINES.format(amount="quantity"), _BY_DAYS.format(amount="ordered - returned")
    return compared(actor, wanted=lines, found=days)


def compare_daily_revenue(actor: Actor) -> Comparison:
    """The revenue of each day against the lines of sales that it sums up."""
    lines, days = _BY_LINES.format(amount="revenue"), _BY_DAYS.format(amount="revenue")
    return compared(actor, wanted=lines, found=days)
