"""`stockwright openapi`: write the description of the API, or check that it is up to date."""

import argparse
from pathlib import Path

from stockwright.api.schema import openapi_text
from stockwright.cli.progress import say
from stockwright.kit.problems import Conflict

_FILE = Path("docs/openapi.json")


class OpenApiOutdated(Conflict):
    """The committed description is not that of the code."""

    message = "docs/openapi.json is out of date. Run: make openapi."


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word."""
    parser = words.add_parser("openapi", help="write docs/openapi.json (for developers)")
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    parser.set_defaults(run=write)


def write(options: argparse.Namespace) -> None:
    """Write the file, or raise OpenApiOutdated."""
    text = openapi_text()
    if not options.check:
        _FILE.write_text(text)
        say(f"Wrote {_FILE}.")
    elif not _FILE.exists() or _FILE.read_text() != text:
        raise OpenApiOutdated
