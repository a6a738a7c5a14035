"""Versions as files."""

from stockwright.forecasting.models import ModelVersion
from stockwright.forecasting.rules.model_files import ModelFile, digest_of
from stockwright.forecasting.rules.versions import VersionForgotten, VersionUnreadable
from stockwright.kit.actor import Actor
from stockwright.kit.problems import NotFound

_FIELDS = tuple(name for name in ModelFile.__dataclass_fields__ if name != "content")


def model_file(actor: Actor, *, number: int | None = None) -> tuple[int, ModelFile]:
    """A version by its number, else the one that forecasts now: its number, and all that is in it.

    NotFound where there is none; VersionForgotten where it is not kept, VersionUnreadable where it is not what was
    stored.
    """
    rows = ModelVersion.objects.of(actor)
    row = (rows.filter(current=True) if number is None else rows.filter(number=number)).first()
    if row is None:
        raise NotFound(what="model version")
    content = bytes(row.content)
    if not content:
        raise VersionForgotten(number=row.number)
    if digest_of(content) != row.digest:
        raise VersionUnreadable(number=row.number)
    return row.number, ModelFile(**{name: getattr(row, name) for name in _FIELDS}, content=content)
