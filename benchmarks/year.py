"""A year of nights of a simulated shop in a database: what is noticed, how soon, and what the forecast does.

uv run python -m benchmarks.year [--items 100] [--seed 1] [--train-every 56] [--nights 365]

The shop sells for a year as ever. Then, every night, the day's sales and receipts come in and the night's forecast
is made, with all that it keeps besides. On random days of the second year some items get a change: the level
doubles or halves, demand fades away or stops, there is a promotion of two weeks that was told or not, or the item
is new. After each night the list of changes is asked as its page asks it. The forecast learns every eight weeks
instead of every week, which is most of the time that such a year takes. Ctrl-C ends the year after the night and
prints what was lived of it.
"""

import argparse
import signal
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import numpy as np
import polars as pl

from benchmarks.database import fresh_database
from benchmarks.planted import LOSSES, UNTOLD, WANTED, YEAR, Planted, PlantedShop, figures, planted_shop
from stockwright.engine.demand.notices import NoticeKind
from stockwright.engine.simulator.stories import PROMOTION_DAYS, PROMOTION_DISCOUNT, StoryKind

HORIZON, WEEK = 28, 7
NEAR = 0.2


@dataclass
class Seen:
    """What the page showed over the year, by item: (night, kind) of every night, and each notice by its id; the
    expected pieces of the four weeks ahead by night and item."""

    shown: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    notices: dict[str, tuple[str, str]] = field(default_factory=dict)
    expected: dict[int, dict[str, float]] = field(default_factory=dict)


