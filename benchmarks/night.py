"""From a file or a simulated shop to the morning's lists, database to database: seconds and memory.

python -m benchmarks.night online-retail | m5 | simulated [items]
"""

import sys
from datetime import date

import polars as pl

from benchmarks.database import DATA, fresh_database, measured, peak_gigabytes


def main(words: list[str]) -> None:
    """Run one of the three."""
    which = words[0] if words else "online-retail"
    with fresh_database():
        if which == "simulated":
            rows = _simulated(int(words[1]) if len(words) > 1 else 10_000)
        else:
            rows = _imported(which)
    with pl.Config(tbl_rows=20, fmt_str_lengths=60, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True):
        print(pl.DataFrame(rows, orient="row"))
    print(f"peak memory of the process {peak_gigabytes():.2f} GB")


def _imported(which: str) -> list[dict[str, object]]:
    from stockwright.accounts.actions.people import sign_up
    from stockwright.channels.actions.imports import prepare_import, run_import
    from stockwright.channels.actions.uploads import upload_file
    from stockwright.channels.queries.imports import preview
    from stockwright.kit.tenancy import scope

    path = DATA / {"online-retail": "online_retail_lines.parquet", "m5": "m5_CA_1_daily.parquet"}[which]
    actor = sign_up(company_name=which, email=f"{which}@example.com", password="correct horse battery")
    today = date.today()  # noqa: DTZ011 - only to tell the future from the past
    with measured() as imported:
        batch = upload_file(actor, name=path.name, chunks=[path.read_bytes()])
        with scope(actor.company_id):
            mapping = preview(actor, batch, today=today).mapping
        prepare_import(actor, batch_id=batch.pk, mapping=mapping)
        done = run_import(actor, batch_id=batch.pk, today=today)
    told = f"{done.state}: {done.rows_imported:,} of {done.rows_read:,} rows"
    rows: list[dict[str, object]] = [_row(f"import ({told})", imported.seconds, imported.gigabytes, 0)]
    return rows + _night(actor)


def _simulated(items: int) -> list[dict[str, object]]:
    from stockwright.accounts.actions.people import sign_up
    from stockwright.channels.connectors.simulator.connector import bring_shop_in
    from stockwright.engine.simulator.simulation import simulate
    from stockwright.engine.simulator.spec import ShopSpec

    actor = sign_up(company_name="Simulated", email="simulated@example.com", password="correct horse battery")
    yesterday = date.fromordinal(date.today().toordinal() - 1)  # noqa: DTZ011
    with measured() as simulated:
        shop = simulate(ShopSpec(end_on=yesterday, items=items, locations=1))
    with measured() as brought:
        bring_shop_in(actor, shop=shop)
    lines = shop.sales.height
    del shop
    return [
        _row(f"simulate {items} items", simulated.seconds, simulated.gigabytes, items),
        _row(f"bring in {lines:,} lines", brought.seconds, brought.gigabytes, items),
        *_night(actor),
        *_night(actor, again=True),
    ]


def _night(actor: object, *, again: bool = False) -> list[dict[str, object]]:
    from stockwright.forecasting.actions.runs import run_forecast
    from stockwright.kit.actor import Actor
    from stockwright.kit.tenancy import scope
    from stockwright.replenishment.actions.plans import run_plan
    from stockwright.replenishment.queries.advice import latest_plan

    assert isinstance(actor, Actor)
    today = date.today()  # noqa: DTZ011
    with measured() as told:
        run_forecast(actor, today=today)
    with measured() as planned:
        run_plan(actor, today=today)
    with scope(actor.company_id):
        plan = latest_plan(actor)
    items = plan.summary["items"] if plan else 0
    name = "the next night" if again else "the first night (with back-test and all snapshots)"
    both = told.seconds + planned.seconds
    return [
        _row(f"{name}: forecast", told.seconds, told.gigabytes, items),
        _row(f"{name}: plan", planned.seconds, planned.gigabytes, items),
        _row(f"{name}: both", both, max(told.gigabytes, planned.gigabytes), items),
    ]


def _row(step: str, seconds: float, gigabytes: float, items: int) -> dict[str, object]:
    each = round(1000 * seconds / items, 2) if items else None
    return {
        "step": step,
        "seconds": round(seconds, 1),
        "GB": round(gigabytes, 2),
        "items": items,
        "ms an item": each,
    }


if __name__ == "__main__":
    main(sys.argv[1:])
