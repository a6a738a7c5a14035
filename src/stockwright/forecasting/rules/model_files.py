"""A version of what the forecast learnt as a file: written down, carried elsewhere, read back."""

import hashlib
import io
import json
import zipfile
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from stockwright.kit.problems import Conflict, Invalid

FORM = "stockwright-model-1"
LARGEST_BYTES = 1 << 30
"""What an archive may hold unpacked."""


class ModelFileUnreadable(Invalid):
    """A file holds no version, or not what was written."""

    message = "This is no model file that this program wrote, or it was changed since."


class VersionForeign(Conflict):
    """A file holds what another engine learnt."""

    message = "This model was learnt by the engine {engine}; this program has {own}. Let it learn anew instead."


@dataclass(frozen=True)
class ModelFile:
    """What a version is made of besides its number; `content` is what was learnt."""

    engine: str
    settings: dict[str, Any]
    as_of: date
    selling_days: int
    series: int
    fingerprint: str
    skill: dict[str, Any]
    accuracy: dict[str, Any]
    seconds: float
    content: bytes


def written(file: ModelFile) -> bytes:
    """A zip archive without code: `version.json` with everything and the digest of `learnt.zip` beside it."""
    told = {**asdict(file), "form": FORM, "as_of": file.as_of.isoformat(), "digest": digest_of(file.content)}
    del told["content"]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("version.json", json.dumps(told, indent=1, sort_keys=True))
        archive.writestr("learnt.zip", file.content)
    return held.getvalue()


def read(told: bytes) -> ModelFile:
    """What `written` wrote; ModelFileUnreadable for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(told)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST_BYTES:
                raise ModelFileUnreadable
            about, content = json.loads(archive.read("version.json")), archive.read("learnt.zip")
        if about.pop("form") != FORM or about.pop("digest") != digest_of(content):
            raise ModelFileUnreadable
        return ModelFile(**{**about, "as_of": date.fromisoformat(about["as_of"])}, content=content)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelFileUnreadable from error


def digest_of(content: bytes) -> str:
    """By which it is told that content is what was stored."""
    return hashlib.sha256(content).hexdigest()
