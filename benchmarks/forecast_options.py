"""What can be asked of the benchmarks of the forecast."""

import argparse
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.datasets import FOLDER, Sales, found_in
from benchmarks.methods import METHODS, OURS, PEERS
from benchmarks.ours import SEED


def arguments(title: str | None, *, data: list[str] | None = None) -> argparse.Namespace:
    """The words of the command line; `data` stands where no data set is named."""
    parser = argparse.ArgumentParser(description=title, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the data is (or STOCKWRIGHT_DATA)")
    parser.add_argument("--data", nargs="+", default=data, help="data sets by name; all by default")
    parser.add_argument("--origins", type=int, default=3, help="how many, latest first")
    parser.add_argument("--only", choices=["ours", "peers"], help="leave the others out")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--items", type=int, help="a random part of every data set, for a quick try")
    parser.add_argument("--sample", type=int, help="items on which slow peers are tried (300, Prophet 50)")
    parser.add_argument("--cache", type=Path, help="keep what peers said in this folder; none by default")
    parser.add_argument("--at-once", type=int, default=2, choices=[1, 2], help="peers that work at one time")
    parser.add_argument("--out", type=Path, help="folder for the tables")
    return parser.parse_args()


def chosen_methods(asked: argparse.Namespace) -> list[str]:
    """Ours first, then the peers that are installed."""
    peers = [] if asked.only == "ours" else list(asked.peers)
    for name in [name for name in peers if METHODS[name].missing()]:
        print(f"{METHODS[name].name} is left out: install the dependency group peers.", file=sys.stderr)
        peers.remove(name)
    return peers if asked.only == "peers" else [OURS, *peers]


def chosen_data(asked: argparse.Namespace) -> list[str]:
    """Names of data sets in the folder."""
    found = list(found_in(asked.folder))
    if unknown := [name for name in asked.data or [] if name not in found]:
        raise SystemExit(f"{', '.join(unknown)} is not in {asked.folder}: there are {', '.join(found) or 'none'}.")
    if not found:
        raise SystemExit(f"No data in {asked.folder}: give --folder or set STOCKWRIGHT_DATA.")
    return list(asked.data or found)


def loaded(asked: argparse.Namespace, name: str) -> Sales:
    """A data set with the origins and items that are asked for."""
    sales = found_in(asked.folder)[name]()
    last_days: tuple[date, ...] = sales.origins[-asked.origins :]
    if asked.items and asked.items < len(sales.series):
        drawn = np.random.default_rng(SEED).choice(len(sales.series), asked.items, replace=False)
        sales = sales.rows(np.sort(drawn))
    return replace(sales, origins=last_days)
