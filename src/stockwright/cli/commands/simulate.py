"""`stockwright simulate`: make a shop whose true demand is known."""

import argparse
from datetime import timedelta
from pathlib import Path

from stockwright.accounts.queries import company_of
from stockwright.channels.connectors.simulator.connector import bring_shop_in
from stockwright.cli.companies import add_company_option, chosen_company, today_of
from stockwright.cli.progress import say, step
from stockwright.engine.simulator.shop import Shop
from stockwright.engine.simulator.simulation import simulate
from stockwright.engine.simulator.spec import ShopSpec
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid
from stockwright.kit.tenancy import scope

FRAMES = (
    *("suppliers", "products", "locations", "opening", "sales", "receipts"),
    *("purchase_orders", "promotions", "truth"),
)


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("simulate", help="make a shop with known truth, in a company or as files")
    add_size(parser)
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write Parquet files instead")
    add_company_option(parser)
    parser.set_defaults(run=make)


def add_size(parser: argparse.ArgumentParser) -> None:
    """The options that say how large a shop."""
    parser.add_argument("--items", type=int, default=300, help="default 300; up to 50,000")
    parser.add_argument("--days", type=int, default=730, help="of history; default 730")
    parser.add_argument("--locations", type=int, default=1, help="1 to 3; default 1")
    parser.add_argument("--channels", type=int, default=3, help="1 to 4; default 3")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same shop")


def make(options: argparse.Namespace) -> None:
    """Simulate; the truth is kept beside the files, or left out of the company, which cannot know it."""
    if options.out is not None:
        write_files(simulated(options, time_zone="UTC"), options.out)
        return
    actor = chosen_company(options)
    with scope(actor.company_id):
        time_zone = company_of(actor).time_zone
    fill(actor, simulated(options, time_zone=time_zone))
    say(f"  It is {today_of(actor)}: run stockwright forecast and stockwright plan, or wait for the night.")


def simulated(options: argparse.Namespace, *, time_zone: str) -> Shop:
    """The shop that the options describe, traded up to yesterday."""
    try:
        spec = ShopSpec(
            end_on=clock.today(time_zone) - timedelta(days=1),
            items=options.items,
            days=options.days,
            seed=options.seed,
            locations=options.locations,
            channels=options.channels,
            time_zone=time_zone,
        )
    except ValueError as error:
        raise Invalid(str(error)) from error
    with step(f"Simulating {spec.items} items over {spec.days} days"):
        return simulate(spec)


def fill(actor: Actor, shop: Shop) -> None:
    """Bring the shop's records into the company."""
    with step(f"Bringing in {shop.sales.height:,} sales lines"):
        bring_shop_in(actor, shop=shop)


def write_files(shop: Shop, folder: Path) -> None:
    """Write each frame as a Parquet file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FRAMES:
        getattr(shop, name).write_parquet(folder / f"{name}.parquet")
    say(f"  Wrote {len(FRAMES)} files to {folder}; truth.parquet holds the demand that nobody sees.")