def main() -> None:
    """Live the year, and print what was noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--train-every", type=int, default=56)
    parser.add_argument("--nights", type=int, default=YEAR)
    asked = parser.parse_args()
    started = time.perf_counter()
    planted = planted_shop(asked.items, asked.seed, share=0.56)
    with fresh_database():
        seen = _year(planted, asked.train_every, asked.nights)
    with pl.Config(tbl_rows=30, tbl_cols=20, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True):
        _print(planted, seen, len(seen.expected))
    print(f"{asked.items} items, {len(seen.expected)} nights: {time.perf_counter() - started:.0f} s")


def _year(planted: PlantedShop, train_every: int, nights: int) -> Seen:
    from stockwright.accounts.actions.people import sign_up
    from stockwright.channels.connectors.simulator.connector import bring_days_in, open_shop
    from stockwright.forecasting.actions.runs import run_forecast
    from stockwright.forecasting.actions.training import choose_version
    from stockwright.forecasting.models import ForecastRun
    from stockwright.kit.tenancy import scope

    shop = planted.shop
    actor = sign_up(company_name="Year", email="year@example.com", password="correct horse battery")
    open_shop(actor, shop=shop)
    _promotions(actor, planted)
    bring_days_in(actor, shop=shop, first=shop.spec.start_on, last=_day(planted, YEAR - 1))
    seen, started, stopped = Seen(), time.perf_counter(), []
    signal.signal(signal.SIGINT, lambda *_: stopped.append(True))
    for night in range(YEAR, YEAR + nights):
        today = _day(planted, night)
        bring_days_in(actor, shop=shop, first=today, last=today)
        anew = (night - YEAR) % train_every == 0
        run = run_forecast(actor, today=today + timedelta(days=1), anew=anew)
        if anew:
            with scope(actor.company_id):
                version = ForecastRun.objects.of(actor).get(pk=run).version_id
            assert version
            choose_version(actor, version_id=version)
        _look(actor, run, night, seen)
        if stopped:
            break
        if (night - YEAR) % HORIZON == 0:
            print(f"night {night - YEAR + 1} after {time.perf_counter() - started:.0f} s", flush=True)
    return seen


def _day(planted: PlantedShop, number: int) -> date:
    return planted.shop.spec.start_on + timedelta(days=number)


def _promotions(actor: object, planted: PlantedShop) -> None:
    """Tell of the promotions that are told, all ahead."""
    from stockwright.catalog.queries import variant_ids
    from stockwright.forecasting.actions.promotions import plan_promotions
    from stockwright.forecasting.rules.promotions import PromotionTold
    from stockwright.kit.actor import Actor
    from stockwright.kit.clock import now
    from stockwright.kit.tenancy import scope

    assert isinstance(actor, Actor)
    known = [one for one in planted.changes if one.name == StoryKind.PROMOTION]
    with scope(actor.company_id):
        ids = variant_ids(actor, [one.sku for one in known])
    told = [
        PromotionTold(
            name=f"Two weeks of {one.sku}",
            starts_on=_day(planted, one.day),
            ends_on=_day(planted, one.day + PROMOTION_DAYS - 1),
            discount=Decimal(str(PROMOTION_DISCOUNT)),
            variant_ids=(ids[one.sku],),
        )
        for one in known
    ]
    plan_promotions(actor, told=told, now=now(), source="year")


def _look(actor: object, run: UUID, night: int, seen: Seen) -> None:
    from stockwright.forecasting.models import ItemForecast
    from stockwright.forecasting.queries.notices import notices_page
    from stockwright.kit.actor import Actor
    from stockwright.kit.tenancy import scope

    assert isinstance(actor, Actor)
    with scope(actor.company_id):
        for row in notices_page(actor, limit=1000).items:
            seen.shown[row.sku].append((night, str(row.kind)))
            seen.notices[str(row.id)] = (row.sku, str(row.kind))
        means = ItemForecast.objects.of(actor).filter(run_id=run).values_list("variant__sku", "mean")
        seen.expected[night] = {sku: float(sum(mean)) for sku, mean in means}


def _print(planted: PlantedShop, seen: Seen, nights: int) -> None:
    truth = _truth(planted)
    lived = [one for one in planted.changes if one.day < YEAR + nights]
    rows = [planted.row(one, _nights(one, seen)) for one in lived]
    if rows:
        print(figures(rows))
        _print_following(lived, seen, truth)
    ups = [one for one in lived if one.name in {UNTOLD, StoryKind.PROMOTION}]
    wrong = sum(any(kind in {NoticeKind.UP} | LOSSES for _, kind in seen.shown[one.sku]) for one in ups)
    print(f"Promotions taken for a lasting change, while they ran or after: {wrong} of {len(ups)}")
    steady = set(planted.steady)
    alarms = [kind for sku, kind in seen.notices.values() if sku in steady]
    months = len(steady) * nights / 30.4
    print(f"False alarms: {len(alarms)} in {months:.0f} item-months, {1000 * len(alarms) / months:.1f} in 1,000")
    for kind in sorted(set(alarms)):
        print(f"  {kind}: {alarms.count(kind)}")


def _nights(one: Planted, seen: Seen) -> list[int]:
    """The nights after which a change was shown as what it is."""
    wanted = WANTED[one.name]
    return [night for night, kind in seen.shown[one.sku] if one.day <= night <= one.until and kind in wanted]


def _print_following(lived: list[Planted], seen: Seen, truth: dict[str, np.ndarray]) -> None:
    """After how many days the forecast of four weeks began to be near the truth for a week of nights."""
    rows = []
    for one in lived:
        if one.name not in {StoryKind.DOUBLED, StoryKind.HALVED}:
            continue
        nights = [night for night in seen.expected if night >= one.day]
        near = {night: _near(seen.expected[night].get(one.sku, 0.0), truth[one.sku], night) for night in nights}
        begun = [night for night in nights if sum(near.get(night + ahead, False) for ahead in range(WEEK)) == WEEK]
        rows.append({"change": one.name, "days": min(begun) - one.day + 1 if begun else None})
    if rows:
        days = pl.col("days")
        print("The forecast of the four weeks ahead is within a fifth of the truth, for a week:")
        print(
            pl.DataFrame(rows, schema={"change": pl.String, "days": pl.Int64})
            .group_by("change", maintain_order=True)
            .agg(
                pl.len().alias("items"),
                days.is_not_null().mean().mul(100).round(0).alias("in the year %"),
                days.median().alias("days, median"),
            )
        )


def _near(told: float, mean: np.ndarray, night: int) -> bool:
    ahead = mean[night + 1 : night + 1 + HORIZON]
    true = float(ahead.sum()) * HORIZON / max(len(ahead), 1)
    return abs(told - true) <= NEAR * true


def _truth(planted: PlantedShop) -> dict[str, np.ndarray]:
    """Mean demand of each item by day."""
    days = planted.shop.spec.days
    found: dict[str, np.ndarray] = {}
    for (sku,), rows in planted.shop.truth.group_by(pl.col("sku").cast(pl.String)):
        mean = np.zeros(days)
        mean[(rows["day"] - planted.shop.spec.start_on).dt.total_days().to_numpy()] = rows["mean_demand"].to_numpy()
        found[str(sku)] = mean
    return found


if __name__ == "__main__":
    main()
