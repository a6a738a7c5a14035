"""`stockwright model`: what the forecast learnt, as files."""

import argparse
from pathlib import Path

from django.conf import settings

from stockwright.cli.companies import add_company_option, chosen_company
from stockwright.cli.progress import say
from stockwright.forecasting.actions.model_files import adopt_version, write_version
from stockwright.forecasting.actions.training import choose_version
from stockwright.forecasting.queries.versions import versions
from stockwright.kit.problems import Invalid
from stockwright.kit.tenancy import scope

_SHOWN = 30


def add_to(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the words."""
    deeds = words.add_parser("model", help="what the forecast learnt, as files").add_subparsers(required=True)
    listed = deeds.add_parser("list", help="the newest versions")
    listed.set_defaults(run=list_versions)
    out = deeds.add_parser("save", help="write a version into a folder")
    out.add_argument("number", type=int, nargs="?", help="of the version; without it the one that forecasts now")
    out.add_argument("--to", type=Path, metavar="FOLDER", help="else STOCKWRIGHT_MODELS, else models in its home")
    out.set_defaults(run=save)
    back = deeds.add_parser("load", help="take a version over from a file")
    back.add_argument("file", type=Path)
    back.add_argument("--choose", action="store_true", help="let it forecast from the next run on, and hold it")
    back.set_defaults(run=load)
    for parser in (listed, out, back):
        add_company_option(parser)


def list_versions(options: argparse.Namespace) -> None:
    """Say which versions there are."""
    actor = chosen_company(options)
    with scope(actor.company_id):
        found = versions(actor, limit=_SHOWN)
    for one in found:
        state = " (held)" if one.held else " (forecasts now)" if one.current else ""
        say(f"{one.number:>5}  sales up to {one.as_of}  {one.why}  {one.fingerprint}{state}")


def save(options: argparse.Namespace) -> None:
    """Write the file and say where it is."""
    actor = chosen_company(options)
    folder = options.to or settings.ENV.models or settings.ENV.home / "models"
    say(str(write_version(actor, folder, number=options.number)))


def load(options: argparse.Namespace) -> None:
    """Take the file over, and say how it is called now."""
    actor = chosen_company(options)
    try:
        told = options.file.read_bytes()
    except OSError as error:
        raise Invalid(f"{options.file} cannot be read: {error.strerror}.") from error
    made = adopt_version(actor, told=told)
    if options.choose:
        choose_version(actor, version_id=made.pk)
    said = "It forecasts from the next run on." if options.choose else "Choose it under Forecast > Versions."
    say(f"Version {made.number}. {said}")
