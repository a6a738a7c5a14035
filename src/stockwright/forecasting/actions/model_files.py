"""Versions of what was learnt as files: written into a folder, and taken over from a file."""

from pathlib import Path

from stockwright.engine.demand.training import Trained
from stockwright.forecasting.actions.training import keep_version
from stockwright.forecasting.models import ModelVersion, WhyTrained
from stockwright.forecasting.queries.model_files import model_file
from stockwright.forecasting.rules.model_files import ModelFileUnreadable, VersionForeign, read, written
from stockwright.forecasting.rules.runs import ENGINE
from stockwright.kit.actor import Actor
from stockwright.kit.deeds import deed
from stockwright.kit.files import write_whole
from stockwright.kit.tenancy import scope


@deed("forecast.write")
def adopt_version(actor: Actor, *, told: bytes) -> ModelVersion:
    """Put the version of a file beside the own ones; it forecasts only when somebody chooses it.

    Fails with ModelFileUnreadable, or VersionForeign where another engine learnt it.
    """
    file = read(told)
    if file.engine != ENGINE:
        raise VersionForeign(engine=file.engine, own=ENGINE)
    try:
        Trained.from_bytes(file.content)
    except Exception as error:
        raise ModelFileUnreadable from error
    fields = {name: value for name, value in vars(file).items() if name != "content"}
    return keep_version(actor, content=file.content, fields={**fields, "why": WhyTrained.ADOPTED}, current=False)


def write_version(actor: Actor, folder: Path, *, number: int | None = None) -> Path:
    """Write a version (the one that forecasts now, where none is named) into the company's part of a folder.

    Fails with NotFound or VersionUnreadable.
    """
    actor.require("forecast.read")
    with scope(actor.company_id):
        own, file = model_file(actor, number=number)
    path = folder / str(actor.company_id) / f"version-{own}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, [written(file)])
    return path
