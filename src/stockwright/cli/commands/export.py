"""`stockwright export DATASET`: take data away as files, whole or only what is new."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from stockwright.cli.companies import add_company_option, chosen_company
from stockwright.cli.progress import say, step
from stockwright.insights.actions.deltas import acknowledge_delta, open_delta
from stockwright.insights.exports.dataset import EVERYTHING, Narrowed
from stockwright.insights.exports.files import Wanted
from stockwright.insights.exports.folder import write_files
from stockwright.insights.exports.registry import dataset_named, ledger_named, readable
from stockwright.insights.rules.exports import Format
from stockwright.kit import clock
from stockwright.kit.actor import Actor
from stockwright.kit.problems import Invalid


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("export", help="take data away as CSV, JSON lines or Parquet")
    parser.add_argument("dataset", help="such as ledger, levels, sales, or all")
    parser.add_argument("--format", choices=[form.value for form in Format], default="csv")
    parser.add_argument("--out", type=Path, metavar="PATH", help="the file; a folder for all")
    parser.add_argument("--gzip", action="store_true", help="compress the files")
    parser.add_argument("--delta", metavar="NAME", help="only the rows that are new to NAME")
    parser.add_argument("--ack", metavar="BATCH", type=UUID, help="say that a batch is safe")
    add_company_option(parser)
    parser.set_defaults(run=export)


def export(options: argparse.Namespace) -> int:
    """Write the files and tell their rows and control totals."""
    actor = chosen_company(options)
    if options.ack:
        done = acknowledge_delta(actor, batch_id=options.ack, at=clock.now())
        say(f"{done.consumer} has all rows of {done.dataset} up to {done.acked_id}.")
        return 0
    if options.out is None:
        raise Invalid("Say where the file goes: --out ledger.csv (a folder for all).")
    if options.dataset == "all":
        return _everything(actor, options)
    if options.delta:
        return _delta(actor, options)
    return _one(actor, options, EVERYTHING)


def _everything(actor: Actor, options: argparse.Namespace) -> int:
    options.out.mkdir(parents=True, exist_ok=True)
    wanted = [Wanted(one, Format(options.format)) for one in readable(actor)]
    ending = ".gz" if options.gzip else ""
    return _written(actor, wanted, [options.out / f"{one.file}{ending}" for one in wanted], gzip=options.gzip)


def _one(actor: Actor, options: argparse.Namespace, narrowed: Narrowed) -> int:
    dataset = dataset_named(actor, options.dataset)
    wanted = Wanted(dataset, Format(options.format), narrowed)
    return _written(actor, [wanted], [options.out], gzip=options.gzip)


def _delta(actor: Actor, options: argparse.Namespace) -> int:
    told = open_delta(actor, dataset=ledger_named(actor, options.dataset), consumer=options.delta)
    if told.id is None:
        say("Some rows are just being written; ask again in a moment." if told.held_back else "Nothing is new.")
        return 0
    _one(actor, options, told.narrowed)
    say(f"  When the file is safe: stockwright export {told.dataset} --ack {told.id}")
    return 0


def _written(actor: Actor, wanted: Sequence[Wanted], paths: Sequence[Path], *, gzip: bool) -> int:
    with step(f"Exporting {', '.join(one.dataset.name for one in wanted)}"):
        manifests = write_files(actor, wanted, paths, gzip=gzip)
    width = max(len(path.name) for path in paths)
    for path, manifest in zip(paths, manifests, strict=True):
        totals = ", ".join(f"{name} {total}" for name, total in manifest["totals"].items())
        say(f"  {path.name:<{width}}  {manifest['rows']} rows  {totals}".rstrip())
    return 0
