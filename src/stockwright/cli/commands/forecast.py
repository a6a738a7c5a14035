"""`stockwright forecast`: forecast every item now."""

import argparse

from stockwright.cli.companies import add_company_option, chosen_company, today_of
from stockwright.cli.progress import say, step
from stockwright.forecasting.actions.runs import run_forecast
from stockwright.forecasting.queries.runs import latest_run
from stockwright.kit.tenancy import scope


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("forecast", help="forecast every item now")
    parser.add_argument("--seed", type=int, default=1, help="of the training sample (default 1)")
    parser.add_argument("--anew", action="store_true", help="learn anew, even where that is not due")
    add_company_option(parser)
    parser.set_defaults(run=forecast)


def forecast(options: argparse.Namespace) -> None:
    """Run the forecast and say how it did on the past."""
    actor = chosen_company(options)
    with step("Forecasting every item"):
        run_forecast(actor, today=today_of(actor), seed=options.seed, anew=options.anew)
    with scope(actor.company_id):
        run = latest_run(actor)
    if run is not None:
        say(f"  {run.series} items, history up to {run.as_of}.")
        for name, value in run.accuracy.items():
            if isinstance(value, int | float):
                say(f"  {name.replace('_', ' ')}: {value:.3f}")
