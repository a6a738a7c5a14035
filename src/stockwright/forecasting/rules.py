"""Up to which day history counts, and when a measured accuracy is too old."""

from datetime import date, timedelta

from stockwright.kit.problems import Conflict

ENGINE = "pooled-1"
HORIZON_DAYS = 28
HISTORY_DAYS = 730
FRESH_DAYS = 7
BACKTEST_EVERY_DAYS = 7


class NoSalesYet(Conflict):
    """There is nothing to forecast from."""

    message = "There are no sales yet. Import a sales file, and the forecast follows by itself."


def last_full_day(*, today: date, last_sale_on: date) -> date:
    """The day up to which sales are complete.

    That is yesterday while sales keep coming in. When the newest sale is older than a week, the data ends
    there: what follows is not known to be zero.
    """
    yesterday = today - timedelta(days=1)
    if yesterday - last_sale_on > timedelta(days=FRESH_DAYS):
        return last_sale_on
    return yesterday


def planning_day(*, today: date, as_of: date) -> date:
    """The morning a plan is made for: today, or the day after old data ends."""
    after = as_of + timedelta(days=1)
    return today if today - after <= timedelta(days=FRESH_DAYS) else after
