"""Holding the runs of four weeks against what was sold: a usual night, and four weeks caught up at once.

python -m benchmarks.scores [items]
"""

import sys
from datetime import date, timedelta
from uuid import UUID

import polars as pl

from benchmarks.database import fresh_database, measured, peak_gigabytes

LIVING = 28

# A run is as large and as dear to score whatever it says, so one is made and told again for each later night.
_RUN_AGAIN = """
    insert into forecasting_forecastrun
        (company_id, id, as_of, state, series, engine, settings, levels, accuracy, reason, started_at, finished_at)
    select company_id, %(id)s, %(as_of)s, state, series, engine, settings, levels, accuracy, reason, now(), now()
    from forecasting_forecastrun where company_id = %(company)s and id = %(run)s
"""
_TOLD_AGAIN = """
    insert into forecasting_itemforecast ({columns}) select {chosen}
    from forecasting_itemforecast where company_id = %(company)s and run_id = %(run)s
"""


def main(words: list[str]) -> None:
    """Measure with so many items."""
    items = int(words[0]) if words else 10_000
    with fresh_database():
        rows = _measured(items)
    with pl.Config(tbl_rows=20, fmt_str_lengths=60, tbl_hide_column_data_types=True, tbl_hide_dataframe_shape=True):
        print(pl.DataFrame(rows, orient="row"))
    print(f"peak memory of the process {peak_gigabytes():.2f} GB")


def _measured(items: int) -> list[dict[str, object]]:
    from stockwright.accounts.actions.people import sign_up
    from stockwright.channels.connectors.simulator.connector import bring_shop_in
    from stockwright.engine.simulator.simulation import simulate
    from stockwright.engine.simulator.spec import ShopSpec
    from stockwright.forecasting.actions.runs import run_forecast
    from stockwright.forecasting.actions.scores import nightly_scores, score_runs
    from stockwright.forecasting.actions.spells import note_accuracy

    actor = sign_up(company_name="Scores", email="scores@example.com", password="correct horse battery")
    today = date.today()  # noqa: DTZ011 - only to tell the future from the past
    yesterday = today - timedelta(days=1)
    bring_shop_in(actor, shop=simulate(ShopSpec(end_on=yesterday, items=items, days=300, locations=1)))
    first = yesterday - timedelta(days=LIVING)
    run = run_forecast(actor, today=first + timedelta(days=1))
    _again(actor.company_id, run, [first + timedelta(days=later) for later in range(1, LIVING)])
    with measured() as caught_up:
        while score_runs(actor, through=yesterday - timedelta(days=1)):
            pass
    with measured() as night:
        score_runs(actor, through=yesterday)
        note_accuracy(actor, today=today)
    with measured() as again:
        nightly_scores(actor, today=today)
    return [
        _row(f"catch up 27 days of {LIVING - 1} runs", caught_up.seconds, caught_up.gigabytes, items),
        _row(f"a usual night: one day of {LIVING} runs", night.seconds, night.gigabytes, items),
        _row("the same night again", again.seconds, again.gigabytes, items),
    ]


def _again(company: UUID, run: UUID, days: list[date]) -> None:
    from stockwright.forecasting.models import ItemForecast
    from stockwright.kit.ids import new_id
    from stockwright.kit.statements import run as execute
    from stockwright.kit.tenancy import scope

    columns = [field.column for field in ItemForecast._meta.local_concrete_fields if field.column]
    chosen = ["%(id)s" if name == "run_id" else name for name in columns]
    copy = _TOLD_AGAIN.format(columns=", ".join(columns), chosen=", ".join(chosen))
    for day in days:
        told = {"company": company, "run": run, "id": new_id(), "as_of": day}
        with scope(company):
            execute(_RUN_AGAIN, told)
            execute(copy, told)


def _row(step: str, seconds: float, gigabytes: float, items: int) -> dict[str, object]:
    return {
        "step": step,
        "seconds": round(seconds, 2),
        "GB": round(gigabytes, 2),
        "items": items,
        "us an item and run": round(1e6 * seconds / items / LIVING, 1),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
