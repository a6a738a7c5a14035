"""The command line: which words there are, and how a problem is told in one."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module, metadata
from typing import Protocol, cast

from django.db import OperationalError

from stockwright.kit.problems import Problem

COMMANDS = (
    "up",
    "demo",
    "migrate",
    "worker",
    "courier",
    "company",
    "user",
    "import_file",
    "simulate",
    "forecast",
    "model",
    "plan",
    "export",
    "doctor",
)


class Command(Protocol):
    """A module of `cli.commands`."""

    def add_to(self, words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        """Add the command's word and its options; set `run` to what it does."""


def run(words: Sequence[str]) -> int:
    """Do what the words say; 0 when it worked, 1 with one line of explanation when it did not."""
    parser = _parser()
    options = parser.parse_args(words)
    if not hasattr(options, "run"):
        parser.print_help()
        return 0
    try:
        return int(options.run(options) or 0)
    except Problem as problem:
        print(problem.text, file=sys.stderr)
        return 1
    except OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        print(
            f"The database cannot be used: {reason}\nIs it new? Prepare it: stockwright migrate.", file=sys.stderr
        )
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="stockwright", description="What you have, what you will sell and what to order."
    )
    parser.add_argument("--version", action="version", version=metadata.version("stockwright"))
    words = parser.add_subparsers(title="words", metavar="")
    for name in COMMANDS:
        cast(Command, import_module(f"stockwright.cli.commands.{name}")).add_to(words)
    return parser
